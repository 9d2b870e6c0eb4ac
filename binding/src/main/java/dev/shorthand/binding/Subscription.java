package dev.shorthand.binding;

/** A handler that is connected to an incoming method, until this is closed. Safe for any thread. */
public interface Subscription extends AutoCloseable {
    /** Disconnects the handler; a call that it handles goes on. Doing it twice is harmless. */
    @Override
    void close();
}
