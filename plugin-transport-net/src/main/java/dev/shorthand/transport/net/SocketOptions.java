package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Expression;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * What is set on every connection, made or accepted. Immutable.
 *
 * @param noDelay           whether a small write goes out at once (TCP_NODELAY)
 * @param keepAlive         whether the operating system asks an idle peer from time to time whether it still is there (SO_KEEPALIVE)
 * @param keepAliveIdle     after so many seconds it asks first (TCP_KEEPIDLE); 0 for the system's own time
 * @param keepAliveInterval after so many more it asks again (TCP_KEEPINTVL); 0 for the system's own
 * @param keepAliveCount    so many questions without an answer end the connection (TCP_KEEPCNT); 0 for the system's own number
 */
record SocketOptions(boolean noDelay, boolean keepAlive, int keepAliveIdle, int keepAliveInterval, int keepAliveCount) {
    static final SocketOptions DEFAULTS = new SocketOptions(true, false, 0, 0, 0);

    /** The names in an expression. */
    static final String[] NAMES = Options.names(
            LinkOptions.NAMES, "noDelay", "keepAlive", "keepAliveIdle", "keepAliveInterval", "keepAliveCount");

    // The bounds of Linux (tcp(7): MAX_TCP_KEEPIDLE, MAX_TCP_KEEPINTVL, MAX_TCP_KEEPCNT).
    private static final int MOST_SECONDS = 32_767;
    private static final int MOST_COUNT = 127;

    private static final Set<SocketOption<Integer>> TIMES = Set.of(
            ExtendedSocketOptions.TCP_KEEPIDLE,
            ExtendedSocketOptions.TCP_KEEPINTERVAL,
            ExtendedSocketOptions.TCP_KEEPCOUNT);

    SocketOptions withNoDelay(boolean on) {
        return new SocketOptions(on, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveCount);
    }

    SocketOptions withKeepAlive(boolean on) {
        return new SocketOptions(noDelay, on, 0, 0, 0);
    }

    SocketOptions withKeepAlive(Duration idle, Duration interval, int count) {
        if (count < 1 || count > MOST_COUNT) {
            throw new IllegalArgumentException(
                    "keepAliveCount is " + count + "; give a number from 1 to " + MOST_COUNT);
        }
        SocketOptions timed = new SocketOptions(
                noDelay, true, seconds("keepAliveIdle", idle), seconds("keepAliveInterval", interval), count);
        refuseIfUnknown();
        return timed;
    }

    private static int seconds(String what, Duration time) {
        if (time.toSeconds() < 1 || time.toSeconds() > MOST_SECONDS || time.toNanosPart() > 0) {
            throw new IllegalArgumentException(
                    what + " is " + time + "; give whole seconds, from 1 s to " + MOST_SECONDS + " s");
        }
        return (int) time.toSeconds();
    }

    private static void refuseIfUnknown() {
        try (Socket probe = new Socket()) {
            if (!probe.supportedOptions().containsAll(TIMES)) {
                throw new IllegalArgumentException(
                        "this system does not let the times of TCP keepalive be set; set keepAlive=true alone, which has its own times, or keepAliveBytes");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot find out whether this system has keepAliveIdle", e);
        }
    }

    /** Sets what the expression says; those that it leaves out of the three are what is usual for programs: 1 min, 10 s, 6. */
    static void set(Expression expression, SocketBuilder<?> builder) {
        builder.noDelay(expression.flag("noDelay", true)).keepAlive(expression.flag("keepAlive", false));
        if (Set.of("keepAliveIdle", "keepAliveInterval", "keepAliveCount").stream()
                .anyMatch(expression.options()::containsKey)) {
            builder.keepAlive(
                    expression.duration("keepAliveIdle", Duration.ofMinutes(1)),
                    expression.duration("keepAliveInterval", Duration.ofSeconds(10)),
                    expression.size("keepAliveCount", 6));
        }
        LinkOptions.set(expression, builder);
    }

    void applyTo(Socket socket) throws IOException {
        socket.setTcpNoDelay(noDelay);
        socket.setKeepAlive(keepAlive);
        if (keepAliveCount > 0) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, keepAliveIdle);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, keepAliveInterval);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, keepAliveCount);
        }
    }
}
