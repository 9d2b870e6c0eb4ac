package dev.shorthand.tests.peers;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.transport.net.Callbacks;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** JSON-RPC as the body of HTTP requests: a channel made of two functions. */
final class HttpChannel {
    private HttpChannel() {}

    /** Each message is posted; the answer to it, where there is one, is what comes in. */
    static Endpoint connect(String address) throws IOException {
        BlockingQueue<byte[]> answers = new ArrayBlockingQueue<>(100);
        return Endpoint.builder()
                .codec("jrpc")
                .transport(Callbacks.of(answers::take, message -> {
                            byte[] answer = post(address, message);
                            if (answer.length > 0) {
                                answers.put(answer);
                            }
                        })
                        .peerName(address)
                        .open())
                .open();
    }

    private static byte[] post(String address, byte[] message) throws IOException {
        HttpURLConnection http = (HttpURLConnection) URI.create(address).toURL().openConnection();
        http.setConnectTimeout(10_000);
        http.setReadTimeout(30_000);
        http.setDoOutput(true);
        http.setRequestProperty("Content-Type", "application/json");
        http.getOutputStream().write(message);
        // Some say by the status, too, that a call has failed.
        try (InputStream body = http.getResponseCode() < 400 ? http.getInputStream() : http.getErrorStream()) {
            return body == null ? new byte[0] : body.readAllBytes();
        }
    }
}
