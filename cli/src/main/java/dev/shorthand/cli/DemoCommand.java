package dev.shorthand.cli;

import dev.shorthand.binding.Api;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.RemoteException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Shows in one process what a server and two clients can do, over real sockets. It fails when anything is not as it should be, so it
 * is a test as well. Confined to the main thread.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = ChatCommand.class,
        description = {
            "Starts a server and two clients on this machine, and shows what they say to one another. With chat: a chat for people.",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DemoService service = new DemoService();
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .dispatcher(service.dispatcher())
                .open()) {
            service.servesThrough(server);
            String address = server.transports().get(0).replaceFirst("^tcpserv", "tcp");
            try (DemoClient alice = new DemoClient("alice", address);
                    DemoClient bob = new DemoClient("bob", address)) {
                introduce(server, alice, bob);
                typedCall(alice);
                notification(bob);
                broadcast(alice, bob);
                error(bob);
                callBack(bob);
                twoWayApi(server, bob);
            }
        }
        whatNext();
        return 0;
    }

    private void introduce(Endpoint server, DemoClient alice, DemoClient bob) {
        title("A server and two clients, each a codec and a transport: jrpc over TCP");
        line("server  " + server.transports().get(0));
        for (DemoClient client : List.of(alice, bob)) {
            line("%-6s  %s".formatted(client.name(), client.server().whoami()));
        }
    }

    private void typedCall(DemoClient alice) {
        title("A call is a method of an interface: long add(long a, long b)");
        line("alice   calls add(20, 22)");
        long sum = alice.server().add(20, 22);
        expect(42L, sum);
        line("alice   gets " + sum);
    }

    private void notification(DemoClient bob) {
        title("A void method is a notification: nobody waits for a reply");
        line("bob     notifies note(\"buy milk\")");
        bob.server().note("buy milk");
        line("bob     calls notes_taken()");
        List<String> notes = bob.server().notesTaken();
        expect(List.of("buy milk"), notes);
        line("bob     gets " + notes);
    }

    private void broadcast(DemoClient alice, DemoClient bob) throws InterruptedException {
        title("The server notifies everybody");
        line("alice   notifies notify_all(\"dinner is ready\")");
        alice.server().tellAll("dinner is ready");
        for (DemoClient client : List.of(alice, bob)) {
            hears(client, "notified(\"dinner is ready\")");
        }
    }

    private void error(DemoClient bob) {
        title("What a handler throws arrives as code, message and data");
        line("bob     calls fail_code()");
        try {
            bob.server().failWithCode();
        } catch (RemoteException e) {
            expect(99L, e.code());
            expect("custom failure", e.getMessage());
            line("bob     gets error " + e.code() + ", \"" + e.getMessage() + "\", "
                    + JsonText.installed().print(e.data()));
            return;
        }
        throw new Failures.Unexpected("fail_code() did not fail");
    }

    private void callBack(DemoClient bob) throws Exception {
        title("The server calls its client back over the same connection, in the middle of a call");
        line("bob     calls ask_me(\"tea or coffee?\")");
        var replied = bob.server().askMe("tea or coffee?").toCompletableFuture();
        hears(bob, "ask(\"tea or coffee?\")");
        line("bob     replies \"tea\"");
        hears(bob, "asked(\"tea\")");
        replied.get(5, TimeUnit.SECONDS);
    }

    private void twoWayApi(Endpoint server, DemoClient bob) throws InterruptedException {
        title("A two-way API is one interface; both sides have it, the server inverted");
        var orders = Api.of(bob.endpoint(), DemoOrders.class);
        var kitchen = Api.inverted(server, DemoOrders.class);
        show("bob", orders);
        show("server", kitchen);
        expect(List.of("ready"), orders.unhandledCalls());
        line("bob     has no handler for " + orders.unhandledCalls());
        line("bob     connects one by on(DemoOrders::ready, bob::ready)");
        orders.on(DemoOrders::ready, bob::ready);
        expect(List.of(), orders.unhandledCalls());
        kitchen.on(DemoOrders::order, "%s is being cooked"::formatted);
        line("bob     calls order(\"soup\")");
        String answer = orders.toAll().order("soup");
        expect("soup is being cooked", answer);
        line("bob     gets \"" + answer + "\"");
        line("server  notifies ready(\"soup\")");
        kitchen.to(server.peer(bob.server().whoami()).orElseThrow()).ready("soup");
        hears(bob, "ready(\"soup\")");
    }

    private void show(String side, Object api) {
        List<String> lines = api.toString().lines().toList();
        line("%-6s  has %s".formatted(side, lines.get(0)));
        lines.stream().skip(1).forEach(method -> line("      " + method));
    }

    private void hears(DemoClient client, String expected) throws InterruptedException {
        String heard = client.nextHeard();
        expect(expected, heard);
        line("%-6s  hears %s".formatted(client.name(), heard));
    }

    private static void expect(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new Failures.Unexpected("expected " + expected + ", but got " + actual);
        }
    }

    private void whatNext() {
        title("All of it went as it should. Next, in two terminals:");
        line("shorthand serve");
        line("shorthand call add a=20 b=22");
        title("Or without any client of ours:");
        line(
                "printf '{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":{\"a\":1,\"b\":2},\"id\":1}\\0' | nc 127.0.0.1 8888");
        out().println();
    }

    private void title(String text) {
        out().println();
        // Bold on a terminal, plain where the output goes to a file.
        out().println(Ansi.AUTO.string("@|bold " + text + "|@"));
    }

    private void line(String text) {
        out().println("  " + text);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
