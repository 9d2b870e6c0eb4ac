package dev.shorthand.transport.zmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.tck.LineCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** CURVE with libzmq at the other side, whose keys are made by pyzmq: {@code ann} may come in, {@code bob} may not. */
@Timeout(60)
class LibzmqCurveTest {
    private static final String KEYS = """
            import sys, zmq, zmq.auth
            assert zmq.has("curve")
            for folder, name in (("", "server"), ("clients/", "ann"), ("", "bob")):
                zmq.auth.create_certificates(sys.argv[1] + "/" + folder, name)
            """;

    private static final String CLIENT = """
            import sys, zmq, zmq.auth
            folder, endpoint = sys.argv[1:3]
            context = zmq.Context()
            for path, patience in (("/clients/ann", 20000), ("/bob", 1000)):
                socket = context.socket(zmq.DEALER)
                socket.linger = 0
                socket.rcvtimeo = patience
                socket.curve_publickey, socket.curve_secretkey = zmq.auth.load_certificate(folder + path + ".key_secret")
                socket.curve_serverkey = zmq.auth.load_certificate(folder + "/server.key")[0]
                socket.connect(endpoint)
                socket.send(b'call 7 "echo [ "hello ] ')
                try:
                    print(socket.recv().decode())
                except zmq.Again:
                    print("nothing")
            """;

    private static final String SERVER = """
            import sys, zmq, zmq.auth
            router = zmq.Context().socket(zmq.ROUTER)
            router.curve_server = True
            router.curve_publickey, router.curve_secretkey = zmq.auth.load_certificate(sys.argv[1] + "/server.key_secret")
            print(router.bind_to_random_port("tcp://127.0.0.1"), flush=True)
            *way, payload = router.recv_multipart()
            router.send_multipart(way + [b'reply ' + payload.split()[1] + b' "heard '])
            router.recv()
            """;

    @TempDir
    Path folder;

    private String python = "";

    @BeforeEach
    void makeKeys() throws Exception {
        assumeTrue(hasCurve(), "skipped: without jnacl");
        Files.createDirectory(folder.resolve("clients"));
        // Debian's package is for Debian's Python, which need not be the first on the PATH.
        boolean made = makesKeys("python3") || makesKeys("/usr/bin/python3");
        assumeTrue(made, "skipped: no python3 with its library zmq (Debian: python3-zmq)");
    }

    private boolean makesKeys(String program) throws Exception {
        python = program;
        try {
            return ends(program(KEYS, folder.toString()));
        } catch (IOException e) {
            // There is none of that name.
            return false;
        }
    }

    private static boolean hasCurve() {
        try {
            Class.forName("com.neilalexander.jnacl.NaCl", false, Endpoint.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private Process program(String source, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python, "-c", source));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
    }

    private static boolean ends(Process program) throws InterruptedException {
        return program.waitFor(40, TimeUnit.SECONDS) && program.exitValue() == 0;
    }

    @Test
    void clientsWithKnownKeysAreServedAndNamedAndOthersAreNot() throws Exception {
        BlockingQueue<Peer> there = new LinkedBlockingQueue<>();
        try (Endpoint server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport("zmqserv:tcp://127.0.0.1:0?curveKeys=" + folder.resolve("server.key_secret")
                        + "&curveClients=" + folder.resolve("clients"))
                .onConnect(there::add)
                .open()) {
            server.dispatcher().add("echo", (params, caller) -> params.value(0));
            String endpoint = server.transports().get(0).replaceAll("^zmqserv:|\\?.*", "");
            Process client = program(CLIENT, folder.toString(), endpoint);
            try (BufferedReader printed = client.inputReader(StandardCharsets.UTF_8)) {
                assertThat(printed.lines()).containsExactly("reply 7 \"hello ", "nothing");
            } finally {
                client.destroyForcibly();
            }
            assertThat(there.take().identity()).contains("ann");
            assertThat(there).isEmpty();
        }
    }

    @Test
    void aServerIsCalledByItsPublicKey() throws Exception {
        Process server = program(SERVER, folder.toString());
        try (BufferedReader printed = server.inputReader(StandardCharsets.UTF_8);
                Endpoint client = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport("zmq:tcp://127.0.0.1:" + printed.readLine() + "?curveKeys="
                                + folder.resolve("clients/ann.key_secret") + "&curveServer="
                                + folder.resolve("server.key"))
                        .open()) {
            assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("heard");
        } finally {
            server.destroyForcibly().waitFor();
        }
    }
}
