package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * One request of a web server that has started this process for it: RFC 3875, the Common Gateway Interface 1.1.
 *
 * <pre>{@code
 * try (Endpoint endpoint = Endpoint.builder().codec("jrpc").serve(Greeter.class, greeter).transport(Cgi.request().open()).open()) {
 *     endpoint.awaitEnd();
 * }
 * }</pre>
 *
 * <p>The body of the request is one message, or batch, without delimiter, and that of the response its answer: what is served must be so before the endpoint is
 * opened. A notification is answered with 204 and no body. There is one answer: a handler cannot call its caller back.
 */
public final class Cgi {
    static final String DEFAULT_CONTENT_TYPE = "application/json";
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private Cgi() {}

    /**
     * Returns what takes the request; {@code cgi:} in an expression.
     *
     * @return a builder
     */
    public static Builder request() {
        return new Builder();
    }

    /** Collects the settings. Confined to one thread. */
    public static final class Builder {
        private String contentType = DEFAULT_CONTENT_TYPE;
        private Duration timeout = DEFAULT_TIMEOUT;
        private int maxFrame = Limits.defaults().maxFrame();

        private Builder() {}

        /**
         * Sets the type of the answer; {@code contentType=application/msgpack} in an expression.
         *
         * @param type goes into a header as it is; the default is {@code application/json}
         * @return this builder
         * @throws IllegalArgumentException if it is empty, or has a character that cannot stand in a header
         */
        public Builder contentType(String type) {
            if (!type.matches("[!-~][ -~]*")) {
                throw new IllegalArgumentException(
                        "contentType is \"" + type + "\"; give one such as application/json");
            }
            contentType = type;
            return this;
        }

        /**
         * Sets how long the web server may take to hand over the request's body; {@code timeout=10s} in an expression.
         *
         * @param wait from 1 ms to a day; the default is 10 s. After it the answer is 408
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public Builder timeout(Duration wait) {
            timeout = Restart.Builder.checked("timeout", wait);
            return this;
        }

        /**
         * Sets the longest body that is read; {@code maxFrame=1MiB} in an expression. A longer one is answered with 413.
         *
         * @param bytes from 64 up; the default is 16 MiB
         * @return this builder
         * @throws IllegalArgumentException if it is under 64
         */
        public Builder maxFrame(int bytes) {
            if (bytes < 64) {
                throw new IllegalArgumentException("maxFrame is " + bytes + "; give a number of bytes from 64 up");
            }
            maxFrame = bytes;
            return this;
        }

        /**
         * Takes the environment, standard input and standard output of this process. Until the answer was written {@link System#out} leads to
         * {@link System#err}. Starting the transport reads the request and hands it over.
         *
         * @return a transport whose one peer is named as the client's address, and ends with its answer
         * @throws IOException if no web server has started this process, or its standard streams are taken already
         */
        public Transport open() throws IOException {
            return open(System.getenv());
        }

        Transport open(Map<String, String> environment) throws IOException {
            if (!environment.containsKey("REQUEST_METHOD")) {
                throw new IOException(
                        "cgi: is for a program that a web server starts with a request, and REQUEST_METHOD"
                                + " is not in the environment; configure the program as a CGI script, or use stdio:");
            }
            StdioLink streams = StdioLink.open();
            return new CgiTransport(
                    new CgiRequest(environment, streams, maxFrame, timeout),
                    new CgiLink(environment, streams, contentType));
        }
    }
}
