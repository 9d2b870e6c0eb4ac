package dev.shorthand.transport.net;

import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.tck.LineCodec;

/** What {@link StdioProcessTest} starts as a process of its own: it serves its parent until its input ends. */
final class StdioChild {
    private StdioChild() {}

    public static void main(String[] arguments) throws Exception {
        Dispatcher dispatcher = new Dispatcher()
                .add("echo", (params, caller) -> params.value(0))
                .add("path", (params, caller) -> Stdio.class.getModule().isNamed() ? "module" : "class")
                .add("print", (params, caller) -> {
                    System.out.println("printed: " + params.value(0));
                    return caller.peerName();
                })
                .add(
                        "ask_me",
                        (params, caller) -> caller.peer().orElseThrow().call("ask", Params.positional(params.value(0))))
                .add("die", (params, caller) -> {
                    Runtime.getRuntime().halt(3);
                    return null;
                });
        try (Endpoint endpoint = Endpoint.builder()
                .codec(LineCodec.create())
                .transport("stdio:")
                .dispatcher(dispatcher)
                .open()) {
            endpoint.awaitEnd();
        }
        System.err.println("ended");
    }
}
