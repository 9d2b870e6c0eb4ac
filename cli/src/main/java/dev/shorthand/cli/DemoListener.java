package dev.shorthand.cli;

import org.jspecify.annotations.Nullable;

/** What the demonstration's server calls on its clients. */
interface DemoListener {
    void said(String text, String user);

    void notified(String text, String origin);

    String ask(String question);

    void asked(@Nullable Object answer);
}
