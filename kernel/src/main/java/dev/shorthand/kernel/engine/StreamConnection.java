package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection over a stream of bytes. One thread at a time reads it, cuts it into payloads, and handles what they are.
 *
 * <p>Reading is a turn that passes from thread to thread. One word says who has it: a number that grows, and whether its holder is busy with a
 * message, and so leaves the buffer alone. A holder that is about to wait, or that the {@link Clock} finds busy with the same message at two looks, loses
 * its turn to another thread, and finds that out when it comes back. So a handler may call back over its own connection and wait, and a
 * thread stuck in a write keeps nobody from reading.
 *
 * <p>Where calls are made one close behind the other, the holder lends the turn: nobody has it, and each caller takes it for as long as it waits, and reads its own
 * reply, which no thread then has to hand to another. A caller handles nothing else: with whatever else it finds, it gives the turn to a thread of the endpoint. So does the clock
 * when no caller has taken it between two looks.
 *
 * <p>What arrives is confined to whoever has the turn; sending is safe for any thread.
 */
public final class StreamConnection extends Connection {
    // Thousands of connections may be idle: the buffer is small until a read fills it, and then as large as reads are
    // worth.
    private static final int INITIAL = 1 << 10;
    private static final int READ = 16 << 10;
    private static final int LARGEST_KEPT = 1 << 20;
    private static final int LIGHT_READS = 16;

    // A caller with so many calls in flight does not wait for the next one: the writer's thread sends several in one
    // write.
    private static final int PIPELINED = 8;

    // After an error that ends the connection, the peer gets so long to read the last words.
    private static final long LINGER_NANOS = 1_000_000_000;

    // What so many messages have set off is written before the next ones are handled, so that the other side works
    // meanwhile and the two do not take turns.
    private static final int FLUSH_EVERY = 24;

    // After so many messages in one piece more is likely to come at once, and is looked for a little before the thread
    // blocks: falling asleep and being woken takes longer than handling them.
    private static final int BURST = 8;
    private static final long BURST_WAIT_NANOS = 100_000;

    // The turn is lent after so many replies in a row that callers waited for; twice as many, up to a bound, each
    // time that no more callers than that have taken it.
    private static final int FEW = 3;
    private static final int MANY = FEW << 8;

    // Calls that are further apart than this on average gain nothing by it. A caller reads so long at most.
    private static final int LENT_MILLIS = 1;

    // The lowest bits of the word; a number is above them.
    private static final long BUSY = 1;
    private static final long LENT = 2;
    private static final long ONE = 4;

    private final StreamLink link;
    private final Outbound out;

    /** Packs for {@link #out}, and unpacks for the holder of the turn. */
    final Packer packer;

    private final Framing framing;

    // The bytes received and not yet handled; confined to the holder of the turn.
    private byte[] in = new byte[INITIAL];
    private int start;
    private int end;
    private int lastRead;
    private int lightReads;
    private boolean framed;

    // The turn: a number in the upper bits, BUSY or LENT in the lowest.
    private final AtomicLong word = new AtomicLong();
    private volatile @Nullable Turn holder;
    private long lastLook;

    // Whether to lend; confined to whoever has the turn. How many replies came in a row, since when, and how many there
    // are to be; and how many callers have read since the turn was lent, or -1 while it is not.
    private int inRow;
    private long sinceNanos;
    private int needed = FEW;
    private int taken = -1;

    // What a caller found that is not for it, or what kept it from reading.
    private @Nullable Message left;
    private @Nullable Throwable failure;

    /**
     * Takes over a link; nothing is read before {@link #start}.
     *
     * @param link     the open link
     * @param receiver what stands behind the connections of the endpoint
     */
    public StreamConnection(StreamLink link, Receiver receiver) {
        super(link, receiver);
        this.link = link;
        this.packer = new Packer(this, true);
        this.framing = codec.newFraming();
        this.out = new Outbound(link, this);
    }

    /** Begins to read, on a worker's thread. */
    public void start() {
        receiver.clock.watch(this);
        receiver.workers.execute(new Turn(0));
    }

    @Override
    void send(Message message, @Nullable PendingCall call, int urgency, long deadlineNanos) {
        boolean pipelined = urgency == Outbound.ONE_WAY && call != null && pending.size() > PIPELINED;
        var headers = urgency == Outbound.REPLY ? null : receiver.headers(deadlineNanos);
        if (call != null) {
            call.awaited = urgency == Outbound.AWAITED;
            if (!call.awaited) {
                recall();
            }
        }
        long sent =
                out.send(message, headers, call, pipelined ? Outbound.LATER : urgency, myTurn() != null, deadlineNanos);
        if (call != null) {
            call.sentUpTo = sent;
        }
    }

    /** Returns the turn of this thread; null if it is not the one that reads. */
    private @Nullable Turn myTurn() {
        Turn current = holder;
        return current != null && current.thread == Thread.currentThread() ? current : null;
    }

    @Override
    void beginHandling(@Nullable PendingCall answered) {
        if (answered != null) {
            out.confirm(answered.sentUpTo);
        }
        Turn reading = myTurn();
        if (reading != null) {
            inRow = answered != null && answered.awaited ? inRow + 1 : 0;
            if (inRow == 1) {
                sinceNanos = System.nanoTime();
            }
            busy(reading);
        }
    }

    @Override
    public boolean isFull() {
        return out.isFull();
    }

    @Override
    boolean mayHandleHere() {
        return super.mayHandleHere() && out.hasRoom();
    }

    @Override
    void awaitReplyRoom(long deadlineNanos) {
        out.awaitReplyRoom(deadlineNanos);
    }

    @Override
    void stopSending() {
        out.close();
    }

    @Override
    public void finish(long deadlineNanos) {
        recall();
        out.drain(deadlineNanos);
        link.finish();
    }

    @Override
    boolean look() {
        long now = word.get();
        if ((now & (BUSY | LENT)) == 0) {
            return false;
        }
        Turn busy = holder;
        if (now == lastLook && busy != null) {
            relieveBusy(busy, now);
        } else if (now == lastLook) {
            recall();
        }
        lastLook = now;
        return true;
    }

    /**
     * Relieves a holder that is busy with the same thing for too long. It may be a handler that blocks: the calls behind it wait for it, as they are
     * handled in order, and they do so from before another thread can read the next one.
     */
    private void relieveBusy(Turn busy, long now) {
        CountDownLatch held = new CountDownLatch(1);
        holdCallsUntil(held);
        if (relieve(now)) {
            busy.whenOver(held);
        } else {
            held.countDown();
        }
    }

    /** Gives the turn that {@code before} stands for to another thread; false if it has changed meanwhile. */
    private boolean relieve(long before) {
        long next = (before & -ONE) + ONE;
        if (!word.compareAndSet(before, next)) {
            return false;
        }
        if (isOpen()) {
            receiver.workers.execute(new Turn(next));
        }
        return true;
    }

    /** Takes back the turn, if it is lent: a reply may come that no caller reads. */
    private void recall() {
        long now = word.get();
        if ((now & LENT) != 0) {
            relieve(now);
        }
    }

    @Override
    void readFor(PendingCall call) {
        long lent = word.get();
        long mine = (lent & -ONE) + ONE;
        if ((lent & LENT) == 0 || !word.compareAndSet(lent, mine)) {
            return;
        }
        boolean clean = false;
        try {
            clean = readReply(call);
        } catch (Throwable e) {
            failure = e;
        } finally {
            taken++;
            if (clean && pending.size() == 0) {
                lend(mine);
            } else {
                relieve(mine);
            }
        }
    }

    private void lend(long mine) {
        word.set(mine | LENT);
        receiver.clock.tick();
        // Who has just added a call looks at the word after that: one of us sees the other, and the reply is read.
        if (pending.size() > 0) {
            recall();
        }
    }

    /** One thread's turn at reading. Confined to that thread, but for {@link #whenOver}. */
    private final class Turn implements Runnable {
        // Guarded by this: what holds back calls until this thread has come back from its handler.
        private @Nullable CountDownLatch held;
        private boolean over;
        private volatile @Nullable Thread thread;

        // The word as this thread has set it last; the turn is lost when the connection's differs.
        private long last;

        // Messages handled since the last read.
        private int handled;

        Turn(long word) {
            this.last = word;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            holder = this;
            Blocking outer = Blocking.enter(new Blocking(this::giveAway, null));
            try {
                readInTurn(this);
            } finally {
                Blocking.exit(outer);
                over();
            }
        }

        private void giveAway() {
            out.flush(true);
            relieve(last);
            // Those who were held back for this thread need not be: it waits, and what it waits for may be one of them.
            over();
        }

        private synchronized void over() {
            over = true;
            if (held != null) {
                held.countDown();
            }
        }

        synchronized void whenOver(CountDownLatch latch) {
            held = latch;
            if (over) {
                latch.countDown();
            }
        }
    }

    // What follows is confined to the holder of the turn.

    private void readInTurn(Turn turn) {
        try {
            read(turn);
        } catch (FramingException e) {
            lastWords(e);
        } catch (IOException e) {
            end(lost(e), e);
        } catch (Throwable e) {
            LOG.error("reading from {} failed, which is a fault of Shorthand or a plugin", peerName(), e);
            end("reading failed: " + e, e);
        }
    }

    private void read(Turn turn) throws Throwable {
        if (failure != null) {
            throw failure;
        }
        if (taken >= 0) {
            needed = taken > needed ? FEW : Math.min(needed * 2, MANY);
            taken = -1;
        }
        Message first = left;
        left = null;
        boolean mine = first == null || handle(turn, first);
        while (mine && handleReceived(turn) && flush(turn, true)) {
            if (inRow >= needed && isWorthLending()) {
                holder = null;
                taken = 0;
                lend(turn.last + ONE);
                return;
            }
            int count = receive(turn);
            if (count < 0) {
                awaitAnswers(lost(null));
                out.drain(System.nanoTime() + LINGER_NANOS);
                end(lost(null), null);
                return;
            }
            end += count;
            if (pending.size() > PIPELINED) {
                out.readerWillFlush();
            }
        }
        // The turn was lost in a handler: what it gathered since is this thread's to write.
        out.flush(true);
    }

    private boolean isWorthLending() {
        inRow = 0;
        return link.readsForAWhile()
                && start == end
                && pending.size() == 0
                && System.nanoTime() - sinceNanos < needed * (LENT_MILLIS * 1_000_000L);
    }

    /** Reads until a call has ended; returns whether there is nothing left to see to. */
    @SuppressWarnings("ThreadPriorityCheck") // a hint only: without it the thread sleeps at once
    private boolean readReply(PendingCall call) throws IOException {
        // Whoever is interrupted gives up the call, which is not done here.
        while (!call.isDone() && !Thread.currentThread().isInterrupted()) {
            if (framing.split(in, start, end)) {
                Message message = next();
                if (message != null && !isReplyTo(call.id, message)) {
                    left = message;
                    return false;
                }
                if (message != null) {
                    accept(message, packer.headers(), 0);
                }
            } else {
                makeRoom();
                // The other side's turn on a busy processor; it often has answered then.
                Thread.yield();
                int count = link.read(in, end, in.length - end, LENT_MILLIS);
                if (count <= 0) {
                    return false;
                }
                end += count;
            }
        }
        return start == end;
    }

    private static boolean isReplyTo(Id id, Message message) {
        return message instanceof Reply reply
                ? reply.id().equals(id)
                : message instanceof ErrorReply error && error.id().equals(id);
    }

    /** Handles the whole frames in the buffer; returns false if the turn was lost. */
    private boolean handleReceived(Turn turn) throws FramingException {
        turn.handled = 0;
        while (framing.split(in, start, end)) {
            Message message = next();
            if (message != null && !handle(turn, message)) {
                return false;
            }
            turn.handled++;
            if (turn.handled % FLUSH_EVERY == 0 && !flush(turn, false)) {
                return false;
            }
        }
        return true;
    }

    /** Takes the frame that was found; returns null where it is empty, or a header. */
    private @Nullable Message next() {
        int from = framing.payloadStart();
        int length = framing.payloadEnd() - from;
        start = framing.frameEnd();
        if (length == 0) {
            return null;
        }
        if (!framed) {
            framed = true;
            link.framed();
        }
        return packer.unpack(in, from, length);
    }

    private boolean handle(Turn turn, Message message) {
        // The frame that was found last is still the message's.
        accept(message, packer.headers(), framing.payloadEnd() - framing.payloadStart());
        return done(turn);
    }

    /** Writes what the handlers have sent; returns false if the turn was lost. */
    private boolean flush(Turn turn, boolean last) {
        if (!out.needsFlush(last)) {
            return true;
        }
        busy(turn);
        out.flush(last);
        return done(turn);
    }

    private void makeRoom() {
        if (end == in.length && (start == 0 || end < READ)) {
            int larger = (int) Math.min(Math.max(READ, end * 2L), Integer.MAX_VALUE - 16L);
            moveTo(new byte[larger]);
        } else if (start == end) {
            start = 0;
            end = 0;
            giveBackLargeBuffer();
        } else if (end == in.length) {
            moveTo(in);
        }
    }

    @SuppressWarnings(
            "ThreadPriorityCheck") // hints only: without them the thread sleeps at once, or keeps others from the
    // processor
    private int receive(Turn turn) throws IOException {
        makeRoom();
        if (turn.handled > BURST) {
            long until = System.nanoTime() + BURST_WAIT_NANOS;
            while (!link.isReadable() && System.nanoTime() < until) {
                Thread.yield();
            }
        } else if (!link.readsForAWhile() && !link.isReadable()) {
            // On a busy processor the others' turn is what brings the next bytes; whoever finds them then has not
            // been put to sleep and woken.
            Thread.yield();
        }
        lastRead = link.read(in, end, in.length - end);
        return lastRead;
    }

    private void moveTo(byte[] buffer) {
        System.arraycopy(in, start, buffer, 0, end - start);
        in = buffer;
        end -= start;
        start = 0;
    }

    /** A buffer that grew for a large frame is kept as long as such frames come. */
    private void giveBackLargeBuffer() {
        lightReads = in.length > LARGEST_KEPT && lastRead < in.length / 8 ? lightReads + 1 : 0;
        if (lightReads == LIGHT_READS) {
            in = new byte[INITIAL];
            lightReads = 0;
        }
    }

    private void busy(Turn turn) {
        long next = (turn.last | BUSY) + ONE;
        // Fails where the turn was lost already; then done() finds that out.
        if (word.compareAndSet(turn.last, next)) {
            turn.last = next;
            receiver.clock.tick();
        }
    }

    /** Goes back to reading; returns false if the turn was lost. */
    private boolean done(Turn turn) {
        long before = turn.last;
        long free = before & ~BUSY;
        turn.last = free;
        return before == free ? word.get() == before : word.compareAndSet(before, free);
    }

    /** Tells the peer why the stream cannot be read any more, and closes it once it has had time to read that. */
    private void lastWords(FramingException why) {
        if (receiver.logs(this, why)) {
            LOG.warn("the stream from {} cannot be read any further: {}", peerName(), why.getMessage());
        }
        int code = why.overLimit() ? ErrorCodes.INVALID_REQUEST : ErrorCodes.PARSE_ERROR;
        try {
            reply(new ErrorReply(Id.NULL, code, why.getMessage(), null));
            finish(System.nanoTime() + LINGER_NANOS);
            closeLinkAfter(LINGER_NANOS);
            // What is on its way is read and dropped: closing with unread bytes would take the last words back.
            int dropped = 0;
            while (dropped >= 0) {
                dropped = link.read(in, 0, in.length);
            }
        } catch (IOException e) {
            LOG.debug("{} did not wait for the reason", peerName(), e);
        }
        end(why.getMessage(), why);
    }
}
