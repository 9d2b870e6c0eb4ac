package dev.shorthand.codec.json;

import dev.shorthand.tck.CodecFuzz;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** Messages and bytes that nobody thought of, in each framing. */
final class JrpcFuzzTest extends CodecFuzz {
    @Override
    protected String expression() {
        return "jrpc";
    }

    /** Reads fewer payloads: the decoder is the one above, or differs little from it. */
    private abstract static class Fewer extends CodecFuzz {
        @Override
        protected int mutations() {
            return 5_000;
        }
    }

    @Nested
    final class Strict extends Fewer {
        @Override
        protected String expression() {
            return "jrpc?strict=true";
        }
    }

    @Nested
    final class VersionOne extends Fewer {
        @Override
        protected String expression() {
            return "jrpc?version=1";
        }
    }

    @Nested
    final class ExactDecimals extends Fewer {
        @Override
        protected String expression() {
            return "jrpc?decimal=exact";
        }

        @Override
        protected @Nullable Object comesBackAs(@Nullable Object value) {
            return Exact.value(value);
        }
    }

    @Nested
    final class Lines extends Fewer {
        @Override
        protected String expression() {
            return "jrpc:lines";
        }
    }

    @Nested
    final class Delimited extends Fewer {
        @Override
        protected String expression() {
            return "jrpc:\\x1e\\r\\n";
        }
    }

    @Nested
    final class Headers extends Fewer {
        @Override
        protected String expression() {
            return "jrpc:headers";
        }
    }

    @Nested
    final class Concatenated extends Fewer {
        @Override
        protected String expression() {
            return "jrpc:concatenated";
        }
    }
}
