package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;

/**
 * The standard input and output of this process as a connection, for a program that another one starts.
 *
 * <pre>{@code
 * Transport parent = Stdio.open();
 * }</pre>
 */
public final class Stdio {
    private Stdio() {}

    /**
     * Takes {@link System#in} and {@link System#out}; {@code stdio:} in an expression.
     *
     * <p>From now on {@link System#out} leads to {@link System#err}, so that nothing else writes between the messages, until the connection
     * is closed. The end of input ends the connection. A read of standard input cannot be broken off: a daemon thread may be left in it
     * after the connection was closed, and what it reads is there for whoever opens standard input next in this way.
     *
     * @return a transport whose one peer is named {@code stdio}
     * @throws IOException if it is open already
     */
    public static Transport open() throws IOException {
        return new LinkTransport("stdio:", StdioLink.open());
    }
}
