package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a CGI script: started with a request by the test, and by a web server in Python. */
class CgiTest {
    private static final String ECHO =
            "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":{\"value\":\"100%25 gr\u00fc\u00df\"},\"id\":1}";
    private static final String ECHOED = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"100%25 gr\u00fc\u00df\"}";
    private static final String NOTE = "{\"jsonrpc\":\"2.0\",\"method\":\"note\",\"params\":{\"text\":\"milk\"}}";

    // From Python 3.15 on the class is gone. Run by root it would start scripts as nobody, who may not read these
    // files.
    private static final String WEB_SERVER = """
            import http.server, os
            http.server.nobody_uid = os.getuid
            server = http.server.HTTPServer(("127.0.0.1", 0), http.server.CGIHTTPRequestHandler)
            print(server.server_port, flush=True)
            server.serve_forever()
            """;

    @TempDir
    Path folder;

    private static String answerTo(Map<String, String> request, String body, String transport) throws Exception {
        Map<String, String> environment = new HashMap<>(
                Map.of("GATEWAY_INTERFACE", "CGI/1.1", "REQUEST_METHOD", "POST", "REMOTE_ADDR", "127.0.0.1"));
        environment.putAll(request);
        try (Child script = Child.startIn(environment, "serve", "--transport", transport)) {
            script.give(body);
            String answer = script.out();
            assertEquals(0, script.exitCode(), script.err());
            return new String(answer.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    private static String answerTo(String body) throws Exception {
        return answerTo(Map.of("CONTENT_LENGTH", Integer.toString(lengthOf(body))), body, "cgi:");
    }

    private static int lengthOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String ok(String body) {
        return "Status: 200 OK\nContent-Type: application/json\nCache-Control: no-cache\nPragma: no-cache\nContent-Length: "
                + lengthOf(body) + "\n\n" + body;
    }

    @Test
    void aRequestIsAnsweredWithHeadersAndTheReplyAndNothingElse() throws Exception {
        assertEquals(ok(ECHOED), answerTo(ECHO));
    }

    @Test
    void errorsOfTheCallAreAnswersToo() throws Exception {
        String bad = "{\"jsonrpc\":\"2.0\",\"method\":";
        assertEquals(
                ok("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"Parse error\"}}"),
                answerTo(bad));
    }

    @Test
    void aNotificationIsAnsweredWithNoContent() throws Exception {
        assertEquals("Status: 204 No Content\nCache-Control: no-cache\nPragma: no-cache\n\n", answerTo(NOTE));
    }

    @Test
    void aHandlerThatCallsBackIsNotHeardAndItsReplyIs() throws Exception {
        String say = "{\"jsonrpc\":\"2.0\",\"method\":\"say\",\"params\":{\"text\":\"hello\"},\"id\":1}";
        assertEquals(ok("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}"), answerTo(say));
    }

    @Test
    void whatIsNoRequestForItIsAStatusOfHttp() throws Exception {
        String refused = answerTo(Map.of("REQUEST_METHOD", "GET"), "", "cgi:");
        assertTrue(
                refused.startsWith(
                        "Status: 405 Method Not Allowed\nAllow: POST\nContent-Type: text/plain; charset=utf-8\n"),
                refused);
        assertTrue(refused.endsWith("\n\nthe method is GET; only POST is accepted\n"), refused);
        assertEquals("Status: 411 Length Required", firstLine(Map.of(), "", "cgi:"));
        assertEquals("Status: 400 Bad Request", firstLine(Map.of("CONTENT_LENGTH", "-1"), "", "cgi:"));
        assertEquals(
                "Status: 413 Content Too Large", firstLine(Map.of("CONTENT_LENGTH", "101"), "", "cgi:?maxFrame=100"));
        assertEquals(
                "Status: 408 Request Timeout", firstLine(Map.of("CONTENT_LENGTH", "10"), "{", "cgi:?timeout=50ms"));
    }

    private static String firstLine(Map<String, String> request, String body, String transport) throws Exception {
        return answerTo(request, body, transport).lines().findFirst().orElse("");
    }

    @Test
    void aBodyThatEndsTooSoonIsABadRequest() throws Exception {
        try (Child script = Child.startIn(
                Map.of("REQUEST_METHOD", "POST", "CONTENT_LENGTH", "10"), "serve", "--transport", "cgi:")) {
            script.give("{");
            script.endInput();
            String answer = script.out();
            assertTrue(answer.startsWith("Status: 400 Bad Request\n"), answer);
            assertTrue(answer.contains("the body ended after 1 of 10 bytes"), answer);
        }
    }

    @Test
    void withoutAWebServerItSaysWhatItIsFor() throws Exception {
        try (Child script = Child.start("serve", "--transport", "cgi:")) {
            assertEquals(3, script.exitCode());
            String told = script.err();
            assertTrue(
                    told.contains("REQUEST_METHOD is not in the environment; configure the program as a CGI script"),
                    told);
        }
    }

    @Test
    void aWebServerStartsIt() throws Exception {
        Path script = folder.resolve("cgi-bin/rpc");
        Files.createDirectories(script.getParent());
        String line = Child.line("", "serve", "--transport", "cgi:").stream()
                .map(word -> '\'' + word + '\'')
                .collect(Collectors.joining(" "));
        Files.writeString(script, "#!/bin/sh\nexec " + line + "\n");
        assumeTrue(script.toFile().setExecutable(true), "no scripts here");
        try (Child server = python()) {
            URI address = URI.create("http://127.0.0.1:" + server.firstLine() + "/cgi-bin/rpc");
            HttpURLConnection request = (HttpURLConnection) address.toURL().openConnection();
            request.setReadTimeout(20_000);
            request.setDoOutput(true);
            request.getOutputStream().write(ECHO.getBytes(StandardCharsets.UTF_8));
            assertEquals(ECHOED, new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            // This server says 200 before it has heard of a status, and hands that on as a header.
            assertEquals("200 OK", request.getHeaderField("Status"));
            assertEquals("application/json", request.getHeaderField("Content-Type"));
        }
    }

    /** Starts the web server in the test's folder; a Python that has none is said to be absent. */
    private Child python() throws Exception {
        Path program = folder.resolve("server.py");
        Files.writeString(program, WEB_SERVER);
        for (String python : List.of("python3", "/usr/bin/python3")) {
            try (Child asked =
                    Child.of(python, "-W", "ignore", "-c", "from http.server import CGIHTTPRequestHandler")) {
                if (asked.exitCode() == 0) {
                    return Child.of("sh", "-c", "cd '" + folder + "' && exec " + python + " -W ignore server.py");
                }
            } catch (IOException e) {
                // There is none of that name.
            }
        }
        assumeTrue(false, "this machine has no python3 with CGIHTTPRequestHandler");
        throw new AssertionError();
    }
}
