package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where to connect or to listen, as someone typed it. Immutable.
 *
 * @param host a name or an address, IPv6 without brackets; empty for all interfaces of a server
 * @param port from 0, which is any free one, to 65535
 */
record HostPort(String host, int port) {
    static final int LARGEST_PORT = 65_535;

    HostPort {
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("port is " + port + "; give a number from 0 to " + LARGEST_PORT);
        }
        if (isBracketed(host)) {
            host = host.substring(1, host.length() - 1);
        }
    }

    /** Reads {@code host:port} of a client; neither may be missing, and the port is not 0. */
    static HostPort ofClient(Expression expression) {
        return parse(
                expression,
                1,
                expression.shorthand() + ":host:port, for example " + expression.shorthand() + ":localhost:8888");
    }

    /** Reads {@code interface:port} of a server; the interface may be empty, and the port 0. */
    static HostPort ofServer(Expression expression) {
        return parse(
                expression,
                0,
                expression.shorthand() + ":interface:port, for example " + expression.shorthand() + ":127.0.0.1:8888");
    }

    /** Reads {@code port} or {@code interface:port}, where the port may be 0. */
    static HostPort ofPort(Expression expression) {
        String word = expression.shorthand();
        String form = word + ":port or " + word + ":interface:port, for example " + word + ":8888";
        String text = expression.positional();
        return text.isEmpty() || expression.parts().size() > 1
                ? parse(expression, 0, form)
                : new HostPort("", port(expression, text, 0, 0, "write " + form));
    }

    /** Reads {@code host} or {@code host:port}, given as an option; without a port it is 0. */
    static HostPort ofOption(Expression expression, String name, String text) {
        int colon = text.lastIndexOf(':');
        boolean bare = colon < 0 || text.endsWith("]");
        String host = bare ? text : text.substring(0, colon);
        if (host.isEmpty() || (host.indexOf(':') >= 0 && !isBracketed(host))) {
            throw new ExpressionException(name + " is \"" + Quoted.shorten(text) + "\" in \""
                    + Quoted.shorten(expression.text()) + "\"; write " + name
                    + "=host:port, with an IPv6 address in brackets, for example " + name + "=127.0.0.1:8888");
        }
        int position = expression.text().indexOf(name + "=")
                + name.length()
                + 2
                + colon
                - expression.shorthand().length()
                - 1;
        return new HostPort(
                host,
                bare ? 0 : port(expression, text.substring(colon + 1), position, 1, "write " + name + "=host:port"));
    }

    private static HostPort parse(Expression expression, int smallestPort, String form) {
        String mend = "write " + form;
        List<String> parts = expression.parts();
        String host = parts.get(0);
        if (host.startsWith("//")) {
            throw expression.error(0, "this is no URL", mend + ", without slashes");
        }
        if (parts.size() > 2) {
            throw expression.error(
                    host.length() + 1 + parts.get(1).length(),
                    "one colon too many",
                    mend + "; an IPv6 address stands in brackets, for example [::1]");
        }
        checkBrackets(expression, host);
        if (host.isEmpty() && (smallestPort > 0 || parts.size() < 2)) {
            throw expression.error(0, smallestPort > 0 ? "host missing" : "port missing", mend);
        }
        if (parts.size() < 2 || parts.get(1).isEmpty()) {
            throw expression.error(expression.positional().length(), "port missing", mend);
        }
        return new HostPort(host, port(expression, parts.get(1), host.length() + 1, smallestPort, mend));
    }

    private static void checkBrackets(Expression expression, String host) {
        if (host.startsWith("[") && !host.endsWith("]")) {
            throw expression.error(
                    host.length(), "a bracket is not closed", "write an IPv6 address in brackets, for example [::1]");
        }
        if (isBracketed(host) && host.indexOf(':') < 0) {
            throw expression.error(
                    1, "no IPv6 address in brackets", "write one, for example [::1], or leave the brackets out");
        }
    }

    private static int port(Expression expression, String text, int position, int smallest, String mend) {
        // Five digits fit an int, whatever they are.
        if (text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int port = Integer.parseInt(text);
            if (port >= smallest && port <= LARGEST_PORT) {
                return port;
            }
        }
        throw badPort(expression, text, position, smallest, mend);
    }

    private static ExpressionException badPort(
            Expression expression, String text, int position, int smallest, String mend) {
        return expression.error(
                position,
                "port \"" + Quoted.shorten(text) + "\" is not a number from " + smallest + " to " + LARGEST_PORT,
                mend);
    }

    private static boolean isBracketed(String host) {
        return host.startsWith("[") && host.endsWith("]");
    }

    /** Returns the same host with the port that was found to be free. */
    HostPort withPort(int found) {
        return new HostPort(host, found);
    }

    /** Returns {@code ip:port} of a connected peer, IPv6 in brackets. */
    static String nameOf(InetSocketAddress address) {
        return new HostPort(textOf(address.getAddress()), address.getPort()).toString();
    }

    /** Writes an address as RFC 5952 has it: {@code ::1}, where Java writes {@code 0:0:0:0:0:0:0:1}. */
    static String textOf(InetAddress address) {
        String text = address.getHostAddress();
        if (text.indexOf(':') < 0) {
            return text;
        }
        String[] groups = text.split("[:%]", -1);
        int start = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end].equals("0")) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
            i = Math.max(i, end - 1);
        }
        String scope = text.indexOf('%') < 0 ? "" : text.substring(text.indexOf('%'));
        // One zero alone is not shortened (section 4.2.2).
        return length < 2 ? text : join(groups, 0, start) + "::" + join(groups, start + length, 8) + scope;
    }

    private static String join(String[] groups, int from, int to) {
        return String.join(":", List.of(groups).subList(from, to));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
