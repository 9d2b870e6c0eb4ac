package dev.shorthand.tests.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.binding.CallBatch;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.tests.kernel.Wait;
import dev.shorthand.tests.msgpack.OtherProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that take JSON-RPC as the body of an HTTP request, and answer in that of the response. */
@Timeout(120)
class HttpNodesTest {
    @TempDir
    Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private OtherProgram start(int port, String... command) throws IOException {
        OtherProgram program = OtherProgram.start(folder, List.of(command));
        Wait.until("it listens", () -> isListening(port) || !program.isRunning());
        return program;
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aNodeOfABlockChainIsAskedForItsFirstBlock() throws Exception {
        assumeTrue(
                OtherProgram.find(folder, List.of("monerod"), "--version").isPresent(),
                "skipped: no monerod (Debian: monero)");
        int port = freePort();
        try (OtherProgram node = start(
                        port,
                        "monerod",
                        "--offline",
                        "--regtest",
                        "--non-interactive",
                        "--no-igd",
                        "--no-zmq",
                        "--data-dir=" + folder,
                        "--p2p-bind-ip=127.0.0.1",
                        "--p2p-bind-port=" + freePort(),
                        "--rpc-bind-port=" + port);
                Endpoint client = HttpChannel.connect("http://127.0.0.1:" + port + "/json_rpc")) {
            assertTrue(node.isRunning());
            Map<?, ?> count = assertInstanceOf(Map.class, client.call("get_block_count"));
            assertEquals(1L, count.get("count"));
            String hash = assertInstanceOf(String.class, client.call("on_get_block_hash", 0));
            assertTrue(hash.matches("[0-9a-f]{64}"), hash);
            Map<?, ?> block =
                    assertInstanceOf(Map.class, client.call("get_block_header_by_height", Map.of("height", 0)));
            assertEquals(
                    hash, assertInstanceOf(Map.class, block.get("block_header")).get("hash"));
            assertEquals(
                    17592186044415L,
                    assertInstanceOf(Map.class, block.get("block_header")).get("reward"));
            RemoteException tooHigh = assertThrows(
                    RemoteException.class, () -> client.call("get_block_header_by_height", Map.of("height", 10)));
            assertEquals(-2, tooHigh.code());
            assertEquals(
                    -32601,
                    assertThrows(RemoteException.class, () -> client.call("no_such"))
                            .code());
        }
    }

    @Test
    void aProgramThatDownloadsIsCalledAlsoInBatches() throws Exception {
        assumeTrue(
                OtherProgram.find(folder, List.of("aria2c"), "--version").isPresent(),
                "skipped: no aria2c (Debian: aria2)");
        int port = freePort();
        try (OtherProgram downloads = start(
                        port,
                        "aria2c",
                        "--no-conf",
                        "--enable-rpc",
                        "--rpc-listen-port=" + port,
                        "--enable-dht=false",
                        "--dir=" + folder);
                Endpoint client = HttpChannel.connect("http://127.0.0.1:" + port + "/jsonrpc")) {
            assertTrue(downloads.isRunning());
            List<?> methods = assertInstanceOf(List.class, client.call("system.listMethods"));
            assertTrue(methods.contains("aria2.tellStatus"), methods::toString);
            assertEquals(
                    "OK",
                    client.call(
                            "aria2.changeGlobalOption", Params.positional(Map.of("max-concurrent-downloads", "3"))));
            RemoteException unknown =
                    assertThrows(RemoteException.class, () -> client.call("aria2.tellStatus", "0123456789abcdef"));
            assertEquals(1, unknown.code());

            CallBatch batch = CallBatch.to(client);
            Promise<Object> option = batch.call("aria2.getGlobalOption", Params.absent());
            Promise<Object> failed = batch.call("no.such", Params.absent());
            Promise<Object> session = batch.call("aria2.getSessionInfo", Params.absent());
            batch.send();
            assertEquals("3", assertInstanceOf(Map.class, option.result()).get("max-concurrent-downloads"));
            assertThrows(RemoteException.class, failed::result);
            assertTrue(assertInstanceOf(Map.class, session.result()).containsKey("sessionId"));
            assertEquals("OK", client.call("aria2.forceShutdown"));
            Wait.until("it has ended", () -> !downloads.isRunning());
        }
    }
}
