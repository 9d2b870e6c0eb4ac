package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.MismatchException;

/** Reads payloads as MessagePack-RPC, straight into what methods declare. Confined like every {@link Decoder}. */
final class MsgpackDecoder implements Decoder {
    private final Faults faults;
    private final MsgpackReader reader;
    private final Envelope envelope;

    MsgpackDecoder(Limits limits, int maxString, boolean named, boolean errorData) {
        this.faults = new Faults(limits);
        this.reader = new MsgpackReader(faults, new TextCache(), limits.maxDepth(), maxString);
        this.envelope = new Envelope(reader, faults, named, errorData);
    }

    @Override
    public Message decode(byte[] payload, int offset, int length, Binding binding) {
        faults.begin(payload, offset, length);
        try {
            return read(payload, offset, length, binding);
        } finally {
            reader.end();
            faults.end();
        }
    }

    private Message read(byte[] payload, int offset, int length, Binding binding) {
        reader.begin(payload, offset, length);
        try {
            return envelope.read(binding);
        } catch (MismatchException e) {
            // Nobody said that the sender was wrong: whoever is called will, once it has plain values to show.
            return read(payload, offset, length, Binding.plain());
        } catch (MalformedException e) {
            return envelope.broken(e.malformed());
        } catch (StackOverflowError e) {
            return envelope.broken(faults.tooDeepForStack());
        }
    }
}
