package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has sent the request, and waits for one answer, which is written when the link is closed (RFC 3875, section 6). Safe for any thread.
 */
final class CgiLink implements MessageLink {
    private static final Logger LOG = LoggerFactory.getLogger(CgiLink.class);

    private final String peerName;
    private final String user;
    private final StreamLink streams;
    private final String contentType;

    // Guarded by this.
    private byte @Nullable [] answer;
    private CgiRequest.@Nullable RefusedException refused;
    private boolean closed;

    CgiLink(Map<String, String> environment, StreamLink streams, String contentType) {
        this.peerName = nameOf(environment);
        this.user = environment.getOrDefault("REMOTE_USER", "");
        this.streams = streams;
        this.contentType = contentType;
    }

    // Servers tell the port, too, though RFC 3875 does not have it.
    private static String nameOf(Map<String, String> environment) {
        String address = environment.getOrDefault("REMOTE_ADDR", "");
        String port = environment.getOrDefault("REMOTE_PORT", "");
        if (address.isEmpty()) {
            return "cgi";
        }
        String name = address.indexOf(':') < 0 ? address : '[' + address + ']';
        return port.isEmpty() ? name : name + ':' + port;
    }

    @Override
    public String peerName() {
        return peerName;
    }

    /** Returns whom the web server has let in (REMOTE_USER; RFC 3875, section 4.1.11). */
    @Override
    public Optional<String> identity() {
        return user.isEmpty() ? Optional.empty() : Optional.of(user);
    }

    @Override
    public synchronized void send(byte[] payload, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the request of " + peerName + " has been answered");
        }
        if (answer != null) {
            // A handler's own calls and notifications come before its reply.
            LOG.warn(
                    "{} bytes for {} were dropped: a request of CGI has one answer, and nobody can be called back",
                    answer.length,
                    peerName);
        }
        answer = Arrays.copyOfRange(payload, offset, offset + length);
    }

    synchronized void refuse(CgiRequest.RefusedException why) {
        refused = why;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            write();
        } catch (IOException e) {
            LOG.warn("the answer to {} cannot be written: {}", peerName, e.getMessage());
        } finally {
            streams.close();
        }
    }

    // Called with the lock held.
    private void write() throws IOException {
        if (refused != null) {
            byte[] text = (refused.getMessage() + '\n').getBytes(StandardCharsets.UTF_8);
            write(
                    refused.status,
                    (refused.status.startsWith("405") ? "Allow: POST\n" : "")
                            + "Content-Type: text/plain; charset=utf-8\n",
                    text);
        } else if (answer != null) {
            write("200 OK", "Content-Type: " + contentType + '\n', answer);
        } else {
            write("204 No Content", "", null);
        }
    }

    private void write(String status, String type, byte @Nullable [] body) throws IOException {
        String head = "Status: " + status + '\n' + type + "Cache-Control: no-cache\nPragma: no-cache\n"
                + (body == null ? "" : "Content-Length: " + body.length + '\n') + '\n';
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        streams.write(bytes, 0, bytes.length);
        if (body != null) {
            streams.write(body, 0, body.length);
        }
    }

    @Override
    public String toString() {
        return peerName;
    }
}
