package dev.shorthand.cli;

import dev.shorthand.binding.Incoming;
import dev.shorthand.binding.Outgoing;
import dev.shorthand.kernel.Caller;
import java.util.List;

/** The contract of {@code demo chat}, as the chat has it: what people type, and what they read. */
interface DemoChat {
    /** Says something to everybody, the one who says it too. */
    @Incoming
    void say(String text, Caller caller);

    /** Returns who is here. */
    @Incoming
    List<String> who();

    /** Leaves the chat; at its own console it ends the chat. */
    @Incoming
    void quit(Caller caller);

    @Outgoing
    void echo(String from, String text);
}
