package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.tck.LineCodec;
import dev.shorthand.text.DelimiterFraming;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** {@code stdio:} in a process of its own, whose standard streams are pipes to this one. */
class StdioProcessTest {
    @TempDir
    private Path folder;

    private Process child;
    private Endpoint parent;

    @BeforeEach
    void start() throws Exception {
        child = new ProcessBuilder(command())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        parent = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(new LinkTransport("child:", new PipesOf(child)))
                .open();
        parent.dispatcher().add("ask", (params, caller) -> "answer to " + params.value(0));
    }

    @AfterEach
    void stop() {
        parent.close();
        child.destroyForcibly();
    }

    @Test
    void aParentAndItsChildCallEachOther() {
        assertThat(parent.call("echo", Params.positional("hello"))).isEqualTo("hello");
        assertThat(parent.call("ask_me", Params.positional("a question"))).isEqualTo("answer to a question");
        String large = "x".repeat(1 << 20);
        assertThat(parent.call("echo", Params.positional(large))).isEqualTo(large);
    }

    @Test
    void theChildRunsOnTheSamePath() {
        assertThat(parent.call("path", Params.absent())).isEqualTo(System.getProperty("shorthand.path"));
    }

    @Test
    void whatTheChildPrintsGoesToItsStandardError() throws Exception {
        assertThat(parent.call("print", Params.positional("noise"))).isEqualTo("stdio");
        assertThat(parent.call("echo", Params.positional("hello"))).isEqualTo("hello");
        parent.close();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("stderr"))).contains("printed: noise");
    }

    @Test
    void theEndOfItsInputEndsTheChild() throws Exception {
        assertThat(parent.call("echo", Params.positional("hello"))).isEqualTo("hello");
        child.getOutputStream().close();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("stderr"))).contains("ended");
    }

    @Test
    void aHandlerThatClosesTheChildsEndpointIsAnsweredAndTheChildEndsThoughItsInputDoesNot() throws Exception {
        assertThat(parent.call("stop", Params.absent())).isEqualTo("stopped");
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("stderr"))).contains("ended");
        parent.awaitEnd();
    }

    @Test
    void aCallFailsAtOnceWhenTheChildDies() {
        assertThatThrownBy(() -> parent.call("die", Params.absent())).isInstanceOf(DisconnectedException.class);
    }

    /** Starts the child as this process was started: on the module path, with the tests patched in, or on the class path. */
    private static List<String> command() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path tests = folderOf(StdioChild.class);
        Path plugin = location(Stdio.class);
        Path kernel = location(Endpoint.class);
        Path kit = location(LineCodec.class);
        Path text = location(DelimiterFraming.class);
        Path slf4j = location(Logger.class);
        if (Stdio.class.getModule().isNamed()) {
            String module = Stdio.class.getModule().getName();
            command.addAll(List.of("--module-path", path(plugin, kernel, slf4j)));
            command.addAll(List.of("--patch-module", module + '=' + tests));
            command.addAll(List.of("--add-reads", module + "=ALL-UNNAMED", "--class-path", path(kit, text)));
            command.addAll(List.of("--module", module + '/' + StdioChild.class.getName()));
        } else {
            command.addAll(List.of("--class-path", path(tests, plugin, kernel, kit, text, slf4j)));
            command.add(StdioChild.class.getName());
        }
        return command;
    }

    private static String path(Path... entries) {
        return Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Returns the root of a class's file: where a module is patched, its code source is the module's. */
    private static Path folderOf(Class<?> type) throws URISyntaxException {
        URL file = type.getResource(type.getSimpleName() + ".class");
        Path root = Path.of(file.toURI());
        for (int i = type.getName().split("\\.").length; i > 0; i--) {
            root = root.getParent();
        }
        return root;
    }

    /** A child's standard streams, as seen by its parent. */
    private record PipesOf(Process process) implements StreamLink {
        @Override
        public String peerName() {
            return "child";
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return process.getInputStream().read(buffer, offset, length);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            process.getOutputStream().write(buffer, offset, length);
            process.getOutputStream().flush();
        }

        @Override
        public void finish() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
