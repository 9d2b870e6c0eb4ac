package dev.shorthand.tests.kernel;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Peer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server and a client that are connected over a real socket. */
public final class Pair implements AutoCloseable {
    public final Endpoint server;
    public final Endpoint client;

    /** The client, as the server sees it. */
    public final Peer atServer;

    private Pair(Endpoint server, Endpoint client, Peer atServer) {
        this.server = server;
        this.client = client;
        this.atServer = atServer;
    }

    public static Pair open(Consumer<EndpointBuilder> serverSide, Consumer<EndpointBuilder> clientSide)
            throws Exception {
        BlockingQueue<Peer> connected = new LinkedBlockingQueue<>();
        EndpointBuilder serverBuilder = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .onConnect(connected::add);
        serverSide.accept(serverBuilder);
        Endpoint server = serverBuilder.open();
        try {
            EndpointBuilder clientBuilder = Endpoint.builder().codec("jrpc").transport(clientOf(server));
            clientSide.accept(clientBuilder);
            Endpoint client = clientBuilder.open();
            Peer atServer = connected.poll(20, TimeUnit.SECONDS);
            if (atServer == null) {
                throw new AssertionError("the server was not told of its client");
            }
            return new Pair(server, client, atServer);
        } catch (IOException | RuntimeException e) {
            server.close(Duration.ZERO);
            throw e;
        }
    }

    /** Returns the expression that reaches a server. */
    public static String clientOf(Endpoint server) {
        return server.transports().get(0).replace("tcpserv:", "tcp:");
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
