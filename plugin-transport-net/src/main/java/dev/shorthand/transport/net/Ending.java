package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Link;
import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what one transport within another reports, and knows which of its links are open: the kernel closes each once its connection has
 * ended. Safe for any thread.
 */
final class Ending implements TransportListener {
    private final TransportListener listener;
    private final Set<Link> open = ConcurrentHashMap.newKeySet();
    private final Consumer<@Nullable Throwable> whenOver;

    /**
     * Makes one.
     *
     * @param whenOver called after the last open link was closed, and with the cause where the transport ended by itself
     */
    Ending(TransportListener listener, Consumer<@Nullable Throwable> whenOver) {
        this.listener = listener;
        this.whenOver = whenOver;
    }

    @Override
    public void connected(StreamLink link) {
        StreamLink watched = new Stream(link);
        open.add(watched);
        listener.connected(watched);
    }

    @Override
    public MessageReceiver connected(MessageLink link) {
        MessageLink watched = new Messages(link);
        open.add(watched);
        return listener.connected(watched);
    }

    @Override
    public boolean mayChooseCodec() {
        return listener.mayChooseCodec();
    }

    @Override
    public void failed(Throwable cause) {
        whenOver.accept(cause);
    }

    void closeAll() {
        List.copyOf(open).forEach(Link::close);
    }

    private void closed(Link link) {
        if (open.remove(link) && open.isEmpty()) {
            whenOver.accept(null);
        }
    }

    private final class Stream extends ForwardingLink {
        Stream(StreamLink link) {
            super(link);
        }

        @Override
        public void close() {
            super.close();
            closed(this);
        }
    }

    private final class Messages implements MessageLink {
        private final MessageLink link;

        Messages(MessageLink link) {
            this.link = link;
        }

        @Override
        public String peerName() {
            return link.peerName();
        }

        @Override
        public Optional<String> identity() {
            return link.identity();
        }

        @Override
        public Optional<Codec> codec() {
            return link.codec();
        }

        @Override
        public boolean isFramed() {
            return link.isFramed();
        }

        @Override
        public void awaitRoom(boolean isReply, long deadlineNanos) {
            link.awaitRoom(isReply, deadlineNanos);
        }

        @Override
        public boolean isFull() {
            return link.isFull();
        }

        @Override
        public void send(byte[] payload, int offset, int length) throws IOException {
            link.send(payload, offset, length);
        }

        @Override
        public void send(byte[] buffer, int offset, int headerLength, int length) throws IOException {
            link.send(buffer, offset, headerLength, length);
        }

        @Override
        public boolean mayHandleHere() {
            return link.mayHandleHere();
        }

        @Override
        public boolean takesReplies() {
            return link.takesReplies();
        }

        @Override
        public void close() {
            link.close();
            closed(this);
        }

        @Override
        public String toString() {
            return link.toString();
        }
    }
}
