package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An endpoint with {@code jrpc:headers} serves a client that speaks as an editor does to its language server. */
class LanguageClientTest {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"processId\":null,\"rootUri\":\"file:///gr\u00fcn\","
                    + "\"capabilities\":{}}}";
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"capabilities\":{\"hoverProvider\":true}}}";

    private final CompletableFuture<Object> opened = new CompletableFuture<>();
    private Endpoint server;
    private Socket socket;

    @BeforeEach
    void open() throws Exception {
        server = Endpoint.builder()
                .codec("jrpc:headers")
                .transport("tcpserv:127.0.0.1:0?maxFrame=100000")
                .open();
        server.dispatcher()
                .add("initialize", (params, caller) -> Map.of("capabilities", Map.of("hoverProvider", true)));
        server.dispatcher().add("textDocument/didOpen", (params, caller) -> opened.complete(params));
        String address = server.transports().get(0);
        socket = new Socket("127.0.0.1", Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
        socket.setSoTimeout(20_000);
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        server.close();
    }

    @Test
    void answersAndNotifiesInBothDirections() throws Exception {
        send(INITIALIZE);
        assertEquals(INITIALIZED, receive());
        write("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: 65\r\n\r\n"
                + "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":[\"\u00e9\"]}");
        assertEquals(Params.positional("\u00e9"), opened.get(20, TimeUnit.SECONDS));
        server.peers().iterator().next().notify("window/showMessage", Params.named(Map.of("message", "caf\u00e9")));
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"method\":\"window/showMessage\",\"params\":{\"message\":\"caf\u00e9\"}}",
                receive());
    }

    @Test
    void whatIsNotFramedIsAnsweredAndTheNextMessageIsRead() throws Exception {
        write("Content-Length: few\r\n\r\n");
        assertEquals(error(-32700, "Parse error"), receive());
        write("log of a careless client\n");
        assertEquals(error(-32700, "Parse error"), receive());
        send(INITIALIZE);
        assertEquals(INITIALIZED, receive());
    }

    @Test
    void aLengthOverTheLimitIsAnsweredAtOnceAndEndsTheConnection() throws Exception {
        write("Content-Length: 2000000000\r\n\r\n");
        assertEquals(
                error(
                        -32600,
                        "frame of 2000000000 bytes or more is over the limit of 100000; send less at once, or raise maxFrame"),
                receive());
        socket.shutdownOutput();
        assertEquals(-1, socket.getInputStream().read());
    }

    private static String error(int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}";
    }

    private void send(String json) throws IOException {
        write("Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json);
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads one message as the specification says: header lines up to an empty one, and then so many bytes. */
    private String receive() throws IOException {
        InputStream in = socket.getInputStream();
        int length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] parts = header.split(": ", 2);
            if (parts[0].toLowerCase(Locale.ROOT).equals("content-length")) {
                length = Integer.parseInt(parts[1]);
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the stream ended in a header: " + line);
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }
}
