package dev.shorthand.kernel;

import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.ResultReader;
import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This side: it serves methods to its peers, and calls theirs.
 *
 * <pre>{@code
 * try (Endpoint server = Endpoint.builder().codec("jrpc").transport("tcpserv:127.0.0.1:8888").open()) {
 *     server.serve(Greeter.class, name -> "Hello, " + name);
 *
 *     try (Endpoint client = Endpoint.builder().codec("jrpc").transport("tcp:127.0.0.1:8888").open()) {
 *         System.out.println(client.remote(Greeter.class).greet("world"));
 *     }
 * }
 * }</pre>
 *
 * <p>Both sides are endpoints: a server may call its clients, too. Safe for any thread.
 */
public final class Endpoint implements Remote, AutoCloseable {
    private final Hub hub;
    private final Duration grace;

    Endpoint(Hub hub, Duration grace) {
        this.hub = hub;
        this.grace = grace;
    }

    /**
     * Returns what an endpoint is made with.
     *
     * @return a builder that needs at least a codec and a transport
     */
    public static EndpointBuilder builder() {
        return new EndpointBuilder();
    }

    /**
     * Serves an interface.
     *
     * @param <T>      the interface
     * @param contract its methods can be called from now on
     * @param target   handles the calls
     * @return this endpoint
     * @throws IllegalArgumentException if a method cannot be called remotely, or its name is taken
     */
    public <T> Endpoint serve(Class<T> contract, T target) {
        hub.dispatcher().serve(contract, target);
        return this;
    }

    /**
     * Serves an interface whose package its module neither exports nor opens.
     *
     * @param <T>      the interface
     * @param contract its methods can be called from now on
     * @param target   handles the calls
     * @param lookup   {@link MethodHandles#lookup()}, called in the module of the interface; from then on its own package and that of the interface are
     *                 open to Shorthand
     * @return this endpoint
     * @throws IllegalArgumentException if a method cannot be called remotely, its name is taken, or the lookup has no access
     */
    public <T> Endpoint serve(Class<T> contract, T target, MethodHandles.Lookup lookup) {
        hub.dispatcher().serve(contract, target, lookup);
        return this;
    }

    /**
     * Returns what finds the methods by name, to add some.
     *
     * @return the dispatcher of this endpoint
     */
    public Dispatcher dispatcher() {
        return hub.dispatcher();
    }

    /**
     * Returns the expressions of its transports, with what became known on opening.
     *
     * @return for example {@code tcpserv:127.0.0.1:40123} for {@code tcpserv:127.0.0.1:0}
     */
    public List<String> transports() {
        return hub.transports();
    }

    /**
     * Replaces the transports, while all that is served and connected stays. The new ones are opened first; if one fails, all stays as it is. Then the
     * old ones are closed: the calls to their peers that wait for a reply fail as they do when a connection is lost, and handlers that run finish,
     * with nobody to answer. Between the two, peers of both are connected.
     *
     * @param expressions one or more, for example {@code tcp:127.0.0.1:8888}; the limits stay those that the endpoint was opened with
     * @throws IOException              if one cannot be opened, for example as its port is taken, be it by the transport that it is to replace
     * @throws IllegalArgumentException if there is none, or one is no expression of a transport, or sets a limit
     * @throws EndpointClosedException  if the endpoint is closed
     */
    public void replaceTransports(String... expressions) throws IOException {
        hub.replaceTransports(List.of(expressions));
    }

    /**
     * Replaces the transports by given ones, as {@link #replaceTransports(String...)} does by named ones.
     *
     * @param transports one or more, open and not started, from a transport's builder; if one fails, all of these are closed
     * @throws IOException              if one cannot be started
     * @throws IllegalArgumentException if there is none
     * @throws EndpointClosedException  if the endpoint is closed
     */
    public void replaceTransports(Transport... transports) throws IOException {
        hub.replaceTransports(List.of(transports));
    }

    /**
     * Returns who is connected.
     *
     * @return a copy
     */
    public Collection<Peer> peers() {
        return hub.peers();
    }

    /**
     * Returns one peer.
     *
     * @param name its name
     * @return empty if it is not connected
     */
    public Optional<Peer> peer(String name) {
        for (Peer peer : hub.peers()) {
            if (peer.name().equals(name)) {
                return Optional.of(peer);
            }
        }
        return Optional.empty();
    }

    /**
     * Calls the one peer that is connected.
     *
     * @throws DisconnectedException if none is; where a transport says so ({@link dev.shorthand.kernel.spi.Transport#awaitsPeers}), this waits for one first, until
     *                               the call's deadline, at which it is a {@link DeadlineException}
     * @throws IllegalStateException if there are several: call one of {@link #peers()}
     */
    @Override
    public @Nullable Object callTyped(
            String method, Params params, @Nullable ResultReader reader, boolean wait, Duration timeLeft) {
        long deadline = Peer.deadline(timeLeft);
        return hub.onlyPeer(deadline).callTyped(method, params, reader, wait, deadline);
    }

    /**
     * Notifies all peers. One that cannot be reached does not keep the others from being notified. The only peer is waited for where it does not read; of several, those that do are
     * notified first, and one for which {@link Limits#maxQueued} bytes wait already is given 1 s. If it has read nothing by then it misses this notification and all until it reads again,
     * which is logged; so it holds up nobody. Where none may be missed, notify {@link #peers} one by one.
     *
     * @throws EncodeException if an argument cannot be sent
     * @throws LimitException  if it is over a limit for each peer, as one that is longer than {@link Limits#maxFrame}
     */
    @Override
    public void notify(String method, Params params) {
        hub.notifyAll(method, params);
    }

    /**
     * Sends several calls and notifications to the one peer that is connected.
     *
     * @throws DisconnectedException if none is
     * @throws IllegalStateException if there are several: call one of {@link #peers()}
     */
    @Override
    public List<Promise<@Nullable Object>> callAll(
            List<Call> calls, List<? extends @Nullable ResultReader> readers, Duration timeLeft) {
        return hub.onlyPeer(Peer.deadline(timeLeft)).callAll(calls, readers, timeLeft);
    }

    @Override
    public int maxBatch() {
        return hub.limits.maxBatch();
    }

    /** Returns how long a call may take where it does not say so itself: what the builder has set. */
    @Override
    public Duration timeout() {
        return hub.timeout;
    }

    @Override
    public Binder binder() {
        return hub.dispatcher().binder();
    }

    /**
     * Waits until somebody has closed this endpoint, or its last connection has ended where it is a client.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitEnd() throws InterruptedException {
        hub.awaitEnd();
    }

    /**
     * Closes it with the grace period of the builder; see {@link #close(Duration)}.
     */
    @Override
    public void close() {
        close(grace);
    }

    /**
     * Closes it: no new calls, those that run finish within the grace period, what waits to be sent is sent, the rest fails; then all
     * threads and sockets are gone. Doing it twice is harmless: who comes second waits for the first, for no longer than its own grace period.
     *
     * <p>Called by one of its own handlers, or by what follows one of its promises, it refuses new calls from then on and returns at once; the rest
     * follows on a thread of its own, so that the handler finishes and is answered. {@link #awaitEnd} waits for that.
     *
     * @param gracePeriod how long to wait for what runs
     */
    public void close(Duration gracePeriod) {
        hub.close(gracePeriod);
    }

    @Override
    public String toString() {
        return "endpoint at " + String.join(", ", transports());
    }
}
