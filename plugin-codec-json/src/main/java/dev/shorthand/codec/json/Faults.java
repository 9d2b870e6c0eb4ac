package dev.shorthand.codec.json;

import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.Token;

/**
 * Says what is wrong with a payload: where, what was expected, and how it begins.
 *
 * <p>What is no JSON, or passes a limit on the way, is a parse error; what is JSON and no message is an invalid
 * request. Confined to the decoder's thread.
 */
final class Faults {
    private static final byte[] NOTHING = {};
    private static final int MOST_KEPT = 64 << 10;

    // So often a payload is quoted: a batch has as many faults as items, and each would hold its beginning.
    private static final int MOST_QUOTED = 3;

    private final Limits limits;
    private byte[] payload = NOTHING;
    private int offset;
    private int length;
    private int quotes;

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
        quotes = 0;
    }

    /** Lets go of the payload; of a small buffer only when the next is another one, mostly being the connection's own. */
    void end() {
        if (payload.length > MOST_KEPT) {
            payload = NOTHING;
        }
        length = 0;
    }

    /** Makes what ends the reading at bytes that are not UTF-8. */
    MalformedException notUtf8(int at) {
        return broken(text("not UTF-8: " + hex(payload[at]), at, "send JSON in UTF-8"));
    }

    /** Makes what ends the reading of what is no JSON. */
    MalformedException notJson(String problem, int at) {
        return broken(text("not JSON: " + problem, at, "send JSON (RFC 8259)"));
    }

    /** Makes what ends the reading where the payload ends before the JSON does. */
    MalformedException truncated() {
        return broken(
                text("truncated: the JSON ends in the middle", offset + length, "send the whole of it in one frame"));
    }

    /** Makes what ends the reading at the first list or map too deep. */
    MalformedException tooDeep(int depth) {
        return overLimit(
                "nesting " + depth + " deep or more is over the limit of " + limits.maxDepth(),
                "",
                "nest less, or raise maxDepth");
    }

    /** Makes what ends the reading of a number at the first digit too much. */
    MalformedException numberTooLong(int digits) {
        return overLimit(
                "a number of " + digits + " digits or more is over the limit of " + limits.maxNumber(),
                "",
                "send it as a string, or raise maxNumber");
    }

    /** Makes what ends the reading of a string that is over the limit. */
    MalformedException stringTooLong(int bytes, int limit, int at) {
        return overLimit(
                "a string of " + bytes + " bytes is over the limit of " + limit,
                " at byte " + (at - offset),
                "send it in parts, or raise maxString");
    }

    /** Makes the answer to a batch of too many messages. */
    Malformed batchTooLong(int messages) {
        return overLimit(
                ErrorCodes.INVALID_REQUEST,
                "a batch of " + messages + " messages is over the limit of " + limits.maxBatch(),
                "",
                "send fewer at once, or raise maxBatch");
    }

    private MalformedException overLimit(String problem, String place, String mend) {
        return new MalformedException(overLimit(ErrorCodes.PARSE_ERROR, problem, place, mend));
    }

    /** Says it to the sender as well, in the place of the protocol's short sentence: whoever reads that could not tell which limit it was. */
    private Malformed overLimit(int code, String problem, String place, String mend) {
        String log = problem + (place.isEmpty() ? in() : place + of()) + "; " + mend;
        return new Malformed(Id.NULL, code, problem + place + "; " + mend, log, true);
    }

    private static MalformedException broken(String problem) {
        return new MalformedException(Malformed.unparsable(problem));
    }

    /** Makes the answer to lists and maps that are nested deeper than this thread's stack allows. */
    Malformed tooDeepForStack() {
        return Malformed.unparsable("nesting in " + quoted() + " is within maxDepth=" + limits.maxDepth()
                + " and yet too deep for the stack of " + Thread.currentThread().getName()
                + "; lower maxDepth, or give threads a larger stack");
    }

    /** Makes what ends the reading of a value that is JSON, but stands for nothing. */
    MalformedException invalid(String problem, int at, String mend) {
        return new MalformedException(Malformed.invalidRequest(Id.NULL, text(problem, at, mend)));
    }

    /** Returns a problem with its place, an index into the array that the payload stands in, and its mend. */
    String text(String problem, int at, String mend) {
        return problem + " at byte " + (at - offset) + of() + "; " + mend;
    }

    /** Returns a problem of the whole payload with its mend. */
    String text(String problem, String mend) {
        return problem + in() + "; " + mend;
    }

    private String of() {
        return quotes++ < MOST_QUOTED ? " of " + quoted() : "";
    }

    private String in() {
        return quotes++ < MOST_QUOTED ? " in " + quoted() : "";
    }

    /** Returns what to call a value that is not what was expected. */
    static String kind(Token token) {
        return switch (token) {
            case MAP -> "an object";
            case LONG, BIG_INTEGER, DOUBLE, DECIMAL -> "a number";
            default -> token.description();
        };
    }

    /** Returns what to call a byte that should not be where it is. */
    static String shown(byte b) {
        return b >= ' ' && b < 0x7f ? "'" + (char) b + "'" : hex(b);
    }

    private static String hex(byte b) {
        return String.format("0x%02x", b);
    }

    private String quoted() {
        return Quoted.payload(payload, offset, length);
    }
}
