package dev.shorthand.cli;

import dev.shorthand.kernel.Named;
import java.util.Optional;

/** The part of the demonstration's service whose names begin with {@code sub.} */
interface DemoSub {
    /** Greets; the name may be left out. */
    String hello(Optional<String> name);

    /** Is called {@code renamed} by those who call it. */
    @Named("renamed")
    int answer();

    /** Serves it. Its method {@code hidden} is in no interface, and so nobody can call it. */
    final class Greeter implements DemoSub {
        @Override
        public String hello(Optional<String> name) {
            return "hello " + name.orElse("world");
        }

        @Override
        public int answer() {
            return 42;
        }

        public String hidden() {
            return "nobody outside can read this";
        }
    }
}
