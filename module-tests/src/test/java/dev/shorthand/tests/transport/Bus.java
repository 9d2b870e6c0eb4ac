package dev.shorthand.tests.transport;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Peer;
import dev.shorthand.tests.kernel.Wait;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Consumer;

/** Two endpoints of this process on a bus of their own. */
final class Bus implements AutoCloseable {
    final Endpoint server;
    final Endpoint client;

    private Bus(Endpoint server, Endpoint client) {
        this.server = server;
        this.client = client;
    }

    /** Opens both with objects handed over as they are. */
    static Bus handing(Consumer<EndpointBuilder> atServer, Consumer<EndpointBuilder> atClient) throws IOException {
        return open("objects=true", "objects=true", atServer, atClient);
    }

    /** Opens both with options of their transports. */
    static Bus open(
            String serverOptions,
            String clientOptions,
            Consumer<EndpointBuilder> atServer,
            Consumer<EndpointBuilder> atClient)
            throws IOException {
        String bus = "internal:" + UUID.randomUUID();
        Endpoint server = open(bus + ":server?" + serverOptions, atServer);
        try {
            return new Bus(server, open(bus + "?to=server&" + clientOptions, atClient));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Endpoint open(String transport, Consumer<EndpointBuilder> side) throws IOException {
        EndpointBuilder builder = Endpoint.builder().codec("jrpc").transport(transport);
        side.accept(builder);
        return builder.open();
    }

    /** Returns the client as the server sees it. */
    Peer peer() {
        Wait.until("the server knows its client", () -> !server.peers().isEmpty());
        return server.peers().iterator().next();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
