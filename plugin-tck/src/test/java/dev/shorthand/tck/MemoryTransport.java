package dev.shorthand.tck;

import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A transport within the process, to try the contract with: {@code memserv:name}, {@code mem:name}. With a {@link Fault} it breaks one
 * rule, as a real one might.
 */
final class MemoryTransport implements Transport {
    private static final Map<String, MemoryTransport> SERVERS = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Fault fault;
    private final String expression;
    private final String name;
    private final boolean server;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable TransportListener listener;

    /** What a provider may get wrong. */
    enum Fault {
        NONE,
        REPORTS_NOTHING,
        KEEPS_THE_PORT_UNKNOWN,
        LOSES_THE_END_OF_FULL_BUFFERS,
        NAMES_ALL_PEERS_ALIKE,
        CLOSES_ON_ONE_SIDE_ALONE,
        LOSES_WHAT_WAS_WRITTEN_LAST,
        FAILS_WHEN_CLOSED_TWICE,
        LEAVES_READERS_WAITING,
        STARTS_TWICE,
        READS_ANYTHING,
        IGNORES_OPTIONS,
        LEAVES_A_THREAD,
        MIXES_CLIENTS,
        ACCEPTS_AFTER_CLOSE,
        FINISHES_BOTH_WAYS,
        LOSES_A_BYTE_AFTER_WAITING_IN_VAIN
    }

    private MemoryTransport(Fault fault, String expression, String name, boolean server) {
        this.fault = fault;
        this.expression = expression;
        this.name = name;
        this.server = server;
    }

    static Transport open(String text, Fault fault) throws IOException {
        Expression expression = Expression.parse(text);
        if (fault != Fault.IGNORES_OPTIONS) {
            expression.allowOptions();
        }
        String name = expression.positional();
        if (name.isEmpty() && fault != Fault.READS_ANYTHING) {
            throw expression.error(0, "name missing", "write " + expression.shorthand() + ":name");
        }
        boolean server = expression.shorthand().equals("memserv");
        if (server) {
            String free = name.replaceFirst(":0$", ":" + (1_000 + NUMBERS.incrementAndGet()));
            String shown = fault == Fault.KEEPS_THE_PORT_UNKNOWN ? "memserv:" + free + ":0" : "memserv:" + free;
            MemoryTransport transport = new MemoryTransport(fault, shown, shown.substring(8), true);
            SERVERS.put(transport.name, transport);
            return transport;
        }
        if (!SERVERS.containsKey(name) && fault != Fault.READS_ANYTHING) {
            throw new IOException("nobody serves " + name);
        }
        return new MemoryTransport(fault, "mem:" + name, name, false);
    }

    @Override
    public void start(TransportListener to) throws IOException {
        if (closed) {
            throw new IllegalStateException(expression + " is closed");
        }
        if (started.getAndSet(true) && fault != Fault.STARTS_TWICE) {
            throw new IllegalStateException(expression + " was started before");
        }
        if (server) {
            listener = to;
            return;
        }
        MemoryTransport other = SERVERS.get(name);
        TransportListener listening = other == null ? null : other.listener;
        if (other == null || listening == null) {
            throw new IOException("nobody serves " + name);
        }
        if (fault == Fault.REPORTS_NOTHING) {
            return;
        }
        connect(listening, to);
    }

    private void connect(TransportListener atServer, TransportListener atClient) {
        MemoryTransport other = SERVERS.get(name);
        Pipe there = other != null && fault == Fault.MIXES_CLIENTS ? other.shared : new Pipe(fault);
        Pipe back = new Pipe(fault);
        String peer = fault == Fault.NAMES_ALL_PEERS_ALIKE ? "client" : "client-" + NUMBERS.incrementAndGet();
        atServer.connected(new MemoryLink(peer, there, back, fault));
        atClient.connected(new MemoryLink(name, back, there, fault));
    }

    // Into which all clients write, where they are mixed.
    private final Pipe shared = new Pipe(Fault.NONE);

    @Override
    public String expression() {
        return expression;
    }

    @Override
    public boolean isServer() {
        return server;
    }

    @Override
    public void close() {
        if (closed && fault == Fault.FAILS_WHEN_CLOSED_TWICE) {
            throw new IllegalStateException("closed already");
        }
        closed = true;
        if (server && fault != Fault.ACCEPTS_AFTER_CLOSE) {
            SERVERS.remove(name);
        }
        if (fault == Fault.LEAVES_A_THREAD) {
            BlockingQueue<String> never = new LinkedBlockingQueue<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            never.take();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "left behind");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** One direction. An empty array is the end. */
    private static final class Pipe {
        private static final byte[] END = {};

        final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
        private final CountDownLatch cut = new CountDownLatch(1);
        private final Fault fault;

        Pipe(Fault fault) {
            this.fault = fault;
        }

        void write(byte[] buffer, int offset, int length) {
            int kept = fault == Fault.LOSES_THE_END_OF_FULL_BUFFERS && length % 65_536 == 0 ? length - 1 : length;
            chunks.add(Arrays.copyOfRange(buffer, offset, offset + kept));
        }

        /** Takes the next chunk; with the fault a large one is on its way for a second, and is lost when the sender closes meanwhile. */
        byte[] take() throws InterruptedException {
            byte[] chunk = chunks.take();
            boolean lost = fault == Fault.LOSES_WHAT_WAS_WRITTEN_LAST
                    && chunk.length >= 10_000
                    && cut.await(1, TimeUnit.SECONDS);
            return lost ? END : chunk;
        }

        void end(boolean byClosing) {
            if (byClosing) {
                cut.countDown();
            }
            chunks.add(END);
        }
    }

    /** One side of a connection. */
    private static final class MemoryLink implements StreamLink {
        private final String peerName;
        private final Pipe in;
        private final Pipe out;
        private final Fault fault;
        private final AtomicBoolean closed = new AtomicBoolean();
        private byte[] chunk = {};
        private int read;
        private boolean waitedInVain;

        MemoryLink(String peerName, Pipe in, Pipe out, Fault fault) {
            this.peerName = peerName;
            this.in = in;
            this.out = out;
            this.fault = fault;
        }

        @Override
        public String peerName() {
            return peerName;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (read == chunk.length) {
                try {
                    chunk = in.take();
                } catch (InterruptedException e) {
                    throw new IOException("interrupted", e);
                }
                read = 0;
            }
            return copy(buffer, offset, length);
        }

        private int copy(byte[] buffer, int offset, int length) {
            if (chunk.length == 0) {
                in.chunks.add(Pipe.END);
                return -1;
            }
            int count = Math.min(length, chunk.length - read);
            System.arraycopy(chunk, read, buffer, offset, count);
            read += count;
            return count;
        }

        @Override
        public boolean readsForAWhile() {
            return true;
        }

        @Override
        public int read(byte[] buffer, int offset, int length, int millis) throws IOException {
            if (read == chunk.length) {
                byte @Nullable [] next = nextWithin(millis);
                if (next == null) {
                    return 0;
                }
                chunk = next;
                read = fault == Fault.LOSES_A_BYTE_AFTER_WAITING_IN_VAIN && waitedInVain
                        ? Math.min(1, chunk.length)
                        : 0;
                waitedInVain = false;
            }
            return copy(buffer, offset, length);
        }

        private byte @Nullable [] nextWithin(int millis) {
            try {
                byte[] next = in.chunks.poll(millis, TimeUnit.MILLISECONDS);
                waitedInVain |= next == null;
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            if (closed.get()) {
                throw new IOException("closed");
            }
            out.write(buffer, offset, length);
        }

        @Override
        public void finish() {
            out.end(false);
            if (fault == Fault.FINISHES_BOTH_WAYS) {
                in.end(false);
            }
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            if (fault != Fault.CLOSES_ON_ONE_SIDE_ALONE) {
                out.end(true);
            }
            if (fault != Fault.LEAVES_READERS_WAITING) {
                in.chunks.add(Pipe.END);
            }
        }
    }
}
