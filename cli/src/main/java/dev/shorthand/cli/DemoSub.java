package dev.shorthand.cli;

import dev.shorthand.binding.Named;
import dev.shorthand.binding.Public;
import java.util.Optional;

/** The part of the demonstration's service whose names begin with {@code sub.} Holds nothing. */
final class DemoSub {
    /** Greets; the name may be left out. */
    @Public
    public String hello(Optional<String> name) {
        return "hello " + name.orElse("world");
    }

    /** Is called {@code renamed} by those who call it. */
    @Public
    @Named("renamed")
    public int answer() {
        return 42;
    }

    /** Cannot be called from outside, as it is not marked. */
    public String hidden() {
        return "nobody outside can read this";
    }
}
