package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.time.Duration;

/** Binds where expressions that begin with {@code zmqserv} say. Immutable. */
public final class ZmqServerProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public ZmqServerProvider() {}

    @Override
    public String shorthand() {
        return "zmqserv";
    }

    @Override
    public String syntax() {
        return "zmqserv:tcp://interface:port";
    }

    @Override
    public String summary() {
        return "a ZeroMQ ROUTER; interface * means all, port 0 any free one";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions(
                "answerNotifications",
                "firstFrame",
                "idle",
                "idleTimeout",
                "highWaterMark",
                "sendTimeout",
                "whenFull",
                "linger",
                "heartbeat",
                "curveKeys",
                "curveClients");
        Zmq.ServerBuilder builder = new Zmq.ServerBuilder(Address.all(expression, true))
                .limits(limits)
                .answerNotifications(expression.flag("answerNotifications", false));
        Address.set(expression, () -> {
            // Zero is what is there without them, and no time to give.
            expression
                    .option("firstFrame")
                    .ifPresent(text -> builder.firstFrame(expression.duration("firstFrame", Duration.ZERO)));
            expression.option("idle").ifPresent(text -> builder.idle(expression.duration("idle", Duration.ZERO)));
            builder.idleTimeout(expression.duration("idleTimeout", Patience.DEFAULTS.idleTimeout()));
            builder.set(expression);
        });
        String keys = expression.option("curveKeys").orElse("");
        String clients = expression.option("curveClients").orElse("");
        if (keys.isEmpty() && !clients.isEmpty()) {
            throw new ExpressionException("curveClients is there without curveKeys in \""
                    + Quoted.shorten(expression.text()) + "\"; add curveKeys=FILE, with the server's own keys");
        }
        if (!clients.isEmpty()) {
            builder.curveKeys(
                    Address.path(expression, "curveKeys", keys), Address.path(expression, "curveClients", clients));
        } else if (!keys.isEmpty()) {
            builder.curveKeys(Address.path(expression, "curveKeys", keys));
        }
        return builder.open();
    }
}
