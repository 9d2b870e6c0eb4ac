package dev.shorthand.transport.net;

import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.tck.LineCodec;
import java.time.Duration;

/** What {@link StdioProcessTest} starts as a process of its own: it serves its parent until its input ends. */
final class StdioChild {
    private StdioChild() {}

    public static void main(String[] arguments) throws Exception {
        Promise<Endpoint> own = new Promise<>();
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
                .add("stop", (params, caller) -> {
                    own.result().close(Duration.ofMinutes(10));
                    return "stopped";
                })
                .add("die", (params, caller) -> {
                    Runtime.getRuntime().halt(3);
                    return null;
                });
        try (Endpoint endpoint = Endpoint.builder()
                .codec(LineCodec.create())
                .transport("stdio:")
                .dispatcher(dispatcher)
                .prepare(own::complete)
                .open()) {
            endpoint.awaitEnd();
        }
        System.err.println("ended");
    }
}
