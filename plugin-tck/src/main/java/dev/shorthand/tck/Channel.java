package dev.shorthand.tck;

import dev.shorthand.kernel.spi.Link;
import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.StreamLink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection under test, whether it carries a stream or messages. Safe for any thread; confined to the test's thread where
 * it receives.
 */
abstract class Channel {
    private final Link link;
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    // What a read has brought beyond what the test asked for; confined to the test's thread.
    private byte[] rest = {};
    private @Nullable End end;

    /** Nothing more arrives: in good order, or for a cause. */
    record End(@Nullable Throwable cause) {}

    Channel(Link link) {
        this.link = link;
    }

    static Channel of(StreamLink link) {
        return new OfStream(link);
    }

    final String peerName() {
        return link.peerName();
    }

    abstract void send(byte[] payload) throws IOException;

    /** Says that nothing more will be sent; false where the link cannot. */
    abstract boolean finish();

    abstract boolean isStream();

    final void close() {
        link.close();
    }

    /** Sends from a thread of its own: what is large is taken only while the other side reads. */
    final void sendAside(byte[] payload) {
        Thread thread = new Thread(
                () -> {
                    try {
                        send(payload);
                    } catch (IOException e) {
                        ended(e);
                    }
                },
                "tck sender to " + peerName());
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for exactly so many bytes: of the stream, or in one message. */
    final byte[] receive(int length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(length);
        all.writeBytes(rest);
        while (all.size() < length) {
            Object event = end != null
                    ? end
                    : Await.next((length - all.size()) + " of " + length + " bytes from " + peerName(), events);
            if (event instanceof End last) {
                end = last;
                throw new AssertionError(
                        "the connection to " + peerName() + " ended after " + all.size() + " of " + length + " bytes",
                        last.cause());
            }
            all.writeBytes((byte[]) event);
            if (!isStream() && all.size() != length) {
                throw new AssertionError(
                        "a message of " + all.size() + " bytes came where one of " + length + " was sent");
            }
        }
        byte[] bytes = all.toByteArray();
        rest = java.util.Arrays.copyOfRange(bytes, length, bytes.length);
        return java.util.Arrays.copyOf(bytes, length);
    }

    /** Waits for the end and returns it; bytes before it fail the test. */
    final End awaitEnd() {
        if (rest.length > 0) {
            throw new AssertionError(rest.length + " bytes more than were sent came from " + peerName());
        }
        if (end != null) {
            return end;
        }
        Object event = Await.next("the end of the connection to " + peerName(), events);
        if (event instanceof End last) {
            end = last;
            return last;
        }
        throw new AssertionError(((byte[]) event).length + " bytes came from " + peerName() + " where the end was due");
    }

    /** Fails where anything has come since the end. */
    final void assertNothingMore() {
        Object event = events.poll();
        if (event instanceof End) {
            throw new AssertionError("the end of the connection to " + peerName() + " was told twice");
        }
        if (event != null) {
            throw new AssertionError("something came from " + peerName() + " after its end");
        }
    }

    final void arrived(byte[] bytes) {
        events.add(bytes);
    }

    final void ended(@Nullable Throwable cause) {
        events.add(new End(cause));
    }

    /** A stream, read by a thread of its own, as the kernel would. */
    private static final class OfStream extends Channel {
        private final StreamLink link;

        OfStream(StreamLink link) {
            super(link);
            this.link = link;
            Thread reader = new Thread(this::read, "tck reader of " + link.peerName());
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            byte[] buffer = new byte[8 << 10];
            try {
                // From an offset, so that a link that takes no heed of it is found out.
                for (int count = read(buffer); count >= 0; count = read(buffer)) {
                    arrived(java.util.Arrays.copyOfRange(buffer, 1, 1 + count));
                }
                ended(null);
            } catch (IOException | RuntimeException e) {
                ended(e);
            }
        }

        private int read(byte[] buffer) throws IOException {
            int count = link.read(buffer, 1, buffer.length - 1);
            if (count == 0) {
                throw new IOException("read returned 0 bytes; it blocks until there is one, or the end");
            }
            return count;
        }

        @Override
        void send(byte[] payload) throws IOException {
            byte[] within = new byte[payload.length + 2];
            System.arraycopy(payload, 0, within, 1, payload.length);
            link.write(within, 1, payload.length);
        }

        @Override
        boolean finish() {
            link.finish();
            return true;
        }

        @Override
        boolean isStream() {
            return true;
        }
    }

    /** Messages, as the transport delivers them. */
    static final class OfMessages extends Channel implements MessageReceiver {
        private final MessageLink link;

        OfMessages(MessageLink link) {
            super(link);
            this.link = link;
        }

        @Override
        public boolean received(byte[] payload, int offset, int length) {
            arrived(java.util.Arrays.copyOfRange(payload, offset, offset + length));
            return false;
        }

        @Override
        public void disconnected(@Nullable Throwable cause) {
            ended(cause);
        }

        @Override
        void send(byte[] payload) throws IOException {
            byte[] within = new byte[payload.length + 2];
            System.arraycopy(payload, 0, within, 1, payload.length);
            link.send(within, 1, payload.length);
            // The array is the caller's again: a transport that has kept it sends this instead.
            java.util.Arrays.fill(within, (byte) '!');
        }

        /** Sends as the kernel does, which says whether it is a reply. */
        void send(boolean isReply, byte[] payload) throws IOException {
            link.awaitRoom(isReply, System.nanoTime() + Await.deadline().toNanos());
            send(payload);
        }

        boolean takesReplies() {
            return link.takesReplies();
        }

        @Override
        boolean finish() {
            return false;
        }

        @Override
        boolean isStream() {
            return false;
        }
    }
}
