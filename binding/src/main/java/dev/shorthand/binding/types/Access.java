package dev.shorthand.binding.types;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Reaches an application's members, or says what its module-info lacks. Holds nothing; safe for any thread. */
public final class Access {
    private Access() {}

    /**
     * Has a lookup open to us, for as long as its module lives, the packages of its own class and of an interface, as {@code opens} in the module-info
     * would: records of those packages are then read and written, too.
     *
     * @param contract an interface
     * @param lookup   made by {@link MethodHandles#lookup()} in the module of the interface; any other opens nothing
     * @return whether the package of the interface is open to us now
     */
    public static boolean open(Class<?> contract, MethodHandles.Lookup lookup) {
        if (lookup.lookupClass().getModule() == contract.getModule()) {
            openPackage(lookup.lookupClass(), lookup);
            openPackage(contract, lookup);
            for (Method method : contract.getMethods()) {
                openPackage(method.getDeclaringClass(), lookup);
            }
        }
        return isOpen(contract);
    }

    private static void openPackage(Class<?> type, MethodHandles.Lookup lookup) {
        Module theirs = type.getModule();
        if (isOpen(type) || lookup.lookupClass().getModule() != theirs) {
            return;
        }
        try {
            // The method looks at who calls it, and through the lookup that is the module itself.
            lookup.findVirtual(
                            Module.class, "addOpens", MethodType.methodType(Module.class, String.class, Module.class))
                    .invoke(theirs, type.getPackageName(), Access.class.getModule());
        } catch (IllegalAccessException e) {
            // Not a lookup that its class made for itself: whether it serves all the same, its use will show.
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("Module.addOpens threw what it does not declare", e);
        }
    }

    /** Returns whether the package of a class is open to us. */
    static boolean isOpen(Class<?> type) {
        return type.getModule().isOpen(type.getPackageName(), Access.class.getModule());
    }

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
                + owner.getModule().getName() + ", or give a Lookup with the interface");
    }

    private static IllegalArgumentException blind(MethodHandles.Lookup lookup, Class<?> owner) {
        return new IllegalArgumentException(
                "the lookup of " + lookup.lookupClass().getName() + " has no access to " + owner.getName()
                        + "; give one made by a class that has, or none");
    }
}
