package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a web server hands to a script: meta-variables in the environment and a body on standard input (RFC 3875, sections 4.1 and 4.2). Confined to one
 * thread.
 */
final class CgiRequest {
    private final Map<String, String> environment;
    private final StreamLink input;
    private final int maxFrame;
    private final Duration timeout;

    CgiRequest(Map<String, String> environment, StreamLink input, int maxFrame, Duration timeout) {
        this.environment = environment;
        this.input = input;
        this.maxFrame = maxFrame;
        this.timeout = timeout;
    }

    /** Why a request is not handled, as a status of HTTP (RFC 9110, section 15). */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        /** The code and its phrase. */
        final String status;

        RefusedException(String status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** Returns the body, having waited for all of it. */
    byte[] body() throws RefusedException {
        String method = environment.getOrDefault("REQUEST_METHOD", "");
        if (!method.equals("POST")) {
            throw new RefusedException(
                    "405 Method Not Allowed", "the method is " + Quoted.shorten(method) + "; only POST is accepted");
        }
        int length = length();
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        // A read of standard input cannot be broken off.
        Thread reader = new Thread(() -> read(length, body), "shorthand cgi");
        reader.setDaemon(true);
        reader.start();
        return await(body);
    }

    private int length() throws RefusedException {
        String text = environment.getOrDefault("CONTENT_LENGTH", "");
        if (text.isEmpty()) {
            throw new RefusedException(
                    "411 Length Required", "the request does not say how long its body is; send a Content-Length");
        }
        if (!text.matches("\\d{1,18}")) {
            throw new RefusedException(
                    "400 Bad Request",
                    "the Content-Length is \"" + Quoted.shorten(text) + "\"; give a number of bytes");
        }
        long length = Long.parseLong(text);
        if (length > maxFrame) {
            throw new RefusedException(
                    "413 Content Too Large",
                    "the body has " + length + " bytes, which is over the limit of " + maxFrame
                            + "; send less at once, or raise maxFrame");
        }
        return (int) length;
    }

    private void read(int length, CompletableFuture<byte[]> to) {
        byte[] body = new byte[length];
        int read = 0;
        try {
            while (read < length) {
                int count = input.read(body, read, length - read);
                if (count < 0) {
                    throw new RefusedException(
                            "400 Bad Request",
                            "the body ended after " + read + " of " + length
                                    + " bytes; send as many as Content-Length says");
                }
                read += count;
            }
            to.complete(body);
        } catch (IOException e) {
            to.completeExceptionally(e);
        }
    }

    private byte[] await(CompletableFuture<byte[]> body) throws RefusedException {
        try {
            return body.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RefusedException(
                    "408 Request Timeout",
                    "the body did not come within " + timeout.toMillis() + " ms; send it sooner, or raise timeout");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RefusedException refused) {
                throw refused;
            }
            throw new RefusedException(
                    "400 Bad Request", "the body cannot be read" + (cause == null ? "" : ": " + cause.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("503 Service Unavailable", "the program was interrupted; try again later");
        }
    }
}
