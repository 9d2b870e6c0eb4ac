package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;

/** Opens the port that an expression which begins with {@code udp} names. Immutable. */
public final class UdpProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public UdpProvider() {}

    @Override
    public String shorthand() {
        return "udp";
    }

    @Override
    public String syntax() {
        return "udp:port or udp:interface:port";
    }

    @Override
    public String summary() {
        return "datagrams, to those who have sent one, to one peer (to=host:port), or to all";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions("to", "broadcast", "group", "maxDatagram", "idle", "reuse");
        HostPort at = HostPort.ofPort(expression);
        Udp.Builder builder = Udp.at(at.host(), at.port()).reuse(expression.flag("reuse", false));
        Options.set(expression, () -> {
            expression.option("to").ifPresent(text -> {
                HostPort to = HostPort.ofOption(expression, "to", text);
                builder.to(to.host(), to.port());
            });
            expression.option("broadcast").ifPresent(text -> {
                HostPort to =
                        text.equals("none") ? new HostPort("", 0) : HostPort.ofOption(expression, "broadcast", text);
                builder.broadcast(to.host(), to.port());
            });
            expression.option("group").ifPresent(builder::group);
            builder.maxDatagram(expression.size("maxDatagram", Udp.LARGEST))
                    .maxConnections(limits.maxConnections())
                    .idle(expression.duration("idle", Udp.DEFAULT_IDLE));
        });
        return Options.open(expression, builder::open);
    }
}
