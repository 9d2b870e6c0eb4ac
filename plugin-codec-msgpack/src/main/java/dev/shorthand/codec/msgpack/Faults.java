package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.spi.MalformedException;
import java.util.HexFormat;

/**
 * Says what is wrong with a payload: where, what was expected, and how it begins. Confined to the decoder's thread.
 */
final class Faults {
    private static final int SHOWN = 24;
    private static final byte[] NOTHING = {};
    private static final int MOST_KEPT = 64 << 10;

    private final Limits limits;
    private byte[] payload = NOTHING;
    private int offset;
    private int length;

    Faults(Limits limits) {
        this.limits = limits;
    }

    /** Begins with a payload. */
    void begin(byte[] bytes, int start, int count) {
        if (payload != bytes) {
            payload = bytes;
        }
        offset = start;
        length = count;
    }

    /** Lets go of the payload; of a small buffer only when the next is another one, mostly being the connection's own. */
    void end() {
        if (payload.length > MOST_KEPT) {
            payload = NOTHING;
        }
        length = 0;
    }

    /** Makes what ends the reading of bytes that are not MessagePack; {@code at} is an index into the array. */
    MalformedException broken(String problem, int at, String mend) {
        return new MalformedException(Malformed.unparsable(text(problem, at, mend)));
    }

    /** Makes what ends the reading of a payload whose end is missing. */
    MalformedException truncated() {
        return broken(
                "truncated: the value ends in the middle", offset + length, "send the whole of it in one payload");
    }

    /** Makes what ends the reading of an array or map that announces more than can follow. */
    MalformedException tooMany(long announced, String what, int at) {
        return broken(
                "truncated: " + announced + " " + what + " are announced where " + Math.max(0, offset + length - at)
                        + " bytes follow",
                at,
                "send the whole of it in one payload");
    }

    /** Makes what ends the reading of a string that is over the limit. */
    MalformedException stringTooLong(int bytes, int limit, int at) {
        return overLimit(
                "a string of " + bytes + " bytes is over the limit of " + limit + " at byte " + (at - offset),
                " of ",
                "; send it in parts, or raise maxString");
    }

    /** Makes what ends the reading of arrays and maps that are nested deeper than the limit. */
    MalformedException tooDeep(int depth) {
        return overLimit(
                "nesting " + depth + " deep or more is over the limit of " + limits.maxDepth(),
                " in ",
                "; nest less, or raise maxDepth");
    }

    /** Says it to the sender as well, in the place of the protocol's short sentence: whoever reads that could not tell which limit it was. */
    private MalformedException overLimit(String problem, String of, String mend) {
        return new MalformedException(
                new Malformed(Id.NULL, ErrorCodes.PARSE_ERROR, problem + mend, problem + of + quoted() + mend, true));
    }

    /** Makes the answer to arrays and maps that are nested deeper than this thread's stack allows. */
    Malformed tooDeepForStack() {
        return Malformed.unparsable("nesting in " + quoted() + " is within maxDepth=" + limits.maxDepth()
                + " and yet too deep for the stack of " + Thread.currentThread().getName()
                + "; lower maxDepth, or give threads a larger stack");
    }

    /** Returns a problem with its place and its mend; {@code at} is an index into the array. */
    String text(String problem, int at, String mend) {
        return problem + " at byte " + (at - offset) + " of " + quoted() + "; " + mend;
    }

    /** Returns a problem of the whole payload with its mend. */
    String text(String problem, String mend) {
        return problem + " in " + quoted() + "; " + mend;
    }

    private String quoted() {
        String hex = "0x" + HexFormat.of().formatHex(payload, offset, offset + Math.min(length, SHOWN));
        return length <= SHOWN ? hex : hex + "… (" + length + " bytes)";
    }
}
