package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gathers the frames that go to one peer and writes them in as few writes as it can.
 *
 * <p>There is one buffer that gathers and one that is being written; they change places. Whoever appends a frame while nobody writes,
 * writes it at once on its own thread, so a single call pays for no hand-over. What others append meanwhile goes out together in the
 * next write. A thread of its own writes where the sender's would be held up, or where it would make many small writes of a burst:
 *
 * <ul>
 *   <li>over 32 KiB have been sent of which no reply has shown yet that the peer reads them: the write could block;
 *   <li>frames that nobody waits for follow one another closely;
 *   <li>others keep appending while the sender writes.
 * </ul>
 *
 * <p>Safe for any thread; all state is guarded by one lock, which is not held while writing.
 */
final class Outbound implements Runnable {
    // How soon a message is to be written, and by whom.

    /** Somebody waits for what this will bring: at once, by the sender, where possible. */
    static final int AWAITED = 0;

    /** Nobody waits: many may follow. */
    static final int ONE_WAY = 1;

    /** As {@link #ONE_WAY}; what answers the peer is counted by itself. */
    static final int REPLY = 2;

    /** By the writer's thread: the sender's must not be held up by a peer that does not read. */
    static final int LATER = 3;

    // As much fits into the buffers between two sockets, so that a write up to here does not block even if the peer
    // does not read.
    private static final int WINDOW = 32 << 10;

    // What has gathered up to here is still written by the reader itself, in one piece.
    private static final int READER_WRITES = 64 << 10;

    // Sends closer together than this, so many in a row, are a burst.
    private static final long BURST_GAP_NANOS = 30_000;
    private static final int BURST_SENDS = 8;

    // The writer's thread waits so long for more before it ends.
    private static final long WRITER_IDLE_NANOS = 5_000_000_000L;

    // Who is about to write a burst steps back so often at the most while frames keep coming.
    private static final int GATHER_ROUNDS = 32;

    // After others have had something leave with what the reader wrote, it gives them time for more in so many flushes.
    private static final int JOINED_FLUSHES = 8;

    private static final int INITIAL = 512;

    private final StreamLink link;
    private final StreamConnection connection;
    private final int maxQueued;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();

    private OutputBuffer gathering = new OutputBuffer(INITIAL);
    private OutputBuffer written = new OutputBuffer(INITIAL);

    // Whether some thread is writing; only that thread touches "written" and may call the link.
    private boolean writing;

    // Whether the writer's thread exists, and whether it waits for work.
    private boolean writerAlive;
    private boolean writerWaits;

    private boolean closed;
    private @Nullable IOException failure;

    // Bytes appended since the connection began, and those of them that a reply has shown to be read.
    private long appended;
    private volatile long confirmed;

    // Whether the thread that reads will flush before it waits for more: nobody else needs to be woken for what is not
    // awaited.
    private volatile boolean readerFlushes;

    // In how many of its next flushes the reader gives others time to join.
    private volatile int joined;

    // Bytes of replies among what has gathered.
    private volatile int replies;

    private long lastSendNanos;
    private int burst;

    Outbound(StreamLink link, StreamConnection connection) {
        this.link = link;
        this.connection = connection;
        this.maxQueued = connection.receiver.limits.maxQueued();
    }

    /**
     * Appends a message and sees to it that it is written.
     *
     * @param headers       what the message tells about itself, or null
     * @param call          what waits for its reply, or null
     * @param urgency       one of those above
     * @param byReader      whether this is the thread that reads, which writes once it has handled all that it received
     * @param deadlineNanos until when to wait for room, on {@link System#nanoTime}
     * @return where in the stream the message ends, for {@link #confirm}
     * @throws DeadlineException     if the peer did not read enough in time; nothing was appended
     * @throws DisconnectedException if the connection is gone
     */
    long send(
            Message message,
            @Nullable Map<String, @Nullable Object> headers,
            @Nullable PendingCall call,
            int urgency,
            boolean byReader,
            long deadlineNanos) {
        // Read without the lock: a little more than the bound may come in, and nobody waits with the lock held.
        if (!byReader && isFull()) {
            if (urgency != REPLY) {
                link.full(gathering.size());
            }
            awaitRoom(deadlineNanos);
        }
        long end;
        lock.lock();
        try {
            if (closed) {
                throw connection.gone(" is closed", failure);
            }
            append(message, headers, call, urgency == REPLY);
            end = appended;
            if ((byReader || (readerFlushes && urgency != AWAITED)) && gathering.size() < READER_WRITES) {
                joined = byReader ? joined : JOINED_FLUSHES;
                return end;
            }
            if (writing || leaveToWriter(urgency, byReader)) {
                return end;
            }
            swap();
        } finally {
            lock.unlock();
        }
        write();
        return end;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held; volatile is for those who read without it
    private void append(
            Message message,
            @Nullable Map<String, @Nullable Object> headers,
            @Nullable PendingCall call,
            boolean isReply) {
        int mark = gathering.size();
        try {
            connection.packer.pack(message, headers, gathering);
        } catch (RuntimeException | Error e) {
            gathering.truncate(mark);
            throw e;
        }
        int length = gathering.size() - mark;
        appended += length;
        if (call != null) {
            connection.pending.count(call, length);
        }
        if (isReply) {
            replies += length;
        }
    }

    /** Returns whether the writer's thread takes it, and wakes that. The lock is held. */
    private boolean leaveToWriter(int urgency, boolean byReader) {
        boolean toWriter = byReader || urgency == LATER || appended - confirmed > WINDOW;
        if (byReader || urgency != AWAITED) {
            toWriter |= inBurst();
        } else {
            burst = 0;
        }
        if (toWriter) {
            wakeWriter();
        }
        return toWriter;
    }

    private boolean inBurst() {
        long now = System.nanoTime();
        burst = now - lastSendNanos < BURST_GAP_NANOS ? burst + 1 : 0;
        lastSendNanos = now;
        return burst >= BURST_SENDS;
    }

    /**
     * Says that the thread that reads is about to handle replies, and flushes after that: those whose calls end will send the next ones, which leave in
     * that one write, without the writer's thread.
     */
    void readerWillFlush() {
        lock.lock();
        try {
            readerFlushes = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what a reader has gathered; called by the thread that reads, which must be relieved if this blocks.
     *
     * @param last whether it waits for more then; or has more to handle, with which the peer's next messages are to overlap
     */
    void flush(boolean last) {
        int flushes = joined;
        if (last && flushes > 0) {
            joined = flushes - 1;
            letGather();
        }
        lock.lock();
        try {
            readerFlushes = readerFlushes && !last;
            if (writing || closed || gathering.size() == 0) {
                return;
            }
            if (gathering.size() > READER_WRITES) {
                wakeWriter();
                return;
            }
            swap();
        } finally {
            lock.unlock();
        }
        write();
    }

    /** Returns whether {@link #flush} has something to do; asked without the lock, so what others add may be missed. */
    boolean needsFlush(boolean last) {
        return (last && readerFlushes) || gathering.size() > 0;
    }

    /** Notes that the peer has read all up to {@code end}. */
    void confirm(long end) {
        // Two threads can be here for a moment when reading changes hands; that the smaller one wins does no harm.
        if (end > confirmed) {
            confirmed = end;
        }
    }

    /**
     * Returns whether a reply can be appended without waiting; asked before a call is handled. What this side asks does not count, or two
     * peers that flood each other with calls would both stop answering.
     */
    boolean hasRoom() {
        return replies <= maxQueued / 2;
    }

    /** Waits until {@link #hasRoom}, or the connection is gone, or the time is up. */
    void awaitReplyRoom(long deadlineNanos) {
        lock.lock();
        try {
            long left = deadlineNanos - System.nanoTime();
            while (!closed && !hasRoom() && left > 0) {
                left = awaitRoomFor(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a change, so many nanoseconds at the most; returns how many are left, or {@code Long.MIN_VALUE} if interrupted. */
    @SuppressWarnings("WaitNotInLoop") // it is: in those that call this
    private long awaitRoomFor(long nanos) {
        try {
            return room.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Long.MIN_VALUE;
        }
    }

    /** Returns whether a sender has to wait for room; asked without the lock. */
    boolean isFull() {
        return gathering.size() > maxQueued;
    }

    /** Waits until less than the bound is queued. */
    private void awaitRoom(long deadlineNanos) {
        Blocking.aboutToWait(this);
        lock.lock();
        try {
            long left = deadlineNanos - System.nanoTime();
            while (!closed && isFull()) {
                if (left == Long.MIN_VALUE) {
                    throw new DisconnectedException(
                            "interrupted while " + gathering.size() + " bytes waited to be sent to " + link.peerName());
                }
                if (left <= 0) {
                    throw new DeadlineException(gathering.size() + " bytes wait to be sent to " + link.peerName()
                            + ", which does not read them; send less at once, or raise maxQueued, which is "
                            + maxQueued);
                }
                left = awaitRoomFor(left);
            }
        } finally {
            lock.unlock();
            Blocking.waited();
        }
    }

    /** Makes this thread the one that writes. The lock is held. */
    private void swap() {
        OutputBuffer full = gathering;
        gathering = written;
        written = full;
        writing = true;
        replies = 0;
    }

    /** Writes what was swapped out; what has gathered meanwhile too, once, or it is left to the writer's thread. */
    private void write() {
        if (writeOnce() && wrote(WINDOW) && writeOnce()) {
            wrote(0);
        }
    }

    private boolean writeOnce() {
        try {
            link.write(written.array(), 0, written.size());
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    /** Ends one write; returns whether this thread is to write what has gathered meanwhile, {@code more} bytes at the most. */
    private boolean wrote(int more) {
        lock.lock();
        try {
            written.clear();
            writing = false;
            room.signalAll();
            if (gathering.size() == 0 || closed) {
                return false;
            }
            if (gathering.size() > more) {
                // The writer's own thread finds it by itself.
                if (more >= 0) {
                    wakeWriter();
                }
                return false;
            }
            swap();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Starts or wakes the writer's thread. The lock is held. */
    private void wakeWriter() {
        if (!writerAlive) {
            writerAlive = true;
            connection.receiver.workers.execute(this);
        } else if (writerWaits) {
            writerWaits = false;
            work.signal();
        }
    }

    /** Writes, on the writer's thread. */
    @Override
    public void run() {
        while (claimWork()) {
            letGather();
            lock.lock();
            try {
                swap();
            } finally {
                lock.unlock();
            }
            if (!writeOnce()) {
                return;
            }
            wrote(Integer.MIN_VALUE);
        }
    }

    /** Waits until there is something to write, and makes this thread the one that writes; false ends the writer's thread. */
    private boolean claimWork() {
        lock.lock();
        try {
            long left = WRITER_IDLE_NANOS;
            while (!closed && left > 0 && (writing || gathering.size() == 0)) {
                writerWaits = true;
                left = work.awaitNanos(left);
                writerWaits = false;
            }
            writerAlive = !closed && !writing && gathering.size() > 0;
            writing |= writerAlive;
            return writerAlive;
        } catch (InterruptedException e) {
            writerAlive = false;
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Steps back while a burst goes on, so that more of it leaves in one write. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint only: without it frames leave in smaller writes, and all the same
    private void letGather() {
        int size = gathering.size();
        for (int i = 0; i < GATHER_ROUNDS && size < READER_WRITES; i++) {
            int before = size;
            Thread.yield();
            size = gathering.size();
            if (size == before) {
                return;
            }
        }
    }

    /** Waits until all is written, or the connection is gone, or the time is up; returns whether all was written. */
    boolean drain(long deadlineNanos) {
        flush(true);
        lock.lock();
        try {
            long left = deadlineNanos - System.nanoTime();
            while (!closed && (writing || gathering.size() > 0)) {
                if (left <= 0) {
                    return false;
                }
                left = awaitRoomFor(left);
            }
            return gathering.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    private void fail(IOException cause) {
        lock.lock();
        try {
            failure = cause;
            writing = false;
            writerAlive = false;
        } finally {
            lock.unlock();
        }
        connection.end(Connection.lost(cause), cause);
    }

    /** Takes no more frames; whoever waits for room is told. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
