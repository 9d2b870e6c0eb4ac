package dev.shorthand.codec.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.MismatchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads payloads as JSON-RPC 2.0, all with one parser, straight into what methods declare.
 *
 * <p>Confined like every {@link Decoder}. A payload that fails leaves a new parser behind, so that nothing of it is
 * left.
 */
final class JrpcDecoder implements Decoder {
    // Its first byte, which begins nothing else that JSON could begin with.
    private static final byte BYTE_ORDER_MARK = (byte) 0xef;

    private final Limits limits;
    private final boolean strict;
    private final Faults faults;
    private final TextCache recurring = new TextCache();
    private PayloadParser parser;
    private Envelope envelope;

    JrpcDecoder(Limits limits, boolean strict) {
        this.limits = limits;
        this.strict = strict;
        this.faults = new Faults(limits);
        this.parser = new PayloadParser(limits, recurring);
        this.envelope = new Envelope(parser, faults, strict);
    }

    @Override
    public Message decode(byte[] payload, int offset, int length, Binding binding) {
        int fault = Utf8.firstFault(payload, offset, offset + length);
        faults.begin(payload, offset, length);
        try {
            if (fault < offset + length) {
                return faults.notUtf8(fault - offset);
            }
            if (payload[offset] == BYTE_ORDER_MARK) {
                return Malformed.unparsable(
                        faults.text("a byte order mark", 0, "send JSON without it (RFC 8259, section 8.1)"));
            }
            if (parser.isWorn()) {
                renew();
            }
            return read(payload, offset, length, binding);
        } finally {
            parser.end();
            faults.end();
        }
    }

    private Message read(byte[] payload, int offset, int length, Binding binding) {
        parser.begin(payload, offset, length);
        try {
            Message message = message(parser.nextToken(), binding);
            long more = strict ? parser.restAt() : -1;
            return more < 0
                    ? message
                    : Malformed.unparsable(faults.text("text after the message", more, "send one message alone"));
        } catch (MismatchException e) {
            // Nobody said that the sender was wrong: whoever is called will, once it has plain values to show.
            return read(payload, offset, length, Binding.plain());
        } catch (MalformedException e) {
            renew();
            return e.malformed();
        } catch (IOException e) {
            renew();
            return faults.broken(e).malformed();
        } catch (StackOverflowError e) {
            renew();
            return faults.tooDeepForStack();
        }
    }

    private void renew() {
        parser = new PayloadParser(limits, recurring);
        envelope = new Envelope(parser, faults, strict);
    }

    // What follows the message is looked at in strict mode alone: peers exist that send more than a newline.
    private Message message(@Nullable JsonToken first, Binding binding) throws IOException {
        if (first == JsonToken.START_OBJECT) {
            return envelope.read(binding);
        }
        if (first == JsonToken.START_ARRAY) {
            return batch(binding);
        }
        if (first == null) {
            renew();
            return Malformed.unparsable(faults.text("nothing but blanks", "send a JSON object"));
        }
        return Malformed.invalidRequest(
                Id.NULL, faults.text("the message is " + Faults.kind(first), "send an object, or a list of objects"));
    }

    private Message batch(Binding binding) throws IOException {
        List<Message> messages = new ArrayList<>();
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            count++;
            if (count > limits.maxBatch()) {
                parser.skipChildren();
            } else if (token == JsonToken.START_OBJECT) {
                messages.add(envelope.read(binding));
            } else {
                messages.add(Malformed.invalidRequest(
                        Id.NULL,
                        faults.text(
                                "a message of the batch is " + Faults.kind(token),
                                parser.tokenStart(),
                                "send an object")));
                parser.skipChildren();
            }
        }
        if (count > limits.maxBatch()) {
            return Malformed.invalidRequest(
                    Id.NULL,
                    faults.text(
                            "a batch of " + count + " messages is over the limit of " + limits.maxBatch(),
                            "send fewer at once, or raise maxBatch"));
        }
        return messages.isEmpty()
                ? Malformed.invalidRequest(Id.NULL, faults.text("the batch is empty", "send at least one message"))
                : new Batch(messages);
    }
}
