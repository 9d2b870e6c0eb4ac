package dev.shorthand.kernel.engine;

/** How soon a message is to be written, and by whom. */
enum Urgency {
    /** Somebody waits for what this will bring: at once, by the sender, where possible. */
    AWAITED,
    /** Nobody waits: many may follow. */
    ONE_WAY,
    /** By the thread that reads, which writes once it has handled all that it received. */
    GATHER,
    /** By the writer's thread: the sender's must not be held up by a peer that does not read. */
    LATER
}
