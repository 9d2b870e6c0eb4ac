package dev.shorthand.kernel;

import java.util.List;

/**
 * Several messages sent as one (JSON-RPC 2.0, section 6). Its calls are answered by one batch of
 * replies, in the order of the calls.
 *
 * @param messages at least one; none is itself a batch
 */
public record Batch(List<Message> messages) implements Message {
    /** Copies the list and checks it. */
    public Batch {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one message (JSON-RPC 2.0, section 6)");
        }
        for (Message message : messages) {
            if (message instanceof Batch) {
                throw new IllegalArgumentException("a batch stands in a batch; send them one after the other");
            }
        }
    }
}
