package dev.shorthand.codec.terse;

import dev.shorthand.tck.CodecContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** The codec's contract, without words and with them. */
final class TerseContractTest extends CodecContract {
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
    final class Words extends CodecContract {
        @Override
        protected String expression() {
            return "terse?words=true";
        }
    }
}
