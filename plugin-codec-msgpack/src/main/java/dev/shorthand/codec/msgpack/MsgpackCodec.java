package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import java.util.Objects;

/**
 * MessagePack-RPC, one array a message.
 *
 * <table>
 * <caption>What messages look like (MessagePack-RPC specification, "Message specification")</caption>
 * <tr><th>message</th><th>array</th></tr>
 * <tr><td>call</td><td>{@code [0, 1, "add", [1, 2]]}</td></tr>
 * <tr><td>notification</td><td>{@code [2, "log", ["text"]]}</td></tr>
 * <tr><td>reply</td><td>{@code [1, 1, nil, 3]}</td></tr>
 * <tr><td>error</td><td>{@code [1, 1, [-32601, "Method not found"], nil]}</td></tr>
 * </table>
 *
 * <p>Arguments go by position: those of a typed method in the order in which it declares them. Named ones are refused without
 * {@link Builder#named}. Methods whose name begins with {@code rpc.}, such as the security header {@code rpc.secinfo}, have
 * named ones always: a map as the only element. There are no batches.
 *
 * <p>Ids are integers. The specification has 32 bits for them, and an endpoint's own stay within those; any other integer that a peer sends goes
 * back as it came. An error of another form than {@code [code, message]}, as foreign peers send it, becomes the data of an
 * error of code 0, whose message is the text where the error is one.
 *
 * <p>Values are written in their shortest form, doubles always as float64. Bytes are bin, an {@link java.time.Instant} is a timestamp, and other extensions
 * are {@link Extension}s. Integers reach from -2<sup>63</sup> to 2<sup>64</sup>-1; a {@link java.math.BigDecimal} is sent where a double has the same
 * digits, else refused. Read are all forms, and as the key of a map, beside strings, also integers and bytes that are UTF-8; they become strings.
 *
 * <p>On a stream, messages follow one another with nothing between. A payload that security has turned into something else than an array
 * is wrapped in a bin. Immutable and safe for any thread.
 */
public final class MsgpackCodec implements Codec {
    private final boolean named;
    private final boolean errorData;
    private final boolean integerKeys;
    private final int maxString;
    private final Limits limits;

    private MsgpackCodec(Builder builder) {
        this.named = builder.named;
        this.errorData = builder.errorData;
        this.integerKeys = builder.integerKeys;
        this.maxString = builder.maxString;
        this.limits = builder.limits;
    }

    /**
     * Returns a builder of a codec that sends arguments by position and errors without data, with the limits of {@link
     * Limits#defaults()}.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Framing newFraming() {
        return new MsgpackFraming(limits.maxFrame());
    }

    @Override
    public Encoder newEncoder(Conversions conversions) {
        return new MsgpackEncoder(conversions.confined(), named, errorData, integerKeys);
    }

    @Override
    public Decoder newDecoder() {
        return new MsgpackDecoder(limits, maxString, named, errorData);
    }

    /** Collects the settings of a {@link MsgpackCodec}. Confined to one thread. */
    public static final class Builder {
        // Names and methods are strings, too.
        private static final int LEAST_STRING = 64;

        private boolean named;
        private boolean errorData;
        private boolean integerKeys;
        private int maxString = Integer.MAX_VALUE;
        private Limits limits = Limits.defaults();

        private Builder() {}

        /**
         * Sets whether arguments go by name; {@code msgpack?named=true} in an expression. Named ones are then a map, the only element of
         * the params, and such a map is read as named ones. Positional ones are sent and read, too, but for one that is a map.
         *
         * <p>The specification has no names, so both sides must be set so.
         *
         * @param travel whether names travel; the default is false
         * @return this builder
         */
        public Builder named(boolean travel) {
            named = travel;
            return this;
        }

        /**
         * Sets whether an error's data goes as its third element; {@code msgpack?errorData=true} in an expression. Otherwise it is left
         * out, and an error of three elements that comes is one of a foreign form.
         *
         * @param travels whether data travels; the default is false, as peers exist that know two elements alone
         * @return this builder
         */
        public Builder errorData(boolean travels) {
            errorData = travels;
            return this;
        }

        /**
         * Sets whether the integers that are keys of maps go as integers; {@code msgpack?integerKeys=true} in an expression. Otherwise
         * each goes as the text of its digits. Both are read, whatever is set.
         *
         * @param stay whether they stay integers; the default is false, as many peers have texts alone as keys: msgpack-python
         *             refuses others unless {@code strict_map_key} is off
         * @return this builder
         */
        public Builder integerKeys(boolean stay) {
            integerKeys = stay;
            return this;
        }

        /**
         * Sets all limits.
         *
         * @param limits those that concern this codec count: {@code maxFrame} and {@code maxDepth}
         * @return this builder
         */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets the longest payload accepted, and with it the most elements of an array; {@code msgpack?maxFrame=1MiB} in an
         * expression.
         *
         * @param bytes from 64 up; the default is in {@link Limits#defaults()}
         * @return this builder
         * @throws IllegalArgumentException if {@code bytes} is out of range
         */
        public Builder maxFrame(int bytes) {
            return limits(limits.with("maxFrame", bytes));
        }

        /**
         * Sets the longest string accepted, be it a value, a name or a method; {@code msgpack?maxString=64KiB} in an
         * expression.
         *
         * @param bytes from 64 up, of UTF-8; by default a string may be as long as the frame
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
         * Sets the deepest nesting accepted, the message's own array counted; {@code msgpack?maxDepth=50} in an expression.
         *
         * @param levels from 1 to 1,000; the default is in {@link Limits#defaults()}
         * @return this builder
         * @throws IllegalArgumentException if {@code levels} is out of range
         */
        public Builder maxDepth(int levels) {
            return limits(limits.with("maxDepth", levels));
        }

        /**
         * Makes the codec.
         *
         * @return a new codec; the builder may go on to make others
         */
        public MsgpackCodec build() {
            return new MsgpackCodec(this);
        }
    }
}
