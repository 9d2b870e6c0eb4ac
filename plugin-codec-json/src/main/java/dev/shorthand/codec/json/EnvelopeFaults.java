package dev.shorthand.codec.json;

import static dev.shorthand.codec.json.Envelope.ERROR;
import static dev.shorthand.codec.json.Envelope.METHOD;
import static dev.shorthand.codec.json.Envelope.NULL_ERROR;
import static dev.shorthand.codec.json.Envelope.PARAMS;
import static dev.shorthand.codec.json.Envelope.RESULT;
import static dev.shorthand.codec.json.Envelope.VERSION;

import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a message that is JSON: the first thing found with each of its parts, and what it becomes for that.
 *
 * <p>Used again for every message. Confined to the decoder's thread.
 */
final class EnvelopeFaults {
    private final Tokenizer tokens;
    private final Faults faults;
    private final ErrorObject error;
    private final boolean one;
    private final boolean strict;

    /** The version, a key that there is not, the id, the method, and the params or result; all null between messages. */
    @Nullable
    String version;

    @Nullable
    String key;

    @Nullable
    String id;

    @Nullable
    String method;

    @Nullable
    String value;

    /** Whether it is the params that are neither an object nor a list, and the method that is blank. */
    boolean badParams;

    boolean blankMethod;

    // Whether anything of that was noted.
    private boolean any;

    EnvelopeFaults(Tokenizer tokens, Faults faults, ErrorObject error, Settings settings) {
        this.tokens = tokens;
        this.faults = faults;
        this.error = error;
        this.one = settings.one();
        this.strict = settings.strict();
    }

    /** Begins with a message. */
    void forget() {
        if (any) {
            any = false;
            version = null;
            key = null;
            id = null;
            method = null;
            value = null;
            badParams = false;
            blankMethod = false;
        }
    }

    /** Returns what to note of the part that the tokenizer stands on. */
    String fault(String problem, String mend) {
        any = true;
        return faults.text(problem, tokens.start(), mend);
    }

    /** Notes what is wrong with the params or the result. */
    void note(String problem) {
        any = true;
        value = problem;
    }

    /** Makes what a message becomes that is no call for that. */
    Malformed badCall(int has, Id given, String fault) {
        boolean isRequest = (has & (VERSION | METHOD)) == (VERSION | METHOD) && envelopeFault() == null;
        if (isRequest && blankMethod) {
            return refused(given, ErrorCodes.METHOD_NOT_FOUND, "Method not found", fault);
        }
        if (isRequest && badParams && method == null) {
            return refused(given, ErrorCodes.INVALID_PARAMS, "Invalid params", fault);
        }
        Id answered = given.isPresent() ? given : Id.NULL;
        if ((has & METHOD) != 0 || ((has & NULL_ERROR) == 0 && ((has & PARAMS) != 0 || answered.equals(Id.NULL)))) {
            return Malformed.invalidRequest(answered, fault);
        }
        // With an id and nothing else it can be the reply of a peer that leaves out what is null, whose call would wait
        // until the deadline.
        return (has & NULL_ERROR) == 0 ? Malformed.undecided(answered, fault) : Malformed.invalidReply(answered, fault);
    }

    /** Makes the answer to a request that nobody can serve; a notification has none (JSON-RPC 2.0, section 4.1). */
    private Malformed refused(Id given, int code, String message, String fault) {
        boolean asks = given.isPresent() && !(one && given.equals(Id.NULL));
        return new Malformed(asks ? given : Id.NULL, code, message, fault, asks);
    }

    /** Returns what is wrong with a call that has these parts, or null. */
    @Nullable
    String inCall(int has, Id given) {
        // Mostly all is well, and that seen by one look.
        if (!any && !strict && (has & (VERSION | METHOD)) == (VERSION | METHOD)) {
            return null;
        }
        if ((has & VERSION) == 0) {
            return noVersion();
        }
        String fault = envelopeFault();
        if (fault != null) {
            return fault;
        }
        if ((has & METHOD) == 0) {
            return faults.text("none of method, result and error", "send one of them");
        }
        fault = method != null ? method : value;
        if (fault != null || !strict) {
            return fault;
        }
        if ((has & (RESULT | ERROR | NULL_ERROR)) != 0) {
            return tooMany();
        }
        return one && ((has & PARAMS) == 0 || !given.isPresent())
                ? faults.text("a call without params or id", "send both; a notification has the id null")
                : null;
    }

    private @Nullable String envelopeFault() {
        return version != null ? version : key != null ? key : id;
    }

    /** Returns what is wrong with a reply that has these parts, or null. */
    @Nullable
    String inReply(int has, Id given, boolean failed, @Nullable Object result) {
        if ((has & VERSION) == 0) {
            return noVersion();
        }
        String fault = envelopeFault();
        if (fault == null) {
            fault = replyIdFault(given, !failed);
        }
        if (fault != null) {
            return fault;
        }
        if (strict && failed && error.fault() == null && !error.isWhole()) {
            return faults.text("the error has no whole number as code, or no string as message", "send both");
        }
        fault = failed ? error.fault() : value;
        return fault == null && strict ? strictReplyFault(has, failed, result) : fault;
    }

    private @Nullable String strictReplyFault(int has, boolean failed, @Nullable Object result) {
        if ((has & PARAMS) != 0) {
            return faults.text("params in a reply", "send it without");
        }
        if (!one) {
            return (has & (RESULT | ERROR)) == (RESULT | ERROR) ? tooMany() : null;
        }
        boolean both = (has & RESULT) != 0 && (failed ? result == null : (has & NULL_ERROR) != 0);
        return both ? null : faults.text("a reply that has not both result and error, one of them null", "send both");
    }

    private String noVersion() {
        return faults.text("jsonrpc is missing", "send \"jsonrpc\":\"2.0\", or choose version=1 here");
    }

    private String tooMany() {
        return faults.text("more than one of method, result and error", "send one of them");
    }

    /**
     * Returns what is wrong with the id of a reply, or null: nobody here calls with a fraction or a boolean, and only
     * an error may answer a call whose id could not be read.
     */
    private @Nullable String replyIdFault(Id given, boolean hasResult) {
        if (given.isNumber()) {
            return null;
        }
        if (!given.isPresent()) {
            return strict ? faults.text("id is missing in a reply", "send that of the call") : null;
        }
        Object content = given.value();
        boolean wrong = content == null ? hasResult : content instanceof Double || content instanceof Boolean;
        return wrong ? faults.text("the id of a reply is " + given, "send that of the call") : null;
    }
}
