package dev.shorthand.codec.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.MalformedException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what is wrong with a payload: where, what was expected, and how it begins.
 *
 * <p>What is no JSON, or passes a limit on the way, is a parse error; what is JSON and no message is an invalid
 * request. Confined to the decoder's thread.
 */
final class Faults {
    private static final Pattern FIRST_NUMBER = Pattern.compile("\\((\\d+)\\)");

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

    /** Makes the answer to bytes that are not UTF-8. */
    Malformed notUtf8(int at) {
        return Malformed.unparsable(
                "not UTF-8: 0x" + String.format("%02x", payload[offset + at]) + at(at) + "; send JSON in UTF-8");
    }

    /** Translates what the parser threw. */
    MalformedException broken(IOException thrown) {
        return new MalformedException(Malformed.unparsable(problem(thrown)));
    }

    /** Makes the answer to lists and maps that are nested deeper than this thread's stack allows. */
    Malformed tooDeepForStack() {
        return Malformed.unparsable("nesting in " + quoted() + " is within maxDepth=" + limits.maxDepth()
                + " and yet too deep for the stack of " + Thread.currentThread().getName()
                + "; lower maxDepth, or give threads a larger stack");
    }

    /** Makes what ends the reading of a value that is JSON, but stands for nothing. */
    MalformedException invalid(String problem, long at, String mend) {
        return new MalformedException(Malformed.invalidRequest(Id.NULL, text(problem, at, mend)));
    }

    /** Returns a problem with its place and its mend. */
    String text(String problem, long at, String mend) {
        return problem + at(at) + "; " + mend;
    }

    /** Returns a problem of the whole payload with its mend. */
    String text(String problem, String mend) {
        return problem + " in " + quoted() + "; " + mend;
    }

    /** Returns what to call a value that is not what was expected. */
    static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> token.name();
        };
    }

    private String problem(IOException thrown) {
        if (!(thrown instanceof JsonProcessingException json)) {
            return text("not readable (" + Quoted.shorten(String.valueOf(thrown.getMessage())) + ")", "send JSON");
        }
        String original = json.getOriginalMessage();
        if (original.startsWith("Unexpected end-of-input")) {
            return text("truncated: the JSON ends in the middle", length, "send the whole of it in one frame");
        }
        if (thrown instanceof StreamConstraintsException) {
            return overLimit(original);
        }
        // The parser may have gone past the end, into the blanks behind a short payload.
        long at = json.getLocation() == null ? -1 : Math.min(json.getLocation().getByteOffset(), length);
        return text(
                "not JSON: " + Quoted.shorten(Character.toLowerCase(original.charAt(0)) + original.substring(1)),
                at,
                "send JSON (RFC 8259)");
    }

    private String overLimit(String original) {
        Matcher matcher = FIRST_NUMBER.matcher(original);
        String actual = matcher.find() ? matcher.group(1) : "?";
        if (original.contains("nesting depth")) {
            return text(
                    "nesting " + actual + " deep or more is over the limit of " + limits.maxDepth(),
                    "nest less, or raise maxDepth");
        }
        if (original.contains("Number value length")) {
            return text(
                    "a number of " + actual + " digits is over the limit of " + limits.maxNumber(),
                    "send it as a string, or raise maxNumber");
        }
        return text("over a limit: " + Quoted.shorten(original), "send less");
    }

    private String at(long at) {
        return (at < 0 ? " in " : " at byte " + at + " of ") + quoted();
    }

    private String quoted() {
        return Quoted.payload(payload, offset, length);
    }
}
