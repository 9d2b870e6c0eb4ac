package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import dev.shorthand.tck.Leftovers;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code process} promises beyond the contract, with children that the shell makes. */
@DisabledOnOs(OS.WINDOWS) // the children are sh
@Timeout(60)
class ProcessTest {
    @TempDir
    private Path folder;

    @Test
    void theFolderAndTheEnvironmentAreTheChilds() throws Exception {
        String expression =
                "process:(sh -c 'pwd; echo $GREETING-$OTHER')?folder=" + folder + "&env=GREETING=hello,OTHER=a=b";
        try (Running child = Running.start(Plugins.installed().transport(expression, Limits.defaults()))) {
            assertThat(child.readLine()).isEqualTo(folder.toRealPath().toString());
            assertThat(child.readLine()).isEqualTo("hello-a=b");
        }
    }

    /** 20 children, or as many as the system property says that the contract connects. */
    @Test
    @Timeout(1_800)
    void howeverManyChildrenThereWereNothingOfThemIsLeft() throws Exception {
        startAndClose(1);
        Leftovers before = Leftovers.now();
        startAndClose(Integer.getInteger("dev.shorthand.tck.connects", 20));
        before.assertNothingMore();
    }

    private static void startAndClose(int children) throws Exception {
        for (int i = 0; i < children; i++) {
            Running.start(Plugins.installed().transport("process:(cat)", Limits.defaults()))
                    .close();
        }
    }

    @Test
    void theExpressionOfABuilderCanBeReadAgain() throws Exception {
        List<String> words = List.of("sh", "-c", "printf '%s\\n' \"$0\"", "a b\"c\\");
        String expression;
        try (Running child = Running.start(ChildProcess.of(words).open())) {
            assertThat(child.readLine()).isEqualTo("a b\"c\\");
            expression = child.transport.expression();
        }
        try (Running again = Running.start(Plugins.installed().transport(expression, Limits.defaults()))) {
            assertThat(again.readLine()).isEqualTo("a b\"c\\");
        }
    }

    @Test
    void aCallFailsWithTheExitCodeAndTheLastWordsOfTheChild() throws Exception {
        try (Endpoint parent = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(ChildProcess.of("sh", "-c", "read line; echo 'no such table' >&2; exit 3")
                        .open())
                .open()) {
            assertThatThrownBy(() -> parent.call("anything", Params.absent()))
                    .isInstanceOf(DisconnectedException.class)
                    .hasMessageContaining(
                            "the program ended with exit code 3, its last words on stderr: \"no such table\"");
        }
    }

    @Test
    void aCallFailsWithTheExitCodeAlsoWhereThatIsZero() throws Exception {
        assertThat(failureOfACall("read line; exit 0"))
                .endsWith("is closed: it was lost (the program ended with exit code 0)");
    }

    @Test
    void aCallFailsWithTheExitCodeAlsoWhereTheOutputHasEndedBefore() throws Exception {
        assertThat(failureOfACall("read line; exec >&-; sleep 0.7; echo 'too late' >&2; exit 4"))
                .endsWith("it was lost (the program ended with exit code 4, its last words on stderr: \"too late\")");
    }

    private static String failureOfACall(String script) throws Exception {
        try (Endpoint parent = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(ChildProcess.of("sh", "-c", script).open())
                .open()) {
            Promise<Object> call = parent.callAsync("anything", Params.absent());
            assertThatThrownBy(call::result).isInstanceOf(DisconnectedException.class);
            parent.awaitEnd();
            return call.handle((result, failure) -> failure.getMessage()).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aChildThatEndsAsItsParentClosesHasEndedInGoodOrder() throws Exception {
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        try (Endpoint parent = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(ChildProcess.of("sh", "-c", "read line; echo 'reply 1 5 '; cat >/dev/null")
                        .open())
                .onDisconnect(gone::add)
                .open()) {
            assertThat(parent.call("anything", Params.absent())).isEqualTo(5L);
        }
        assertThat(gone.poll(20, TimeUnit.SECONDS).disconnection().orElseThrow())
                .hasMessageNotContaining("exit code")
                .hasNoCause();
    }

    @Test
    void anExitCodeThatComesTooLateForTheCallsIsLogged() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            try (Running child = Running.start(ChildProcess.of("sh", "-c", "exec >&-; cat >/dev/null; exit 5")
                    .open())) {
                assertThat(child.link.read(new byte[1], 0, 1)).isEqualTo(-1);
            }
            assertThat(log.text()).contains("process:(sh -c", "the program ended with exit code 5");
        }
    }

    @Test
    void aChildThatEndsByItselfIsTheEndInGoodOrder() throws Exception {
        try (Running child =
                Running.start(ChildProcess.of("sh", "-c", "echo done").open())) {
            assertThat(child.readLine()).isEqualTo("done");
            assertThat(child.link.read(new byte[1], 0, 1)).isEqualTo(-1);
        }
    }

    @Test
    void aChildThatComplainsALotIsNotHeldUpAndAllOfItIsLogged() throws Exception {
        String complain =
                "i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo \"complaint $i, of some length, as there are many\" >&2; done; echo done";
        try (CapturedLog log = new CapturedLog()) {
            try (Running child =
                    Running.start(ChildProcess.of("sh", "-c", complain).open())) {
                assertThat(child.readLine()).isEqualTo("done");
            }
            assertThat(log.text().lines().filter(line -> line.contains(", of some length")))
                    .hasSize(2_000)
                    .last(as(STRING))
                    .contains("INFO", "process:(sh -c", "complaint 2000, of some length");
        }
    }

    @Test
    void theEndOfItsInputEndsAChildThatReads() throws Exception {
        ProcessHandle cat;
        try (Running child = Running.start(
                ChildProcess.of("cat").grace(Duration.ofMinutes(1)).open())) {
            cat = child.process();
            child.link.write("hello\n".getBytes(StandardCharsets.UTF_8), 0, 6);
            assertThat(child.readLine()).isEqualTo("hello");
        }
        assertThat(cat.isAlive()).isFalse();
    }

    @Test
    void aSignalEndsAChildThatDoesNotReadAndWhatItHasStarted() throws Exception {
        ProcessHandle shell;
        ProcessHandle sleep;
        try (Running child = Running.start(ChildProcess.of("sh", "-c", "sleep 1000 & echo $!; wait")
                .grace(Duration.ofMillis(50))
                .open())) {
            sleep = ProcessHandle.of(Long.parseLong(child.readLine())).orElseThrow();
            shell = child.process();
        }
        assertThat(shell.isAlive()).isFalse();
        sleep.onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aChildThatIgnoresTheSignalIsKilled() throws Exception {
        ProcessHandle stubborn;
        try (Running child =
                Running.start(ChildProcess.of("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1000; done")
                        .grace(Duration.ofMillis(100))
                        .open())) {
            assertThat(child.readLine()).isEqualTo("ready");
            stubborn = child.process();
        }
        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void closingDoesNotWaitForAWriteThatTheChildDoesNotRead() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (Running child = Running.start(
                ChildProcess.of("sleep", "1000").grace(Duration.ofMillis(50)).open())) {
            byte[] much = new byte[1 << 20];
            Thread writer = new Thread(() -> {
                try {
                    child.link.write(much, 0, much.length);
                    failure.complete(new AssertionError("nobody reads a megabyte"));
                } catch (IOException e) {
                    failure.complete(e);
                }
            });
            writer.setDaemon(true);
            writer.start();
        }
        assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @Test
    void whatCannotBeStartedIsNamedWithWhatMayHelp() {
        assertThatThrownBy(() -> ChildProcess.of("no-such-program", "x").open())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("cannot start \"no-such-program\"", "is it installed and on the PATH");
        assertThatThrownBy(() ->
                        ChildProcess.of("cat").folder(folder.resolve("missing")).open())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("there is no folder " + folder.resolve("missing"), "create it");
    }

    /** A started transport and its one link. */
    private static final class Running implements AutoCloseable {
        final Transport transport;
        final StreamLink link;

        private Running(Transport transport, StreamLink link) {
            this.transport = transport;
            this.link = link;
        }

        static Running start(Transport transport) throws IOException {
            CompletableFuture<StreamLink> connected = new CompletableFuture<>();
            transport.start(new TransportListener() {
                @Override
                public void connected(StreamLink link) {
                    connected.complete(link);
                }

                @Override
                public MessageReceiver connected(MessageLink link) {
                    throw new AssertionError("pipes are streams");
                }

                @Override
                public void failed(Throwable cause) {
                    throw new AssertionError(cause);
                }
            });
            return new Running(transport, connected.join());
        }

        /** The one child that this process has started and that is alive. */
        ProcessHandle process() {
            List<ProcessHandle> children = ProcessHandle.current().children().toList();
            assertThat(children).hasSize(1);
            return children.get(0);
        }

        String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            byte[] one = new byte[1];
            while (link.read(one, 0, 1) > 0 && one[0] != '\n') {
                line.append((char) one[0]);
            }
            return line.toString();
        }

        @Override
        public void close() {
            transport.close();
            link.close();
        }
    }
}
