package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code unix} and {@code unixserv} promise beyond the contract. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class UnixTest {
    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("a:b.sock");
    }

    private Transport open(String expression) throws IOException {
        return Plugins.installed().transport(expression, Limits.defaults());
    }

    @Test
    void theFileGoesWithTheServer() throws Exception {
        try (Transport server = Unix.server(path).open()) {
            assertThat(server.expression()).isEqualTo("unixserv:" + path);
            assertThat(path).exists();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aFileThatAServerHasLeftIsReplaced() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        assertThatThrownBy(() -> open("unix:" + path))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot connect to " + path + ": nobody listens there; is the server running?");
        try (Transport server = open("unixserv:" + path)) {
            assertThat(server.isServer()).isTrue();
        }
    }

    @Test
    void aPathThatIsInUseIsRefusedAndLeftAlone() throws Exception {
        try (Transport first = Unix.server(path).open()) {
            assertThatThrownBy(() -> open("unixserv:" + path))
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("a program listens at " + path + " already")
                    .hasMessageEndingWith("stop it, or choose another path");
            assertThat(first.expression()).endsWith(path.toString());
            assertThat(path).exists();
        }
        Files.writeString(path, "a text");
        assertThatThrownBy(() -> open("unixserv:" + path))
                .isInstanceOf(BindException.class)
                .hasMessage(path + " is there already and no socket; choose another path, or remove it");
        assertThat(path).hasContent("a text");
    }

    @Test
    void aFileThatAnotherHasMadeMeanwhileIsNotRemoved() throws Exception {
        try (Transport server = Unix.server(path).open()) {
            assertThat(server.isServer()).isTrue();
            Files.delete(path);
            Files.writeString(path, "another's");
        }
        assertThat(path).hasContent("another's");
    }

    @Test
    void theModeSaysWhoMayConnect() throws Exception {
        try (Transport server = open("unixserv:" + path + "?mode=640")) {
            assertThat(server.isServer()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> open("unix:" + path))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot connect to " + path
                        + ": there is no such file; is the server running, and is the path right?");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> open("unixserv:" + missing.resolve("x.sock")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen at " + missing.resolve("x.sock") + ": there is no folder " + missing
                        + "; create it");
    }

    @Test
    void aThreadThatIsInterruptedDoesNotEndTheConnection() throws Exception {
        try (Endpoint server = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport("unixserv:" + path)
                        .open();
                Endpoint client = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport("unix:" + path)
                        .open()) {
            server.dispatcher().add("echo", (params, caller) -> params.value(0));
            Thread.currentThread().interrupt();
            client.notify("echo", Params.positional("interrupted"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(client.call("echo", Params.positional("still here"))).isEqualTo("still here");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere who finds no room is refused
    void aServerThatHasNoRoomIsWaitedForSoLongAndNoLonger() throws Exception {
        try (FullServers full = new FullServers()) {
            ServerSocketChannel server = full.unix(path);
            assertThatThrownBy(() -> open("unix:" + path + "?connectTimeout=50ms"))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageStartingWith("no room for a connection to " + path + " within 50 ms (")
                    .hasMessageEndingWith("does its server accept any? connectTimeout sets how long to wait");
            CompletableFuture<Transport> connecting = CompletableFuture.supplyAsync(() -> {
                try {
                    return Unix.client(path).open();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            server.accept().close();
            try (Transport client = connecting.get(20, TimeUnit.SECONDS)) {
                assertThat(client.expression()).isEqualTo("unix:" + path);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPathWhoseServerHasNoRoomIsInUse() throws Exception {
        try (FullServers full = new FullServers()) {
            full.unix(path);
            assertThatThrownBy(() -> open("unixserv:" + path))
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("a program seems to listen at " + path + " already (")
                    .hasMessageEndingWith("stop it, or choose another path");
            assertThat(path).exists();
        }
    }
}
