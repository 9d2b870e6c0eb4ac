package dev.shorthand.codec.terse;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.text.LineFraming;
import java.util.Objects;

/**
 * One line of UTF-8 a message, as quickrpc's {@code terse} documents it.
 *
 * <table>
 * <caption>What messages look like</caption>
 * <tr><th>message</th><th>line</th></tr>
 * <tr><td>call</td><td>{@code add[1] a:1 b:2}</td></tr>
 * <tr><td>notification</td><td>{@code log text:"all is well"}</td></tr>
 * <tr><td>reply</td><td>{@code [1]:3}</td></tr>
 * <tr><td>error</td><td>{@code [1]! message:"Method not found" details:"did you mean add?" code:-32601}</td></tr>
 * </table>
 *
 * <p>The grammar, in which {@code SP} is a space, the only separator; a carriage return is read as one:
 *
 * <pre>{@code
 * line    = call | reply | error        ended by LF, before which CR is read, too; blank lines count for nothing
 * call    = name ["[" id "]"] SP *(pair SP)                                 read also: name "/" id
 * reply   = "[" id "]:" value
 * error   = "[" (id | "null") "]!" *(pair SP)     pairs: message:string, details:value, code:integer, in any order
 * pair    = name ":" value
 * id      = a whole number of 64 bits
 * value   = number | string | bytes | list | map | "true" | "false" | "null"
 * number  = ["-"] digits ["." digits] [("e" | "E") ["+" | "-"] digits]     read also: 1. and .5 and 007
 * string  = DQUOTE text DQUOTE                        \\ and \" and \n are escapes, all else stands for itself
 * bytes   = "'" base64 "'"                                          in the standard alphabet, with padding
 * list    = "[" *(value SP) "]"
 * map     = "{" *(pair SP) "}"
 * name    = one character or more, without control characters, SP, and any of  : " ' [ ] { }
 * }</pre>
 *
 * <p>Spaces may stand around colons and brackets. The one after a value may be left out where the value's end is plain, as after a quote or a
 * bracket. A number with a point or an exponent is a double, every other one an integer. Of two pairs with one name the last counts.
 *
 * <p>The format has no words of its own for booleans and null: {@code true} is written as 1 and {@code false} as 0, and null is refused.
 * {@link Builder#words} has them written as words, which are always read. Refused, too, are NaN and infinity, names that a line cannot hold, methods
 * that end with a slash and a number, positional arguments, ids that are not whole numbers of 64 bits, and batches, since a line is one message.
 *
 * <p>Beyond the format of quickrpc are {@code code}, which is left out where it is 0, details that are not a string, or are left out, and the id {@code
 * null} of an error for a line whose own could not be read.
 *
 * <p>Immutable and safe for any thread.
 */
public final class TerseCodec implements Codec {
    private final boolean words;
    private final int maxString;
    private final Limits limits;

    private TerseCodec(Builder builder) {
        this.words = builder.words;
        this.maxString = builder.maxString;
        this.limits = builder.limits;
    }

    /**
     * Returns a builder of a codec that writes no words, with the limits of {@link Limits#defaults()}.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Framing newFraming() {
        return new LineFraming(limits.maxFrame());
    }

    @Override
    public Encoder newEncoder(Conversions conversions) {
        return new TerseEncoder(conversions.confined(), words);
    }

    @Override
    public Decoder newDecoder() {
        return new TerseDecoder(limits, maxString);
    }

    /** Collects the settings of a {@link TerseCodec}. Confined to one thread. */
    public static final class Builder {
        private boolean words;
        private int maxString = Integer.MAX_VALUE;
        private Limits limits = Limits.defaults();

        private Builder() {}

        /**
         * Sets whether booleans and null are written as {@code true}, {@code false} and {@code null}; {@code
         * terse?words=true} in an expression. They are read as such always.
         *
         * @param written whether they are; the default is false, as peers that run quickrpc do not read them
         * @return this builder
         */
        public Builder words(boolean written) {
            words = written;
            return this;
        }

        /**
         * Sets all limits.
         *
         * @param limits those that concern this codec count: {@code maxFrame}, {@code maxDepth}, {@code maxNumber}
         * @return this builder
         */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets the longest line accepted; {@code terse?maxFrame=64KiB} in an expression.
         *
         * @param bytes from 64 up; the default is in {@link Limits#defaults()}
         * @return this builder
         * @throws IllegalArgumentException if {@code bytes} is out of range
         */
        public Builder maxFrame(int bytes) {
            return limits(limits.with("maxFrame", bytes));
        }

        /**
         * Sets the deepest nesting accepted, the arguments themselves counted; {@code terse?maxDepth=50} in an
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
         * Sets the longest number accepted; {@code terse?maxNumber=100} in an expression.
         *
         * @param digits from 20 up; the default is in {@link Limits#defaults()}
         * @return this builder
         * @throws IllegalArgumentException if {@code digits} is out of range
         */
        public Builder maxNumber(int digits) {
            return limits(limits.with("maxNumber", digits));
        }

        /**
         * Sets the longest string and the longest base64 accepted; {@code terse?maxString=64KiB} in an expression.
         *
         * @param bytes as they stand between the quotes, from 1 up; by default as long as the line may be
         * @return this builder
         * @throws IllegalArgumentException if {@code bytes} is under 1
         */
        public Builder maxString(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxString is " + bytes + "; give a number from 1 up");
            }
            maxString = bytes;
            return this;
        }

        /**
         * Makes the codec.
         *
         * @return a new codec; the builder may go on to make others
         */
        public TerseCodec build() {
            return new TerseCodec(this);
        }
    }
}
