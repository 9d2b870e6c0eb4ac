package dev.shorthand.tck;

import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.TransportListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes over what a transport under test reports, in place of the kernel. Safe for any thread. */
final class Connections implements TransportListener {
    private final BlockingQueue<Channel> arrived = new LinkedBlockingQueue<>();
    private final List<Channel> all = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Override
    public void connected(StreamLink link) {
        add(Channel.of(link));
    }

    @Override
    public MessageReceiver connected(MessageLink link) {
        Channel.OfMessages channel = new Channel.OfMessages(link);
        add(channel);
        return channel;
    }

    @Override
    public void failed(Throwable cause) {
        failures.add(cause);
    }

    private void add(Channel channel) {
        all.add(channel);
        arrived.add(channel);
    }

    /** Waits for the next connection. */
    Channel next(String where) {
        return Await.next("a connection to be reported by " + where, arrived);
    }

    /** Returns whether one was reported already. */
    boolean hasNext() {
        return !arrived.isEmpty();
    }

    /** Returns whether another one comes within the time. */
    boolean comesWithin(Duration time) {
        return Await.poll(arrived, time) != null;
    }

    /** What the transport said about its own end. */
    List<Throwable> failures() {
        return failures;
    }

    void closeAll() {
        all.forEach(Channel::close);
    }
}
