package dev.shorthand.kernel.binding;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Reaches an application's members, or says what its module-info lacks. Holds nothing; safe for any thread. */
final class Access {
    private Access() {}

    /**
     * Returns a handle to a method, through the lookup where one is given.
     *
     * @throws IllegalArgumentException if we have no access; the message has the line that the module-info lacks
     */
    static MethodHandle handle(Method method, MethodHandles.@Nullable Lookup lookup) {
        Class<?> owner = method.getDeclaringClass();
        if (lookup == null && !method.trySetAccessible()) {
            throw closed(owner);
        }
        try {
            return (lookup == null ? MethodHandles.lookup() : lookup).unreflect(method);
        } catch (IllegalAccessException e) {
            throw lookup == null ? closed(owner) : blind(lookup, owner);
        }
    }

    /**
     * Returns a handle to a constructor.
     *
     * @throws IllegalArgumentException if we have no access; the message has the line that the module-info lacks
     */
    static MethodHandle handle(Constructor<?> constructor) {
        Class<?> owner = constructor.getDeclaringClass();
        if (!constructor.trySetAccessible()) {
            throw closed(owner);
        }
        try {
            return MethodHandles.lookup().unreflectConstructor(constructor);
        } catch (IllegalAccessException e) {
            throw closed(owner);
        }
    }

    /** Returns the failure to reach a class that its module neither exports nor opens to us. */
    static IllegalArgumentException closed(Class<?> owner) {
        Module own = Access.class.getModule();
        String us = own.isNamed() ? own.getName() : "Shorthand";
        String to = own.isNamed() ? " to " + own.getName() : "";
        return new IllegalArgumentException(us + " has no access to " + owner.getName() + "; add \"opens "
                + owner.getPackageName() + to + ";\" to the module-info of "
                + owner.getModule().getName());
    }

    private static IllegalArgumentException blind(MethodHandles.Lookup lookup, Class<?> owner) {
        return new IllegalArgumentException(
                "the lookup of " + lookup.lookupClass().getName() + " has no access to " + owner.getName()
                        + "; give one made by a class that has, or none");
    }
}
