package dev.shorthand.codec.json;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.text.DelimiterFraming;
import dev.shorthand.text.LineFraming;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * JSON-RPC 2.0 or 1.0, one JSON object (or a list of them, for a batch) a payload.
 *
 * <table>
 * <caption>What messages look like</caption>
 * <tr><th>message</th><th>JSON</th></tr>
 * <tr><td>call</td><td>{@code {"jsonrpc":"2.0","id":1,"method":"add","params":{"a":1,"b":2}}}</td></tr>
 * <tr><td>notification</td><td>{@code {"jsonrpc":"2.0","method":"log","params":["text"]}}</td></tr>
 * <tr><td>reply</td><td>{@code {"jsonrpc":"2.0","id":1,"result":3}}</td></tr>
 * <tr><td>error</td><td>{@code {"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}}</td></tr>
 * </table>
 *
 * <p>Bytes are {@code {"__bytes":"<base64>"}}, so a map may not have that key. NaN and infinity are refused. Whole numbers past 64
 * bits are {@code BigInteger}s, and those past all doubles {@code BigDecimal}s. Half of a surrogate pair, which is no
 * character, is written and read as JSON's escape, such as {@code "\\ud800"} (RFC 8259, section 8.2). Keys may
 * come in any order and unknown ones are passed over; text after the message is ignored. Where a message has several of
 * {@code method}, {@code result} and {@code error}, the first in this order counts.
 * {@link Builder#strict} refuses what of this the specification does. {@link Builder#version} chooses JSON-RPC 1.0.
 *
 * <p>Immutable and safe for any thread.
 */
public final class JrpcCodec implements Codec {
    private final IntFunction<Framing> framing;
    private final Settings settings;

    private JrpcCodec(Builder builder) {
        this.framing = builder.framing;
        this.settings = new Settings(
                builder.version == 1,
                builder.strict,
                builder.decimal == Decimal.EXACT,
                builder.maxString,
                builder.limits);
    }

    /**
     * Returns a builder of a codec whose frames end with a NUL, with the limits of {@link Limits#defaults()}.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Framing newFraming() {
        return framing.apply(settings.limits().maxFrame());
    }

    @Override
    public Encoder newEncoder(Conversions conversions) {
        return new JrpcEncoder(conversions.confined(), settings);
    }

    @Override
    public Decoder newDecoder() {
        return new JrpcDecoder(settings);
    }

    /** What a number with a point or an exponent is read as, where nobody has said which type it should have. */
    public enum Decimal {
        /** The nearest {@code Double}, which is infinite for what is past all doubles, such as {@code 1e400}. */
        DOUBLE,
        /** A {@code BigDecimal} with all the digits that were sent. A zero loses its sign. */
        EXACT
    }

    /** Collects the settings of a {@link JrpcCodec}. Confined to one thread. */
    public static final class Builder {
        // Names and methods are strings, too.
        private static final int LEAST_STRING = 64;

        private IntFunction<Framing> framing = delimited(new byte[1]);
        private int version = 2;
        private boolean strict;
        private Decimal decimal = Decimal.DOUBLE;
        private int maxString = Integer.MAX_VALUE;
        private Limits limits = Limits.defaults();

        private Builder() {}

        /**
         * Sets what ends a frame; {@code jrpc:\r\n} in an expression, where escapes stand for what cannot be typed.
         *
         * @param text one character or more, sent as UTF-8; the default is a NUL
         * @return this builder
         * @throws IllegalArgumentException if {@code text} is empty, or has half of a surrogate pair
         */
        public Builder delimiter(String text) {
            if (text.codePoints().anyMatch(character -> Character.getType(character) == Character.SURROGATE)) {
                throw new IllegalArgumentException(
                        "the delimiter has half of a character, which UTF-8 has no bytes for; give both halves, or bytes");
            }
            return delimiter(text.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Sets what ends a frame; {@code jrpc:\x1e} in an expression.
         *
         * @param bytes one byte or more; the default is a NUL
         * @return this builder
         * @throws IllegalArgumentException if there are no bytes
         */
        public Builder delimiter(byte[] bytes) {
            if (bytes.length == 0) {
                throw new IllegalArgumentException("the delimiter is empty; give at least one byte");
            }
            framing = delimited(bytes.clone());
            return this;
        }

        /**
         * Sets one message a line, as the Model Context Protocol has it; {@code jrpc:lines} in an expression. Written
         * with a newline, read also with a carriage return before it; a line of spaces alone is passed over.
         *
         * @return this builder
         */
        public Builder lines() {
            framing = LineFraming::new;
            return this;
        }

        /**
         * Sets frames that begin with a {@code Content-Length} header, as the Language Server Protocol has it; {@code
         * jrpc:headers} in an expression. Written with that header alone, read in any case and with others beside it.
         *
         * @return this builder
         */
        public Builder headers() {
            framing = HeaderFraming::new;
            return this;
        }

        /**
         * Sets JSON texts one after the other with nothing between; {@code jrpc:concatenated} in an expression. Read
         * also with blanks between.
         *
         * @return this builder
         */
        public Builder concatenated() {
            framing = TextFraming::new;
            return this;
        }

        private static IntFunction<Framing> delimited(byte[] delimiter) {
            // JSON has no control characters, but payloads are searched for the delimiter all the same: a security
            // provider may have turned them into something else, and a frame cut in two would take the next message
            // with it.
            return maxFrame -> new DelimiterFraming(delimiter, maxFrame, false);
        }

        /**
         * Sets whether all is refused that the specification does; {@code jrpc?strict=true} in an expression.
         *
         * <p>That is, beyond what is refused always: text after the message; more than one of {@code method}, {@code
         * result} and {@code error}; params that are neither an object nor a list; a reply without id; an error without
         * a whole number as code or a string as message; a boolean as id; and keys that the specification does not have.
         *
         * @param refuses whether to refuse that; the default is false, as peers exist that send it
         * @return this builder
         */
        public Builder strict(boolean refuses) {
            strict = refuses;
            return this;
        }

        /**
         * Sets which JSON-RPC is spoken; {@code jrpc?version=1} in an expression.
         *
         * <p>In 1.0 (<a href="https://www.jsonrpc.org/specification_v1">specification</a>, section 1) messages do not
         * name the version, a notification has the id null, params are a list, and a reply has both {@code result} and
         * {@code error}, one of them null:
         *
         * <pre>{@code
         * {"id":1,"method":"add","params":[1,2]}
         * {"id":null,"method":"log","params":["text"]}
         * {"id":1,"result":3,"error":null}
         * {"id":1,"result":null,"error":{"code":-32601,"message":"Method not found"}}
         * }</pre>
         *
         * <p>What an error looks like is left open there; one that is a text arrives as its message, and one without a
         * {@code message} as data. Peers exist that take named params and batches with it, and leave out what is null;
         * those are written and read, too, but for {@link #strict}.
         *
         * @param number 1 or 2; the default is 2
         * @return this builder
         * @throws IllegalArgumentException if it is another
         */
        public Builder version(int number) {
            if (number != 1 && number != 2) {
                throw new IllegalArgumentException("version is " + number + "; give 1 or 2");
            }
            version = number;
            return this;
        }

        /**
         * Sets what numbers with a point or an exponent are read as; {@code jrpc?decimal=exact} in an expression.
         *
         * <p>A parameter or result declared as {@code BigDecimal} keeps its digits in either case, and whole numbers are
         * exact always.
         *
         * @param kind what they become; the default is {@link Decimal#DOUBLE}
         * @return this builder
         */
        public Builder decimal(Decimal kind) {
            decimal = Objects.requireNonNull(kind, "kind");
            return this;
        }

        /**
         * Sets all limits.
         *
         * @param limits those that concern a codec count: {@code maxFrame}, {@code maxDepth}, {@code maxNumber}, {@code
         *               maxBatch}
         * @return this builder
         */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets the longest payload accepted; {@code jrpc?maxFrame=1MiB} in an expression.
         *
         * @param bytes from 64 up; the default is in {@link Limits#defaults()}
         * @return this builder
         * @throws IllegalArgumentException if {@code bytes} is out of range
         */
        public Builder maxFrame(int bytes) {
            return limits(limits.with("maxFrame", bytes));
        }

        /**
         * Sets the deepest nesting accepted, the message's own object counted; {@code jrpc?maxDepth=50} in an
         * expression.
         *
         * @param levels from 1 to 1,000; the default is in {@link Limits#defaults()}
         * @return this builder
         * @throws IllegalArgumentException if {@code levels} is out of range
         */
        public Builder maxDepth(int levels) {
            return limits(limits.with("maxDepth", levels));
        }

        /**
         * Sets the longest number accepted; {@code jrpc?maxNumber=100} in an expression.
         *
         * @param digits from 20 up; the default is in {@link Limits#defaults()}
         * @return this builder
         * @throws IllegalArgumentException if {@code digits} is out of range
         */
        public Builder maxNumber(int digits) {
            return limits(limits.with("maxNumber", digits));
        }

        /**
         * Sets the longest string accepted, be it a value, a name, a method or an id; {@code jrpc?maxString=64KiB} in an
         * expression.
         *
         * @param bytes from 64 up, counted as they are sent, with escapes and without the quotes; by default a string
         *              may be as long as the frame
         * @return this builder
         * @throws IllegalArgumentException if {@code bytes} is out of range
         */
        public Builder maxString(int bytes) {
            if (bytes < LEAST_STRING) {
                throw new IllegalArgumentException(
                        "maxString is " + bytes + "; give a number from " + LEAST_STRING + " to " + Integer.MAX_VALUE);
            }
            maxString = bytes;
            return this;
        }

        /**
         * Sets the most messages accepted in one batch; {@code jrpc?maxBatch=100} in an expression.
         *
         * @param messages from 1 up; the default is in {@link Limits#defaults()}
         * @return this builder
         * @throws IllegalArgumentException if {@code messages} is out of range
         */
        public Builder maxBatch(int messages) {
            return limits(limits.with("maxBatch", messages));
        }

        /**
         * Makes the codec.
         *
         * @return a new codec; the builder may go on to make others
         */
        public JrpcCodec build() {
            return new JrpcCodec(this);
        }
    }
}
