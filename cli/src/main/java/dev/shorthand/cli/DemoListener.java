package dev.shorthand.cli;

import org.jspecify.annotations.Nullable;

/** What the demonstration's server calls on its clients. */
interface DemoListener {
    void said(@Nullable Object text, @Nullable Object user);

    void notified(@Nullable Object text, @Nullable Object origin);

    String ask(String question);

    void asked(@Nullable Object answer);
}
