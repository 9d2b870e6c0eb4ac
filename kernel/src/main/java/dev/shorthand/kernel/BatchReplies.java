package dev.shorthand.kernel;

import dev.shorthand.kernel.engine.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Gathers the replies to a batch in the order of its calls, and gives them on when the last has come. Safe for any thread.
 */
final class BatchReplies {
    private final AtomicReferenceArray<@Nullable Message> replies;
    private final AtomicInteger missing;
    private final Consumer<Batch> whenAll;

    BatchReplies(int size, Consumer<Batch> whenAll) {
        this.replies = new AtomicReferenceArray<>(size);
        this.missing = new AtomicInteger(size);
        this.whenAll = whenAll;
    }

    /** Takes the reply to one item, or null where none is due. */
    void set(int index, @Nullable Message reply) {
        replies.set(index, reply);
        if (missing.decrementAndGet() > 0) {
            return;
        }
        List<Message> due = new ArrayList<>();
        for (int i = 0; i < replies.length(); i++) {
            Message message = replies.get(i);
            if (message != null) {
                due.add(message);
            }
        }
        // A batch of notifications is not answered, not even by an empty batch (JSON-RPC 2.0, section 6).
        if (!due.isEmpty()) {
            whenAll.accept(new Batch(due));
        }
    }
}
