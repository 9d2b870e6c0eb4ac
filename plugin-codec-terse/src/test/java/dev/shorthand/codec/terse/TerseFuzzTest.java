package dev.shorthand.codec.terse;

import dev.shorthand.tck.CodecFuzz;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** Lines that nobody thought of, without words and with them. */
final class TerseFuzzTest extends CodecFuzz {
    @Override
    protected String expression() {
        return "terse";
    }

    /** Booleans are numbers where there are no words. */
    @Override
    protected @Nullable Object comesBackAs(@Nullable Object value) {
        return value instanceof Boolean bool ? (Object) (bool ? 1L : 0L) : value;
    }

    @Nested
    final class Words extends CodecFuzz {
        @Override
        protected String expression() {
            return "terse?words=true";
        }

        /** The decoder is the same one. */
        @Override
        protected int mutations() {
            return 5_000;
        }
    }
}
