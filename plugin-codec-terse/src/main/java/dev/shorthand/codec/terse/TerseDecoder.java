package dev.shorthand.codec.terse;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.text.Utf8;

/**
 * Reads lines as messages, straight into what methods declare. Confined like every {@link Decoder}.
 *
 * <p>A line that begins with a bracket is meant as an answer, and is not answered itself, or two peers could go on for ever. Any other that cannot be
 * read is answered with what is wrong with it, since a person may have typed it.
 */
final class TerseDecoder implements Decoder {
    private static final String CALL = "write name[id] name:value, for example add[1] a:1 b:2";
    private static final String ANSWER = "write [id]:value, or [id]! message:\"text\"";

    // So many digits always fit a long; one more may.
    private static final int LONG_DIGITS = 18;

    private final Line line = new Line();
    private final NameCache names = new NameCache();
    private final TerseReader reader;
    private final Limits limits;

    // Of the present line, as far as it has been read.
    private boolean answer;
    private Id id = Id.NONE;

    // Where the bytes stop being UTF-8.
    private int fault;

    TerseDecoder(Limits limits, int maxString) {
        this.limits = limits;
        this.reader = new TerseReader(line, limits, maxString, names);
    }

    @Override
    public Message decode(byte[] payload, int offset, int length, Binding binding) {
        line.begin(payload, offset, length);
        fault = Utf8.firstFault(payload, offset, line.end());
        try {
            return read(binding);
        } catch (MismatchException e) {
            // Nobody said that the sender was wrong: whoever is called will, once it has plain values to show.
            return read(Binding.plain());
        } finally {
            line.finish();
        }
    }

    private Message read(Binding binding) {
        line.rewind();
        answer = false;
        id = Id.NONE;
        try {
            return message(binding);
        } catch (MalformedException e) {
            return malformed(e.malformed());
        } catch (StackOverflowError e) {
            return malformed(
                    Malformed.unparsable(
                            "nesting is within maxDepth=" + limits.maxDepth()
                                    + " and yet too deep for the stack of this thread; lower maxDepth, or give threads a larger stack"));
        }
    }

    private Malformed malformed(Malformed found) {
        Id known = id.isPresent() ? id : Id.NULL;
        String problem = found.problem();
        if (answer) {
            return Malformed.invalidReply(known, problem);
        }
        return new Malformed(known, found.code(), found.message(), problem, true);
    }

    private Message message(Binding binding) {
        line.skipSpaces();
        answer = line.peek() == '[';
        return answer ? answer(binding) : call(binding);
    }

    private Call call(Binding binding) {
        String method = method();
        refuseIfNotUtf8();
        line.skipSpaces();
        if (line.isAtEnd()) {
            return new Call(id, method, Params.absent());
        }
        reader.beginPairs();
        return new Call(id, method, binding.readParams(method, reader));
    }

    /** Reads the method and its id, if it has one. */
    private String method() {
        int start = line.at();
        line.skipName();
        int end = line.at();
        if (end == start) {
            throw line.expected("the name of a method", CALL);
        }
        boolean bracket = line.peek() == '[';
        if (bracket) {
            id = idInBrackets(false);
        } else if (!line.isAtEnd() && line.peek() != ' ' && line.peek() != '\r') {
            throw line.expected("a space after the method " + line.shown(start, end), CALL);
        }
        String method = names.get(line.bytes(), start, end);
        int slash = bracket ? -1 : Names.slashBeforeId(method);
        if (slash >= 0) {
            id = id(end - (method.length() - slash - 1), end);
            method = method.substring(0, slash);
        }
        if (method.isBlank()) {
            throw line.fault(start, "the method has no name; " + CALL);
        }
        return method;
    }

    private Message answer(Binding binding) {
        id = idInBrackets(true);
        line.skipSpaces();
        int sign = line.peek();
        if (sign != ':' && sign != '!') {
            throw line.expected("':' or '!' after the id", ANSWER);
        }
        refuseIfNotUtf8();
        line.skip();
        return sign == ':' ? reply(binding) : error();
    }

    private Reply reply(Binding binding) {
        if (!id.isNumber()) {
            throw line.fault(line.at(), "a result whose id is null; send that of the call");
        }
        reader.beginValue();
        Object result = binding.readResult(id, reader);
        line.skipSpaces();
        if (!line.isAtEnd()) {
            throw line.expected("the end of the line", "send one message a line");
        }
        return new Reply(id, result);
    }

    /** Reads an error, leniently: a peer that leaves out the message has failed all the same. */
    private ErrorReply error() {
        long code = 0;
        String message = "Unknown error";
        Object details = null;
        reader.beginPairs();
        while (reader.next() == Token.NAME) {
            String name = reader.string();
            int start = line.at();
            Token token = reader.next();
            switch (name) {
                case "message" -> {
                    require(token, Token.STRING, start, "message");
                    message = reader.string();
                }
                case "code" -> {
                    require(token, Token.LONG, start, "code");
                    code = reader.longValue();
                }
                case "details" -> details = Conversions.readPlain(reader);
                default -> reader.skip();
            }
        }
        return new ErrorReply(id, code, message, details);
    }

    private void require(Token token, Token expected, int start, String name) {
        if (token != expected) {
            throw line.fault(start, name + " is " + token.description() + "; send " + expected.description());
        }
    }

    /** Reads an id up to its closing bracket; null only where the answer is to a line whose id could not be read. */
    private Id idInBrackets(boolean mayBeNull) {
        line.skip();
        line.skipSpaces();
        int start = line.at();
        line.skipName();
        boolean isNull = mayBeNull && line.is("null", start);
        Id found = isNull ? Id.NULL : id(start, line.at());
        line.skipSpaces();
        if (line.peek() != ']') {
            throw line.expected("']' after the id", answer ? ANSWER : CALL);
        }
        line.skip();
        return found;
    }

    private Id id(int start, int end) {
        line.moveTo(start);
        if (line.peek() == '-') {
            line.skip();
        }
        int first = line.at();
        int digits = line.skipDigits();
        if (digits > 0 && line.at() == end && digits <= LONG_DIGITS) {
            return Id.of(start == first ? line.number(first, end) : -line.number(first, end));
        }
        if (digits == LONG_DIGITS + 1 && line.at() == end) {
            try {
                return Id.of(Long.parseLong(line.ascii(start, end)));
            } catch (NumberFormatException e) {
                // Said below.
            }
        }
        line.moveTo(start);
        throw line.expected("an id", "give a whole number of 64 bits, for example 1");
    }

    private void refuseIfNotUtf8() {
        if (fault < line.end()) {
            throw line.fault(
                    fault, String.format("the byte 0x%02x is not UTF-8; send UTF-8", line.bytes()[fault] & 0xff));
        }
    }
}
