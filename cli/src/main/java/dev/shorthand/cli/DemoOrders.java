package dev.shorthand.cli;

import dev.shorthand.binding.Incoming;
import dev.shorthand.binding.Outgoing;

/** The demonstration's two-way contract, as a guest sees it; the kitchen, which is the server, has it inverted. */
interface DemoOrders {
    @Outgoing
    String order(String dish);

    @Incoming
    void ready(String dish);
}
