package dev.shorthand.tck;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import dev.shorthand.tck.RequestContract.Answer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A request within the process, to try the contract with: {@code once:name}. With a {@link Fault} it breaks one rule, as a real one might. Confined to
 * one thread, but for the link, which is guarded by itself.
 */
final class MemoryRequest implements Transport {
    private final Fault fault;
    private final Expression expression;
    private final byte[] body;
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final Sender link = new Sender();
    private boolean started;
    private boolean closed;

    /** What a provider may get wrong. */
    enum Fault {
        NONE,
        LOSES_THE_END_OF_FULL_BUFFERS,
        CALLS_ITSELF_A_SERVER,
        LOSES_THE_END_OF_LONG_REPLIES,
        ANSWERS_NOTHING_WITHOUT_A_REPLY,
        FORGETS_ITS_PEERS_NAME,
        TELLS_THE_END_TWICE,
        JOINS_WHAT_IS_SENT,
        SENDS_AFTER_THE_ANSWER,
        FAILS_WHEN_CLOSED_TWICE,
        LEAVES_THE_SENDER_WAITING,
        STARTS_TWICE,
        READS_ANYTHING,
        IGNORES_OPTIONS,
        TAKES_ANY_LENGTH,
        LEAVES_A_THREAD
    }

    private MemoryRequest(Fault fault, Expression expression, byte[] body) {
        this.fault = fault;
        this.expression = expression;
        this.body = body;
    }

    static MemoryRequest open(String text, byte[] body, Fault fault) {
        Expression expression = Expression.parse(text);
        if (fault != Fault.IGNORES_OPTIONS) {
            expression.allowOptions();
        }
        if (expression.positional().isEmpty() && fault != Fault.READS_ANYTHING) {
            throw expression.error(0, "name missing", "write once:name");
        }
        return new MemoryRequest(fault, expression, body);
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    @Override
    public void start(TransportListener listener) {
        if (closed) {
            throw new IllegalStateException(expression() + " is closed");
        }
        if (started && fault != Fault.STARTS_TWICE) {
            throw new IllegalStateException(expression() + " was started before");
        }
        started = true;
        MessageReceiver receiver = listener.connected(link);
        int limit = expression.limits(Limits.defaults()).maxFrame();
        if (body.length > limit && fault != Fault.TAKES_ANY_LENGTH) {
            link.refusal = body.length + " bytes are over the limit of " + limit;
        } else {
            int lost = fault == Fault.LOSES_THE_END_OF_FULL_BUFFERS && body.length % 65_536 == 0 ? 1 : 0;
            receiver.received(body, 0, body.length - lost);
        }
        receiver.disconnected(null);
        if (fault == Fault.TELLS_THE_END_TWICE) {
            receiver.disconnected(null);
        }
    }

    @Override
    public String expression() {
        return expression.shorthand() + ":" + expression.positional();
    }

    @Override
    public boolean isServer() {
        return fault == Fault.CALLS_ITSELF_A_SERVER;
    }

    @Override
    public void close() {
        if (closed && fault == Fault.FAILS_WHEN_CLOSED_TWICE) {
            throw new IllegalStateException("closed already");
        }
        if (!closed && !started && fault != Fault.LEAVES_THE_SENDER_WAITING) {
            link.refusal = "it ends before it has read the request";
            link.close();
        }
        closed = true;
        if (fault == Fault.LEAVES_A_THREAD) {
            leaveAThread();
        }
    }

    private static void leaveAThread() {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "left behind");
        thread.setDaemon(true);
        thread.start();
    }

    /** Who has sent the request. */
    private final class Sender implements MessageLink {
        private byte @Nullable [] reply;
        private boolean ended;

        // Written by the test's thread, before the end is told.
        private volatile @Nullable String refusal;

        @Override
        public synchronized String peerName() {
            return ended && fault == Fault.FORGETS_ITS_PEERS_NAME ? "gone" : "sender";
        }

        @Override
        public synchronized void send(byte[] payload, int offset, int length) throws IOException {
            byte[] own = Arrays.copyOfRange(payload, offset, offset + length);
            if (ended && fault == Fault.SENDS_AFTER_THE_ANSWER) {
                answers.add(Answer.of(own));
            } else if (ended) {
                throw new IOException("it was answered");
            }
            reply = reply != null && fault == Fault.JOINS_WHAT_IS_SENT ? joined(reply, own) : own;
        }

        @Override
        public synchronized void close() {
            if (ended) {
                return;
            }
            ended = true;
            String why = refusal;
            if (why != null) {
                answers.add(Answer.refused(why));
            } else if (reply != null) {
                int lost = fault == Fault.LOSES_THE_END_OF_LONG_REPLIES && reply.length > 65_536 ? 1 : 0;
                answers.add(Answer.of(Arrays.copyOf(reply, reply.length - lost)));
            } else if (fault != Fault.ANSWERS_NOTHING_WITHOUT_A_REPLY) {
                answers.add(Answer.of(new byte[0]));
            }
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
