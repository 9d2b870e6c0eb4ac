package dev.shorthand.tests.peers;

import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A language server over its standard streams, as an editor starts it; ends when it is told to. */
final class LanguageServerProgram {
    private static final long LONGEST_SECONDS = 60;

    private LanguageServerProgram() {}

    public static void main(String... args) throws Exception {
        CountDownLatch exit = new CountDownLatch(1);
        Endpoint server = Endpoint.builder()
                .codec("jrpc:headers")
                .transport("stdio:")
                .prepare(endpoint -> serve(endpoint, exit))
                .open();
        try (server) {
            exit.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void serve(Endpoint endpoint, CountDownLatch exit) {
        Dispatcher methods = endpoint.dispatcher();
        methods.add("initialize", (params, caller) -> Map.of("capabilities", Map.of("hoverProvider", true)));
        methods.add("initialized", (params, caller) -> null);
        methods.add("textDocument/hover", (params, caller) -> {
            Params message = Params.named(Map.of("type", 3, "message", "caf\u00e9"));
            endpoint.peers().iterator().next().notify("window/showMessage", message);
            return Map.of("contents", "what it is");
        });
        methods.add("shutdown", (params, caller) -> null);
        methods.add("exit", (params, caller) -> {
            exit.countDown();
            return null;
        });
    }
}
