package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both kinds of socket have in common: one thread at a time reads, sends and delivers; any thread may give it something to send.
 *
 * <p>Senders put a message into their peer's own queue, bounded in bytes, and the peer into the list of those with something to send, and wake the
 * thread only where it sleeps. So what is sent while it is busy goes out together, and a peer whose queue in jeromq is full (the high-water mark) waits by
 * itself, while the others are served.
 *
 * <p>What arrives waits in its peer's queue, too, while that one's handler is at work. The socket gives the messages of all peers in turn, and cannot leave out one
 * of whom too many wait already. So after a message of such a peer nothing is read for a moment: it is held up by what it sends, and the others hardly.
 *
 * <p>Safe for any thread, but for the methods that say otherwise.
 */
abstract class ZmqTransport implements Transport, Driver.Task {
    private static final Logger LOG = LoggerFactory.getLogger(ZmqTransport.class);

    // Messages in a row before they are handled and what the handlers have sent goes out, or bytes of them; and before
    // anything else is looked after.
    private static final int DELIVER_EVERY = 16;
    private static final int DELIVER_BYTES = 64 << 10;
    private static final int LOOK_AFTER_EVERY = 256;

    // For so long the thread that drives looks again before it sleeps, and lets others run in between: about as long as
    // it takes to wake it. Counted in looks it would be longer where system calls are slow, or others want the
    // processor. On one processor the others run as soon as it sleeps, and to give way before only makes them hand
    // over their messages in smaller lots.
    private static final long AWAKE_NANOS =
            Runtime.getRuntime().availableProcessors() > 1 ? TimeUnit.MICROSECONDS.toNanos(15) : 0;

    // Who gets the processor back so late has lost it to someone that computes, for a whole slice of the scheduler's,
    // and
    // gives it away no more for a while: asleep it is woken at once.
    private static final long LATE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long CROWDED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    // While something could not be sent, it is looked after so often: there may be an end to the waiting.
    private static final long BLOCKED_MILLIS = 100;

    // After a message of a peer that has sent more than may wait, nothing is read for so long.
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    // Beyond the time to linger, closing waits so long for the threads.
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    final SocketSettings settings;
    final Limits limits;
    final List<Address> addresses;
    final Driver driver;
    final TooLong tooLong;

    private final boolean shared;
    // Written before anyone else has this transport.
    private volatile @Nullable ZmqSocket opened;

    private volatile String expression;
    private volatile @Nullable TransportListener listener;
    private volatile boolean closed;

    // Links that the kernel has taken over and has not closed yet.
    private final AtomicInteger openLinks = new AtomicInteger();

    private final Queue<ZmqLink> ready = new ConcurrentLinkedQueue<>();

    // Of how many peers more has arrived than may wait to be handled.
    private final AtomicInteger overfull = new AtomicInteger();

    // Confined to the thread that drives: those peers, and until when nothing is read.
    private final Set<ZmqLink> overfullLinks = new LinkedHashSet<>();
    private long pausedUntil;

    // Confined to the thread that drives: whether there was nothing to do last time, and since when.
    private boolean calm;
    private long calmSince;

    // Confined to the thread that drives: until when it does not give the processor away, on System.nanoTime.
    private long crowdedUntil = System.nanoTime();

    // Confined to the thread that drives: those with something to send, and no room for it.
    private final Set<ZmqLink> blocked = new LinkedHashSet<>();
    private final Queue<Runnable> later = new ArrayDeque<>();

    // Confined to the thread that drives: the bytes that have arrived since something was delivered.
    private int undelivered;

    ZmqTransport(String expression, List<Address> addresses, SocketSettings settings, Limits limits) {
        this.expression = expression;
        this.addresses = addresses;
        this.settings = settings;
        this.limits = limits;
        this.tooLong = new TooLong(limits.maxFrame());
        this.shared = addresses.stream().anyMatch(Address::isInProcess);
        this.driver = new Driver(expression, this);
    }

    // What a kind of socket does; all by the thread that drives.

    abstract int socketType();

    /** Sets its own options, and binds or connects. */
    abstract void open(ZmqSocket socket) throws IOException;

    /** Returns how many connections have ended whose last messages jeromq keeps only until they are read. */
    int endings() {
        return 0;
    }

    /** All was read that had arrived before there were so many of those. */
    void hasRead(int endingsBefore) {}

    /** Does what is due beside messages. */
    abstract void lookAfter();

    /** Takes one message, and has it delivered later. */
    abstract void arrived(List<byte[]> frames);

    /** Forgets a link that was closed here, after its last message. */
    abstract void finished(ZmqLink link);

    /** A peer cannot be reached any more. */
    abstract void lost(ZmqLink link);

    /** A peer is given up by this side, with all that waits to be sent to it; it may have been before. */
    abstract void drop(ZmqLink link, IOException why);

    /** Gives a peer up that has sent more than may wait, with all of that; returns false where it is gone already. */
    abstract boolean giveUp(ZmqLink link, IOException why);

    /** Whether others than a peer that has sent too much send here, too. */
    abstract boolean hasOthers();

    /** Returns whether there is nothing left to do. */
    abstract boolean isOver();

    /** Returns when to look after something at the latest, in milliseconds; 0 for never. */
    abstract long patienceMillis();

    /** Opens the socket and starts the thread that drives it. */
    final void open() throws IOException {
        try {
            driver.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while opening " + expression, e);
        } catch (Exception e) {
            throw new IOException("cannot open " + expression + ": " + e.getMessage(), e);
        }
    }

    // Driver.Task: by the thread that drives.

    @Override
    public final void openSocket() throws IOException {
        ZmqSocket socket = new ZmqSocket(socketType(), shared);
        try {
            settings.applyTo(socket, limits.maxFrame());
            open(socket);
            opened = socket;
        } catch (IOException | RuntimeException e) {
            socket.close(0);
            throw e;
        }
    }

    final ZmqSocket socket() {
        ZmqSocket socket = opened;
        if (socket == null) {
            throw new IllegalStateException(expression + " is not open");
        }
        return socket;
    }

    @Override
    public final Driver.Step step() {
        lookAfter();
        lookAfterOverfull();
        if (!runLater()) {
            return Driver.Step.TAKEN_OVER;
        }
        int received = 0;
        boolean reading = isReading();
        int endings = endings();
        if (reading) {
            received = receive();
            if (received < 0) {
                return Driver.Step.TAKEN_OVER;
            }
        } else {
            socket().process();
        }
        // What is left unread, as too much waits already, is not kept.
        if (received < LOOK_AFTER_EVERY) {
            hasRead(endings);
        }
        boolean sent = flush();
        if (isOver() && later.isEmpty()) {
            return Driver.Step.OVER;
        }
        if (received == 0 && !sent && later.isEmpty()) {
            giveWay(reading);
        } else {
            calm = false;
        }
        return Driver.Step.GO_ON;
    }

    @SuppressWarnings("ThreadPriorityCheck") // whoever has something for this thread may wait for its processor
    private void giveWay(boolean reading) {
        long now = System.nanoTime();
        if (!calm) {
            calm = true;
            calmSince = now;
        }
        if (now - calmSince >= AWAKE_NANOS || now - crowdedUntil < 0) {
            calm = false;
            await(reading);
            return;
        }
        Thread.yield();
        long back = System.nanoTime();
        if (back - now > LATE_NANOS) {
            crowdedUntil = back + CROWDED_NANOS;
        }
    }

    private boolean isReading() {
        return listener != null && (overfull.get() == 0 || (hasOthers() && System.nanoTime() - pausedUntil >= 0));
    }

    /** Gives up those of whom nothing is handled, or far too much waits. */
    private void lookAfterOverfull() {
        if (overfullLinks.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (ZmqLink link : List.copyOf(overfullLinks)) {
            IOException why = link.hasSentTooMuch(now);
            if (why != null && giveUp(link, why)) {
                LOG.warn("{} is given up: {}", Quoted.shorten(link.peerName()), why.getMessage());
            }
            if (why != null || !link.isOverfull()) {
                overfullLinks.remove(link);
            }
        }
    }

    /**
     * Returns how many messages came, or -1 if this thread has been relieved. Several are delivered together: to begin with a peer's queue, and to end with it, costs as much
     * as to handle a small message.
     */
    private int receive() {
        ZmqSocket socket = socket();
        int received = 0;
        // What waits must not look as though it were too much to be handled.
        int mostBytes = Math.min(DELIVER_BYTES, limits.maxQueued() / 4);
        for (; received < LOOK_AFTER_EVERY && (overfull.get() == 0 || isReading()); received++) {
            List<byte[]> frames = socket.receive();
            if (frames == null) {
                break;
            }
            arrived(frames);
            if (received % DELIVER_EVERY == DELIVER_EVERY - 1 || undelivered >= mostBytes) {
                if (!runLater()) {
                    return -1;
                }
                flush();
            }
        }
        return runLater() ? received : -1;
    }

    /** Sends what can be; returns whether there was something. */
    private boolean flush() {
        boolean any = false;
        if (!blocked.isEmpty()) {
            for (ZmqLink link : List.copyOf(blocked)) {
                any |= flush(link);
            }
        }
        for (ZmqLink link = ready.poll(); link != null; link = ready.poll()) {
            flush(link);
            any = true;
        }
        return any;
    }

    private boolean flush(ZmqLink link) {
        link.listed.set(false);
        IOException dropped = link.dropped();
        if (dropped != null) {
            blocked.remove(link);
            drop(link, dropped);
            return true;
        }
        // Asked first: what is sent between, and then closed, is not thrown away.
        boolean closing = link.isClosing();
        ZmqSocket.Sent sent = link.flush(socket());
        if (sent == ZmqSocket.Sent.NO_ROOM && !isToBeGivenUp(link)) {
            blocked.add(link);
            return false;
        }
        blocked.remove(link);
        if (closing) {
            link.goneAway();
            finished(link);
        } else if (sent == ZmqSocket.Sent.GONE) {
            lost(link);
        }
        return true;
    }

    /** Whether a link that was closed here has had its time to send what was left. */
    private boolean isToBeGivenUp(ZmqLink link) {
        return link.isClosing()
                && System.nanoTime() - link.closedAt() >= settings.linger().toNanos();
    }

    /** Has something delivered before anything else is received: for those who cannot leave where they are, if this thread is relieved. */
    final void deliverLater(Runnable delivery) {
        later.add(delivery);
    }

    /** So many bytes have arrived, which are delivered later; by the thread that drives. */
    final void undelivered(int bytes) {
        undelivered += bytes;
    }

    private boolean runLater() {
        undelivered = 0;
        for (Runnable delivery = later.poll(); delivery != null; delivery = later.poll()) {
            if (!driver.deliver(delivery)) {
                return false;
            }
        }
        return true;
    }

    private void await(boolean reading) {
        ZmqSocket socket = socket();
        socket.aboutToWait();
        // What is to be read may have announced itself already, while nothing was.
        if (!ready.isEmpty() || reading != isReading() || hasNews()) {
            socket.stayAwake();
            return;
        }
        long patience = patienceMillis();
        if (!blocked.isEmpty() || !overfullLinks.isEmpty()) {
            patience = atMost(BLOCKED_MILLIS, patience);
        }
        long paused = pausedUntil - System.nanoTime();
        if (!reading && paused > 0) {
            patience = atMost(TimeUnit.NANOSECONDS.toMillis(paused) + 1, patience);
        }
        socket.await(patience);
    }

    private static long atMost(long millis, long patience) {
        return patience == 0 ? millis : Math.min(patience, millis);
    }

    /** Returns whether another thread has asked for something since the last look. */
    abstract boolean hasNews();

    @Override
    public final void closeSocket(@Nullable Throwable cause) {
        closed = true;
        ended(cause);
        socket().close((int) settings.linger().toMillis());
        TransportListener to = listener;
        if (cause != null && to != null) {
            to.failed(cause);
        }
    }

    /** Tells the peers that are left. */
    abstract void ended(@Nullable Throwable cause);

    /** A peer has sent something, and more than may wait; by the thread that drives. */
    final void tooMuchArrived(ZmqLink link) {
        overfullLinks.add(link);
        pausedUntil = System.nanoTime() + PAUSE_NANOS;
    }

    // For any thread.

    final void hasSomethingToSend(ZmqLink link) {
        if (link.listed.compareAndSet(false, true)) {
            ready.add(link);
        }
        wake();
    }

    final void wake() {
        ZmqSocket socket = opened;
        if (socket != null) {
            socket.wake();
        }
    }

    final void countOverfull() {
        overfull.incrementAndGet();
    }

    final void enoughHandled() {
        overfull.decrementAndGet();
        wake();
    }

    final void linkOpened() {
        openLinks.incrementAndGet();
    }

    /** The last link that is closed waits for the end, or its last message would be lost with the program's. */
    final void linkClosed() {
        if (openLinks.decrementAndGet() == 0 && (closed || !isServer())) {
            awaitEnd();
        }
    }

    final boolean hasOpenLinks() {
        return openLinks.get() > 0;
    }

    final void awaitEnd() {
        driver.awaitEnd(settings.linger().toNanos() + CLOSE_NANOS);
    }

    final boolean isClosed() {
        return closed;
    }

    final @Nullable TransportListener listener() {
        return listener;
    }

    @Override
    public final synchronized void start(TransportListener to) throws IOException {
        if (closed) {
            throw new IllegalStateException(expression + " is closed; open another transport");
        }
        if (listener != null) {
            throw new IllegalStateException(expression + " was started before; open another transport");
        }
        started(to);
        listener = to;
        wake();
    }

    /** Reports what is connected already. */
    abstract void started(TransportListener to);

    @Override
    public final String expression() {
        return expression;
    }

    final void expression(String known) {
        expression = known;
    }

    @Override
    public final void close() {
        closed = true;
        wake();
        stopped();
    }

    /** Waits until no more connections are taken, or until the end, where no link is left. */
    abstract void stopped();

    @Override
    public final String toString() {
        return expression;
    }
}
