package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.time.Duration;

/** Connects where expressions that begin with {@code zmq} say. Immutable. */
public final class ZmqProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public ZmqProvider() {}

    @Override
    public String shorthand() {
        return "zmq";
    }

    @Override
    public String syntax() {
        return "zmq:tcp://host:port";
    }

    @Override
    public String summary() {
        return "a ZeroMQ DEALER, connected to one server or, in parentheses, to several";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions(
                "connectTimeout",
                "highWaterMark",
                "sendTimeout",
                "whenFull",
                "linger",
                "heartbeat",
                "curveKeys",
                "curveServer");
        Zmq.ClientBuilder builder = new Zmq.ClientBuilder(Address.all(expression, false)).limits(limits);
        Duration connectTimeout = expression.duration("connectTimeout", Duration.ofSeconds(10));
        Address.set(expression, () -> {
            builder.connectTimeout(connectTimeout);
            builder.set(expression);
        });
        setKeys(expression, builder);
        return builder.open();
    }

    private static void setKeys(Expression expression, Zmq.ClientBuilder builder) throws IOException {
        String keys = expression.option("curveKeys").orElse("");
        String server = expression.option("curveServer").orElse("");
        if (keys.isEmpty() != server.isEmpty()) {
            throw expression.error(
                    expression.positional().length(),
                    keys.isEmpty() ? "curveServer without curveKeys" : "curveKeys without curveServer",
                    "give both: the file with this client's keys, and the one with the server's public key");
        }
        if (!keys.isEmpty()) {
            builder.curveKeys(
                    Address.path(expression, "curveKeys", keys), Address.path(expression, "curveServer", server));
        }
    }
}
