package dev.shorthand.cli;

import static java.util.Objects.requireNonNull;

import dev.shorthand.binding.Api;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.InvalidParamsException;
import dev.shorthand.kernel.MethodNotFoundException;
import dev.shorthand.kernel.Peer;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A chat between this console and whoever connects, with nothing but telnet: two transports as one, a codec that can be typed, and a two-way API. Its methods
 * are called by the threads of connections; the command itself is confined to the main thread.
 */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "A chat between this console and all who connect, for example with telnet or nc; each line is a call or a notification.",
            ""
        },
        footer = {
            "",
            "To type, here or there: say text:\"hello\" or who[1] or quit",
            "Others join, for example, by: telnet HOST 8888"
        })
final class ChatCommand implements Callable<Integer> {
    private static final String CHAT = "chat";
    private static final String HELP = "type say text: and words in double quotes, or who[1], or quit";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--transport",
            paramLabel = "EXPR",
            defaultValue = "mux:(tcpserv::8888)(stdio:)",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Where people are; default: ${DEFAULT-VALUE}, this console and every network of this machine. "
                            + "For this machine alone: mux:(tcpserv:127.0.0.1:8888)(stdio:)")
    private String transport;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Api<DemoChat> chat;

    @Override
    public Integer call() throws Exception {
        try (Endpoint endpoint = Endpoint.builder()
                .codec("terse")
                .transport(transport)
                .prepare(this::serve)
                .onConnect(peer -> tell(peer.name() + " is here; " + HELP))
                .onDisconnect(this::left)
                .onBadMessage(this::explain)
                .open()) {
            introduce(endpoint);
            over.await();
        }
        return 0;
    }

    private void serve(Endpoint endpoint) {
        Api<DemoChat> api = Api.of(endpoint, DemoChat.class);
        api.on(DemoChat::say, (text, caller) -> api.toAll().echo(caller.peerName(), text));
        api.on(DemoChat::who, () -> names(endpoint));
        api.on(DemoChat::quit, this::quit);
        chat = api;
    }

    private void introduce(Endpoint endpoint) {
        // What is said goes to stdout, as messages; what is said about it does not.
        PrintWriter err = spec.commandLine().getErr();
        endpoint.transports().forEach(expression -> err.println("READY " + expression));
        err.flush();
    }

    private static List<String> names(Endpoint endpoint) {
        return endpoint.peers().stream().map(Peer::name).sorted().toList();
    }

    private void quit(Caller caller) {
        Peer peer = caller.peer().orElseThrow();
        if (isConsole(peer)) {
            tell("the chat is over");
            over.countDown();
        } else {
            peer.close();
        }
    }

    // Who closes the console's input has left it, and the chat with it.
    private void left(Peer peer) {
        if (isConsole(peer)) {
            over.countDown();
        } else {
            tell(peer.name() + " has left");
        }
    }

    private static boolean isConsole(Peer peer) {
        return peer.name().equals("stdio");
    }

    private void tell(String text) {
        api().toAll().echo(CHAT, text);
    }

    // Nothing answers a notification, but somebody who types wants to know what was wrong with it.
    private boolean explain(Peer peer, Throwable problem) {
        if (!(problem instanceof MethodNotFoundException || problem instanceof InvalidParamsException)) {
            return true;
        }
        api().to(peer).echo(CHAT, String.valueOf(problem.getMessage()));
        return false;
    }

    private Api<DemoChat> api() {
        return requireNonNull(chat, "set before the transports open");
    }
}
