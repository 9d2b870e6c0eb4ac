package dev.shorthand.kernel.binding;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Reaches an application's members, or says what its module-info lacks. Holds nothing; safe for any thread. */
final class Access {
    private Access() {}

    /**
     * Returns a handle to a method.
     *
     * @throws IllegalArgumentException if its module does not let us; the message has the missing line
     */
    static MethodHandle handle(Method method, MethodHandles.@Nullable Lookup lookup) {
        try {
            if (lookup != null) {
                return lookup.unreflect(method);
            }
            open(method, method.getDeclaringClass());
            return MethodHandles.lookup().unreflect(method);
        } catch (IllegalAccessException e) {
            throw refused(method, lookup);
        }
    }

    /**
     * Returns a handle to a constructor.
     *
     * @throws IllegalArgumentException if its module does not let us; the message has the missing line
     */
    static MethodHandle handle(Constructor<?> constructor) {
        try {
            open(constructor, constructor.getDeclaringClass());
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (IllegalAccessException e) {
            throw refused(constructor, null);
        }
    }

    private static void open(AccessibleObject member, Class<?> owner) {
        if (!member.trySetAccessible()) {
            throw refused(owner, "");
        }
    }

    private static IllegalArgumentException refused(Member member, MethodHandles.@Nullable Lookup lookup) {
        return refused(
                member.getDeclaringClass(),
                lookup == null
                        ? ""
                        : ", or give a lookup that has access, as that of "
                                + lookup.lookupClass().getName() + " has not");
    }

    /** Returns the failure to reach a class, with the mend. */
    static IllegalArgumentException refused(Class<?> owner, String otherMend) {
        Module own = Access.class.getModule();
        String to = own.isNamed() ? " to " + own.getName() : "";
        String us = own.isNamed() ? own.getName() : "Shorthand";
        return new IllegalArgumentException(
                us + " has no access to " + owner.getName() + "; add \"opens " + owner.getPackageName() + to
                        + ";\" to the module-info of " + owner.getModule().getName() + otherMend);
    }
}
