package dev.shorthand.cli;

import dev.shorthand.binding.Named;
import dev.shorthand.binding.Request;
import dev.shorthand.kernel.Caller;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What {@code serve} and {@code demo} serve: a method for everything that a call can do. */
interface DemoApi {
    /** Gives back any value. */
    @Nullable
    Object echo(@Nullable Object value);

    Number add(Number a, Number b);

    Number subtract(Number minuend, Number subtrahend);

    /** Returns null. */
    @Request
    void nothing();

    /** Fails with a message. */
    @Request
    void fail(String message);

    /** Fails with a message and data. */
    @Request
    @Named("fail_data")
    void failWithData(String message, @Nullable Object data);

    /** Fails with a code of its own. */
    @Request
    @Named("fail_code")
    void failWithCode();

    /** Returns the name by which the server knows the caller. */
    String whoami(Caller caller);

    /** Replies after a while, and holds up nobody meanwhile. */
    CompletionStage<@Nullable Void> sleep(double seconds);

    Number sum(List<Number> values);

    /** Returns so many bytes. */
    byte[] blob(int size);

    /** Writes a line to the server's log. */
    void log(String text, Caller caller);

    /** Has a text remembered. */
    void note(String text);

    /** Returns the texts remembered. */
    @Named("notes_taken")
    List<String> notesTaken();

    /** Is answered by {@link DemoListener#said}. */
    void say(String text, Caller caller);

    /** Tells all who are connected, by {@link DemoListener#notified}. */
    @Named("notify_all")
    CompletionStage<@Nullable Void> tellAll(String text, Caller caller);

    /** Asks the caller by {@link DemoListener#ask}, and tells it what it answered by {@link DemoListener#asked}. */
    @Named("ask_me")
    CompletionStage<@Nullable Void> askMe(String question, Caller caller);
}
