package dev.shorthand.binding.types.app;

import org.jspecify.annotations.Nullable;

/** What an application keeps to its package, so that only reflection reaches it. */
public final class Hidden {
    private Hidden() {}

    interface Greeter {
        String greet(String name);

        default String greetAll(String... names) {
            return greet(String.join(" and ", names));
        }
    }

    private record Secret(int value, @Nullable Secret next) {}

    /** Returns the interface that cannot be named outside. */
    public static Class<?> contract() {
        return Greeter.class;
    }

    /** Returns an implementation of it. */
    public static Object greeter() {
        return (Greeter) name -> "Hello, " + name;
    }

    /** Calls the default method of an implementation. */
    public static String greetAll(Object greeter, String... names) {
        return ((Greeter) greeter).greetAll(names);
    }

    /** Returns a private record. */
    public static Object secret(int value) {
        return new Secret(value, new Secret(value + 1, null));
    }
}
