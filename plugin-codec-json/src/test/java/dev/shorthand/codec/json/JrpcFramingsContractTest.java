package dev.shorthand.codec.json;

import dev.shorthand.kernel.Message;
import dev.shorthand.tck.CodecContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** The codec's contract in each form but the usual one, which is {@link JrpcContractTest}. */
final class JrpcFramingsContractTest {
    @Nested
    final class Strict extends CodecContract {
        @Override
        protected String expression() {
            return "jrpc?strict=true";
        }
    }

    @Nested
    final class VersionOne extends CodecContract {
        @Override
        protected String expression() {
            return "jrpc:lines?version=1";
        }
    }

    @Nested
    final class ExactDecimals extends CodecContract {
        @Override
        protected String expression() {
            return "jrpc?decimal=exact";
        }

        @Override
        protected @Nullable Object comesBackAs(@Nullable Object value) {
            return Exact.value(value);
        }

        @Override
        protected Message comesBackAs(Message message) {
            return Exact.message(message);
        }
    }

    @Nested
    final class Lines extends CodecContract {
        @Override
        protected String expression() {
            return "jrpc:lines";
        }
    }

    @Nested
    final class Delimited extends CodecContract {
        @Override
        protected String expression() {
            return "jrpc:\\x1e\\r\\n";
        }
    }

    @Nested
    final class Headers extends CodecContract {
        @Override
        protected String expression() {
            return "jrpc:headers";
        }
    }

    @Nested
    final class Concatenated extends CodecContract {
        @Override
        protected String expression() {
            return "jrpc:concatenated";
        }
    }
}
