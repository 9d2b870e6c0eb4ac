package dev.shorthand.transport.net;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection made of two functions, one that reads a message and one that writes one: for whatever channel a program has already.
 *
 * <pre>{@code
 * BlockingQueue<byte[]> in = new ArrayBlockingQueue<>(100);
 * BlockingQueue<byte[]> out = new ArrayBlockingQueue<>(100);
 * Transport other = Callbacks.of(in::take, out::put).peerName("other").open();
 * }</pre>
 *
 * <p>A message is one payload of the codec, without delimiter.
 */
public final class Callbacks {
    private Callbacks() {}

    /** Reads messages. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Waits for the next message. Called by one thread, which belongs to the transport and is interrupted when the connection is closed on this side.
         *
         * @return the message, which belongs to the transport from now on; null when none will come any more
         * @throws IOException          if the channel is broken, which ends the connection
         * @throws InterruptedException if the thread was interrupted while it waited
         */
        byte @Nullable [] read() throws IOException, InterruptedException;
    }

    /** Writes messages. */
    @FunctionalInterface
    public interface Writer {
        /**
         * Sends a message, waiting for room where there is none. Called by one thread at a time: that of a caller, or of a handler.
         *
         * <p>While it waits, everybody waits who sends over this connection, as its lock is held, and past the deadlines of their calls: nothing can break off what it does. Where the other side
         * may be slow to read, give up after a while with an {@link IOException}.
         *
         * @param message belongs to the writer from now on
         * @throws IOException          if the channel is broken, which ends the connection
         * @throws InterruptedException if the thread was interrupted while it waited; the connection ends with that, too
         */
        void write(byte[] message) throws IOException, InterruptedException;
    }

    /**
     * Returns what makes a connection of two functions.
     *
     * @param reader called again and again once the transport is started
     * @param writer called for each message that is sent
     * @return a builder
     */
    public static Builder of(Reader reader, Writer writer) {
        return new Builder(requireNonNull(reader, "reader"), requireNonNull(writer, "writer"));
    }

    /** Collects the settings of a connection. Confined to one thread. */
    public static final class Builder {
        private final Reader reader;
        private final Writer writer;
        private String peerName = "callback";
        private Runnable onClose = () -> {};

        private Builder(Reader reader, Writer writer) {
            this.reader = reader;
            this.writer = writer;
        }

        /**
         * Sets the name of the one peer.
         *
         * @param name goes into logs and {@code Caller}; the default is {@code callback}
         * @return this builder
         * @throws IllegalArgumentException if it is empty, or has a blank in it
         */
        public Builder peerName(String name) {
            if (!name.matches("\\S+")) {
                throw new IllegalArgumentException("peerName is \"" + name + "\"; give a name without blanks");
            }
            peerName = name;
            return this;
        }

        /**
         * Sets what is done when the connection has ended on this side, for example to tell the other side.
         *
         * @param action called once, on the thread that closes the connection; it should return soon
         * @return this builder
         */
        public Builder onClose(Runnable action) {
            onClose = requireNonNull(action, "action");
            return this;
        }

        /**
         * Makes the transport.
         *
         * @return a transport of one connection; nothing is read before it is started
         */
        public Transport open() {
            return new CallbackTransport(reader, writer, peerName, onClose);
        }
    }
}
