package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import zmq.io.net.NetProtocol;

/**
 * An endpoint of ZeroMQ, such as {@code tcp://127.0.0.1:5555}. Immutable.
 *
 * @param text as it was given, with the port that was found once it is bound
 */
record Address(String text) {
    private static final Pattern TCP = Pattern.compile("tcp://(\\[[^\\]]+\\]|[^:\\s/]+):(\\*|\\d{1,5})");
    private static final Pattern NAMED = Pattern.compile("(ipc|inproc)://\\S+");
    private static final int LARGEST_PORT = 65_535;

    static final String FORMS = "write tcp://host:port, ipc://name or inproc://name";

    /**
     * Checks an address.
     *
     * @param server whether it is to be bound, when any interface and any free port can be asked for
     */
    static Address of(String text, boolean server) {
        String problem = problem(text, server);
        if (problem != null) {
            throw new IllegalArgumentException(problem + " in endpoint \"" + Quoted.shorten(text) + "\"; " + FORMS
                    + (server ? ", with port 0 or * for any free one" : ""));
        }
        return new Address(text);
    }

    private static @Nullable String problem(String text, boolean server) {
        if (NAMED.matcher(text).matches()) {
            return !server && text.endsWith("://*") ? "no name" : null;
        }
        if (!text.startsWith("tcp://")) {
            return text.contains("://") ? "no such way" : "no way such as tcp://";
        }
        Matcher tcp = TCP.matcher(text);
        if (!tcp.matches()) {
            boolean severalColons = text.indexOf(':', "tcp://".length()) != text.lastIndexOf(':');
            return severalColons
                    ? "no host and port (an IPv6 address stands in brackets, as in tcp://[::1]:5555)"
                    : "no host and port";
        }
        String port = tcp.group(2);
        boolean any = port.equals("*") || Integer.parseInt(port) == 0;
        if (!any && Integer.parseInt(port) > LARGEST_PORT) {
            return "port " + port + " is over " + LARGEST_PORT;
        }
        if (!server && (any || tcp.group(1).equals("*"))) {
            return any ? "no port to connect to" : "no host to connect to";
        }
        return null;
    }

    /** Reads one address, or several, each in parentheses. */
    static List<Address> all(Expression expression, boolean server) {
        List<Address> all = new ArrayList<>();
        String text = expression.positional();
        int from = 0;
        while (from < text.length() || all.isEmpty()) {
            boolean inParentheses = text.startsWith("(", from);
            int end = inParentheses ? text.indexOf(')', from) : text.length();
            String one = text.substring(inParentheses ? from + 1 : from, end);
            try {
                all.add(of(one, server));
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                int mend = message.indexOf("; ");
                throw expression.error(from, message.substring(0, mend), message.substring(mend + 2));
            }
            from = inParentheses ? end + 1 : end;
        }
        return all;
    }

    /** Runs what sets a builder's options; what the builder refuses is told with the expression that it stands in. */
    static void set(Expression expression, Runnable settings) {
        try {
            settings.run();
        } catch (ExpressionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(e.getMessage() + "; in \"" + Quoted.shorten(expression.text()) + "\"");
        }
    }

    /** Returns an option as a path. */
    static Path path(Expression expression, String option, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ExpressionException(option + " is \"" + Quoted.shorten(text) + "\", which is no path ("
                    + e.getReason() + "); give the path of a file; in \"" + Quoted.shorten(expression.text()) + "\"");
        }
    }

    static String join(List<Address> all) {
        if (all.size() == 1) {
            return all.get(0).text();
        }
        StringBuilder joined = new StringBuilder();
        for (Address address : all) {
            joined.append('(').append(address.text()).append(')');
        }
        return joined.toString();
    }

    boolean isInProcess() {
        return text.startsWith("inproc:");
    }

    /** Returns the host of a TCP endpoint without brackets, or nothing. */
    String host() {
        Matcher tcp = TCP.matcher(text);
        if (!tcp.matches()) {
            return "";
        }
        String host = tcp.group(1);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * Looks up the host, where there is one.
     *
     * @param what for the error: a host, or an interface
     * @param mend what to do about one that is unknown
     * @return whether it has IPv6 addresses alone, or is written as one; jeromq is to be told that
     */
    boolean needsIpv6(String what, String mend) throws UnknownHostException {
        String host = host();
        if (host.isEmpty() || host.equals("*")) {
            return false;
        }
        try {
            boolean hasIpv4 = false;
            for (InetAddress each : InetAddress.getAllByName(host)) {
                hasIpv4 |= each instanceof Inet4Address;
            }
            return text.startsWith("tcp://[") || !hasIpv4;
        } catch (UnknownHostException e) {
            UnknownHostException explained = new UnknownHostException(
                    "unknown " + what + " \"" + Quoted.shorten(host) + "\" in " + this + "; " + mend);
            explained.initCause(e);
            throw explained;
        }
    }

    /** Returns what jeromq calls the other side of a connection here. */
    String resolved(boolean ipv6) {
        int way = text.indexOf("://");
        zmq.io.net.Address address = new zmq.io.net.Address(
                NetProtocol.getProtocol(text.substring(0, way)), text.substring(way + "://".length()));
        address.resolve(ipv6);
        return address.toString();
    }

    /** Returns the same with the port that was free, as jeromq tells it, behind the interface as it was given. */
    Address bound(String told) {
        return text.startsWith("tcp:")
                ? new Address(text.substring(0, text.lastIndexOf(':')) + told.substring(told.lastIndexOf(':')))
                : this;
    }

    /** Whether any name will do. */
    boolean isAnyName() {
        return text.equals("ipc://*");
    }

    /** Returns a name for one that will take any; jeromq's own are control characters. */
    static Address anyName() {
        return new Address("ipc://shorthand-" + UUID.randomUUID());
    }

    @Override
    public String toString() {
        return text;
    }
}
