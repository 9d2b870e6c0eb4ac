package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection over a transport that carries whole payloads. The transport's thread delivers them, and completes the calls that wait for a reply; the
 * calls of the peer are handled on a thread of the endpoint, in order, as the transport's thread may be needed for the reply that a handler waits for;
 * but by the thread that delivers them where the link says that it can be spared ({@link MessageLink#mayHandleHere}).
 *
 * <p>Sending is safe for any thread: one lock guards the encoder and its buffer.
 */
public final class MessageConnection extends Connection implements MessageReceiver {
    private final MessageLink link;
    private final Packer packer;
    private final ReentrantLock lock = new ReentrantLock();
    private final OutputBuffer buffer = new OutputBuffer(4 << 10);

    /**
     * Takes over a link.
     *
     * @param link     the open link
     * @param receiver what stands behind the connections of the endpoint
     */
    public MessageConnection(MessageLink link, Receiver receiver) {
        super(link, receiver);
        this.link = link;
        this.packer = new Packer(this, link.isFramed());
        receiver.clock.watch(this);
    }

    @Override
    void send(Message message, @Nullable PendingCall call, int urgency, long deadlineNanos) {
        link.awaitRoom(urgency == Outbound.REPLY, deadlineNanos);
        var headers = receiver.headers(deadlineNanos);
        lock.lock();
        try {
            buffer.clear();
            packer.pack(message, headers, buffer);
            if (call != null) {
                pending.count(call, buffer.size());
            }
            if (!isOpen()) {
                throw gone(" is closed", null);
            }
            if (packer.headerLength() == 0 || link.isFramed()) {
                link.send(buffer.array(), 0, buffer.size());
            } else {
                link.send(buffer.array(), 0, packer.headerLength(), buffer.size());
            }
        } catch (IOException e) {
            end(lost(e), e);
            throw gone(" was lost: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean received(byte[] payload, int offset, int length) {
        return link.isFramed()
                ? receivedFrames(payload, offset, offset + length)
                : receivedOne(payload, offset, length);
    }

    /** Takes whole frames; what is none at the end is an error of these bytes alone, as the next ones begin anew. */
    private boolean receivedFrames(byte[] frames, int offset, int limit) {
        Framing framing = codec.newFraming();
        int start = offset;
        boolean answered = false;
        String problem = null;
        try {
            while (start < limit && framing.split(frames, start, limit)) {
                int from = framing.payloadStart();
                if (framing.payloadEnd() > from) {
                    answered |= receivedOne(frames, from, framing.payloadEnd() - from);
                }
                start = framing.frameEnd();
            }
            if (start < limit) {
                problem = "the last " + (limit - start) + " of " + (limit - offset)
                        + " bytes are no whole message; end each as the codec does, and send it as a whole";
            }
        } catch (FramingException e) {
            problem = e.getMessage();
        }
        if (problem != null) {
            accept(Malformed.unparsable(problem), Map.of(), limit - start);
        }
        return answered || problem != null;
    }

    private boolean receivedOne(byte[] payload, int offset, int length) {
        Message message = packer.unpack(payload, offset, length);
        if (message == null) {
            return false;
        }
        accept(message, packer.headers(), length);
        return Packer.awaitsAnswer(message);
    }

    @Override
    public boolean isFull() {
        return link.isFull();
    }

    @Override
    boolean mayHandleHere() {
        return link.mayHandleHere() && super.mayHandleHere();
    }

    @Override
    public void disconnected(@Nullable Throwable cause) {
        if (cause == null && link.takesReplies()) {
            endWhenAnswered();
        } else {
            end(lost(cause), cause);
        }
    }
}
