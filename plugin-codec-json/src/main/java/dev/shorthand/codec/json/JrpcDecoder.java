package dev.shorthand.codec.json;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads payloads as JSON-RPC, all with one tokenizer, straight into what methods declare. Confined like every {@link
 * Decoder}.
 */
final class JrpcDecoder implements Decoder {
    // Its first byte, which begins nothing else that JSON could begin with.
    private static final byte BYTE_ORDER_MARK = (byte) 0xef;

    private final Limits limits;
    private final boolean strict;
    private final boolean noBatches;
    private final Faults faults;
    private final Tokenizer tokens;
    private final Envelope envelope;

    JrpcDecoder(Settings settings) {
        this.limits = settings.limits();
        this.strict = settings.strict();
        this.noBatches = strict && settings.one();
        this.faults = new Faults(limits);
        this.tokens = new Tokenizer(settings, faults);
        this.envelope = new Envelope(tokens, faults, settings);
    }

    @Override
    public Message decode(byte[] payload, int offset, int length, Binding binding) {
        faults.begin(payload, offset, length);
        try {
            return payload[offset] == BYTE_ORDER_MARK
                    ? Malformed.unparsable(
                            faults.text("a byte order mark", offset, "send JSON without it (RFC 8259, section 8.1)"))
                    : read(payload, offset, length, binding);
        } finally {
            tokens.end();
            faults.end();
        }
    }

    private Message read(byte[] payload, int offset, int length, Binding binding) {
        tokens.begin(payload, offset, length);
        try {
            Message message = message(binding);
            int more = strict ? tokens.rest() : -1;
            return more < 0
                    ? message
                    : Malformed.unparsable(faults.text("text after the message", more, "send one message alone"));
        } catch (MismatchException e) {
            // Nobody said that the sender was wrong: whoever is called will, once it has plain values to show.
            return read(payload, offset, length, Binding.plain());
        } catch (MalformedException e) {
            return e.malformed();
        } catch (StackOverflowError e) {
            return faults.tooDeepForStack();
        }
    }

    // What follows the message is looked at in strict mode alone: peers exist that send more than a newline.
    private Message message(Binding binding) {
        Message usual = envelope.readUsual(binding);
        return usual == null ? other(binding) : usual;
    }

    private Message other(Binding binding) {
        if (tokens.rest() < 0) {
            return Malformed.unparsable(faults.text("nothing but blanks", "send a JSON object"));
        }
        Token first = tokens.next();
        if (first == Token.MAP) {
            return envelope.read(binding);
        }
        if (first == Token.LIST && noBatches) {
            tokens.skip();
            return Malformed.invalidRequest(
                    Id.NULL, faults.text("JSON-RPC 1.0 has no batches", "send one message, or leave out strict=true"));
        }
        if (first == Token.LIST) {
            return batch(binding);
        }
        return Malformed.invalidRequest(
                Id.NULL, faults.text("the message is " + Faults.kind(first), "send an object, or a list of objects"));
    }

    private Message batch(Binding binding) {
        List<Message> messages = new ArrayList<>();
        boolean good = true;
        for (Token token = tokens.next(); token != Token.END_LIST; token = tokens.next()) {
            if (messages.size() == limits.maxBatch()) {
                tokens.skip();
                return faults.batchTooLong(messages.size() + 1 + left());
            }
            Message message = item(token, binding);
            messages.add(message);
            // Faults take far more than the bytes that they are about: so many more are made only of a batch that is
            // not too long.
            if (good && message instanceof Malformed) {
                good = false;
                int mark = tokens.mark();
                int all = messages.size() + left();
                if (all > limits.maxBatch()) {
                    return faults.batchTooLong(all);
                }
                tokens.rewindToItem(mark);
            }
        }
        return messages.isEmpty()
                ? Malformed.invalidRequest(Id.NULL, faults.text("the batch is empty", "send at least one message"))
                : new Batch(messages);
    }

    private Message item(Token token, Binding binding) {
        if (token == Token.MAP) {
            return envelope.read(binding);
        }
        Message bad = Malformed.invalidRequest(
                Id.NULL,
                faults.text("a message of the batch is " + Faults.kind(token), tokens.start(), "send an object"));
        tokens.skip();
        return bad;
    }

    /** Passes over what is left of the batch, and returns how many items that were. */
    private int left() {
        int count = 0;
        while (tokens.next() != Token.END_LIST) {
            tokens.skip();
            count++;
        }
        return count;
    }
}
