package dev.shorthand.tck;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads messages for {@link LineCodec}. Holds nothing between them. */
final class LineDecoder implements Decoder {
    private final Limits limits;

    LineDecoder(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Message decode(byte[] payload, int offset, int length, Binding binding) {
        // Latin-1 has a character for each byte; those that are not ASCII are no value.
        String line = new String(payload, offset, length, StandardCharsets.ISO_8859_1);
        try {
            return decode(line, binding);
        } catch (MismatchException e) {
            // Whoever is called tells the sender, once it has plain values to show.
            return decode(line, Binding.plain());
        } catch (MalformedException e) {
            return e.malformed();
        } catch (IllegalArgumentException e) {
            return Malformed.unparsable(e.getMessage() + " in \"" + Quoted.shorten(line) + '"');
        }
    }

    private Message decode(String line, Binding binding) {
        LineReader in = new LineReader(line, limits);
        Message message = read(in, binding);
        if (!in.atEnd()) {
            throw in.malformed("the line goes on after its message");
        }
        return message;
    }

    private Message read(LineReader in, Binding binding) {
        String kind = in.nextWord();
        return switch (kind) {
            case "call" -> {
                Id id = id(in);
                String method = text(in);
                yield new Call(id, method, in.nextIsAbsent() ? Params.absent() : binding.readParams(method, in));
            }
            case "reply" -> {
                Id id = id(in);
                in.next();
                yield new Reply(id, binding.readResult(id, in));
            }
            case "error" -> {
                Id id = id(in);
                long code = number(in);
                String message = text(in);
                in.next();
                yield new ErrorReply(id, code, message, Conversions.readPlain(in));
            }
            case "batch" -> batch(in, binding);
            default -> throw in.malformed("\"" + Quoted.shorten(kind) + "\" is no kind of message");
        };
    }

    private Batch batch(LineReader in, Binding binding) {
        long size = number(in);
        if (size > limits.maxBatch()) {
            throw in.overLimit("a batch of " + size + " messages is over the limit of " + limits.maxBatch()
                    + "; send fewer at once, or raise maxBatch");
        }
        List<Message> messages = new ArrayList<>();
        while (messages.size() < size) {
            Message message = read(in, binding);
            if (message instanceof Batch) {
                throw in.malformed("a batch stands in a batch");
            }
            messages.add(message);
        }
        return new Batch(messages);
    }

    private static Id id(LineReader in) {
        return in.nextIsAbsent() ? Id.NONE : Id.ofValue(Conversions.readPlain(in));
    }

    private static long number(LineReader in) {
        if (in.next() != Token.LONG) {
            throw in.malformed("a number is missing");
        }
        return in.longValue();
    }

    private static String text(LineReader in) {
        if (in.next() != Token.STRING) {
            throw in.malformed("a string is missing");
        }
        return in.string();
    }
}
