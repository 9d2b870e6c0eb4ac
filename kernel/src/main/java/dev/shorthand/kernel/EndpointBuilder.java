package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.engine.Nullable;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Converter;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sets what an {@link Endpoint} is made of, as text or as objects. Confined to one thread.
 */
public final class EndpointBuilder {
    // The largest that MessagePack-RPC has, and JavaScript's numbers hold it as well. Not 0 after it, which quickrpc
    // takes for none.
    private static final long LARGEST_ID = 0xffff_ffffL;

    // What is set here is read, once, by the endpoint's hub.
    Duration timeout = Duration.ofSeconds(30);
    Duration grace = Duration.ofSeconds(5);
    Execution execution = Execution.inline();
    int parallelBatches = 1;
    Dispatcher dispatcher = new Dispatcher();

    @Nullable
    Consumer<Peer> onConnect;

    @Nullable
    Consumer<Peer> onDisconnect;

    private @Nullable Consumer<? super Endpoint> prepare;
    Supplier<Id> ids = countingAfter(0);
    Cancellation cancellation = Cancellation.NONE;
    boolean deadlines;

    @Nullable
    Supplier<? extends Map<String, ?>> metadata;

    @Nullable
    PayloadTrace trace;

    boolean stackTraces;

    @Nullable
    BiPredicate<? super Peer, ? super Throwable> onBadMessage;

    private Limits limits = Limits.defaults();
    private @Nullable String codecText;
    private @Nullable Codec codec;
    private @Nullable String securityText;
    private @Nullable Security security;
    private @Nullable Plugins plugins;

    // Each a transport, or the expression of one.
    private final List<Object> transports = new ArrayList<>();

    EndpointBuilder() {}

    /**
     * Sets the codec by its expression.
     *
     * @param expression for example {@code jrpc}
     * @return this builder
     */
    public EndpointBuilder codec(String expression) {
        codecText = requireNonNull(expression, "expression");
        codec = null;
        return this;
    }

    /**
     * Sets the codec itself.
     *
     * @param object made by the builder of its plugin
     * @return this builder
     */
    public EndpointBuilder codec(Codec object) {
        codec = requireNonNull(object, "codec");
        return this;
    }

    /**
     * Adds a transport by its expression.
     *
     * @param expression for example {@code tcpserv:127.0.0.1:8888}
     * @return this builder
     */
    public EndpointBuilder transport(String expression) {
        transports.add(requireNonNull(expression, "expression"));
        return this;
    }

    /**
     * Adds a transport itself; the endpoint starts and closes it.
     *
     * @param object made by the builder of its plugin
     * @return this builder
     */
    public EndpointBuilder transport(Transport object) {
        transports.add(requireNonNull(object, "transport"));
        return this;
    }

    /**
     * Sets the security by its expression.
     *
     * @param expression for example {@code null}, the default: none
     * @return this builder
     */
    public EndpointBuilder security(String expression) {
        securityText = requireNonNull(expression, "expression");
        security = null;
        return this;
    }

    /**
     * Sets the security itself.
     *
     * @param object made by the builder of its plugin
     * @return this builder
     */
    public EndpointBuilder security(Security object) {
        security = requireNonNull(object, "security");
        return this;
    }

    /**
     * Sets the bounds; those that an expression sets come before these.
     *
     * @param bounds the default is {@link Limits#defaults()}
     * @return this builder
     */
    public EndpointBuilder limits(Limits bounds) {
        limits = requireNonNull(bounds, "limits");
        return this;
    }

    /**
     * Sets how long a call may take where it does not say so itself.
     *
     * @param callTimeout over 0; the default is 30 s
     * @return this builder
     * @throws IllegalArgumentException if it is 0 or less
     */
    public EndpointBuilder timeout(Duration callTimeout) {
        timeout = RemoteOptions.checked(callTimeout);
        return this;
    }

    /**
     * Sets how long {@link Endpoint#close()} waits for what runs.
     *
     * @param gracePeriod 0 or more; the default is 5 s
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public EndpointBuilder grace(Duration gracePeriod) {
        if (gracePeriod.isNegative()) {
            throw new IllegalArgumentException("grace is " + gracePeriod + "; give 0 or more");
        }
        grace = gracePeriod;
        return this;
    }

    /**
     * Sets which thread runs the handlers.
     *
     * @param choice the default is {@link Execution#inline()}
     * @return this builder
     */
    public EndpointBuilder execution(Execution choice) {
        execution = requireNonNull(choice, "execution");
        return this;
    }

    /**
     * Sets how many calls of one batch are handled at once. Their results are sent in the order of the calls in any case.
     *
     * @param atOnce 1, the default, has each begin when the one before has returned; more needs {@link Execution#concurrent()} or
     *               {@link Execution#on}, which say on which threads
     * @return this builder
     * @throws IllegalArgumentException if it is under 1
     */
    public EndpointBuilder parallelBatches(int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException(
                    "parallelBatches is " + atOnce + "; give 1 to have batches handled in order, or more");
        }
        parallelBatches = atOnce;
        return this;
    }

    /**
     * Sets what finds the methods by name, so that no call comes before they are served.
     *
     * @param methods may be shared by several endpoints
     * @return this builder
     */
    public EndpointBuilder dispatcher(Dispatcher methods) {
        dispatcher = requireNonNull(methods, "dispatcher");
        return this;
    }

    /**
     * Has values of one more type converted, on the dispatcher that is set: see {@link Dispatcher#converter}. Comes after
     * {@link #dispatcher(Dispatcher)} and before what is served.
     *
     * @param converter for a type that has none yet
     * @return this builder
     * @throws IllegalArgumentException if the type has a converter already, or travels by itself
     * @throws IllegalStateException    if something is served already
     */
    public EndpointBuilder converter(Converter<?, ?> converter) {
        dispatcher.converter(converter);
        return this;
    }

    /**
     * Serves an interface from the first call on.
     *
     * @param <T>      the interface
     * @param contract its methods
     * @param target   handles the calls
     * @return this builder
     * @throws IllegalArgumentException if a method cannot be called remotely, or its name is taken
     */
    public <T> EndpointBuilder serve(Class<T> contract, T target) {
        dispatcher.serve(contract, target);
        return this;
    }

    /**
     * Serves an interface whose package its module neither exports nor opens, from the first call on.
     *
     * @param <T>      the interface
     * @param contract its methods
     * @param target   handles the calls
     * @param lookup   {@link MethodHandles#lookup()}, called in the module of the interface; from then on its own package and that of the interface are
     *                 open to Shorthand
     * @return this builder
     * @throws IllegalArgumentException if a method cannot be called remotely, its name is taken, or the lookup has no access
     */
    public <T> EndpointBuilder serve(Class<T> contract, T target, MethodHandles.Lookup lookup) {
        dispatcher.serve(contract, target, lookup);
        return this;
    }

    /**
     * Sets what is told of each peer that connects, before any of its calls is handled.
     *
     * @param listener called on the transport's thread; it should return soon
     * @return this builder
     */
    public EndpointBuilder onConnect(Consumer<Peer> listener) {
        onConnect = requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets what is told of each peer that is gone.
     *
     * @param listener called on the thread that noticed; it should return soon
     * @return this builder
     */
    public EndpointBuilder onDisconnect(Consumer<Peer> listener) {
        onDisconnect = requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets what is to be done with the endpoint before its transports open: the place for two-way APIs, so that no call comes before its handler is there.
     *
     * @param action called once by {@link #open}, on the thread that calls it; what it throws comes out of there, and the endpoint is closed
     * @return this builder
     */
    public EndpointBuilder prepare(Consumer<? super Endpoint> action) {
        prepare = requireNonNull(action, "action");
        return this;
    }

    /**
     * Sets where expressions find their plugins. Converters among them are given to the dispatcher, as {@link #converter} does.
     *
     * @param found the default is {@link Plugins#installed()}; {@link Plugins#of} does without a lookup
     * @return this builder
     * @throws IllegalArgumentException if a converter of theirs is for a type that has one
     * @throws IllegalStateException    if they have a converter, and something is served already
     */
    public EndpointBuilder plugins(Plugins found) {
        plugins = requireNonNull(found, "plugins");
        for (Converter<?, ?> converter : found.converters()) {
            dispatcher.converter(converter);
        }
        return this;
    }

    /**
     * Sets what makes the ids of calls.
     *
     * @param generator asked for each call, from any thread; what it gives must differ from all ids that wait for a reply. The default counts from 1 to
     *                  2^32 - 1, and begins again.
     * @return this builder
     */
    public EndpointBuilder ids(Supplier<Id> generator) {
        ids = requireNonNull(generator, "generator");
        return this;
    }

    /**
     * Sets how the other side is told of calls that were cancelled or whose deadline has passed, and by which notification it tells so itself.
     *
     * @param protocol the default is {@link Cancellation#NONE}
     * @return this builder
     */
    public EndpointBuilder cancellation(Cancellation protocol) {
        cancellation = requireNonNull(protocol, "protocol");
        return this;
    }

    /**
     * Has each call carry how much time is left for it, in the header notification that security uses, and has calls that bring such a header
     * keep to it. Both sides must be set so: one that is not refuses a message with a header.
     *
     * @return this builder
     */
    public EndpointBuilder carryDeadlines() {
        deadlines = true;
        return this;
    }

    /**
     * Has each call carry metadata, such as a {@code traceparent}, in the header notification that security uses; handlers find it in {@link Caller#headers()}.
     * Both sides must be set so: one that is not refuses a message with a header.
     *
     * @param source asked for each message, on the thread that sends it
     * @return this builder
     */
    public EndpointBuilder carryMetadata(Supplier<? extends Map<String, ?>> source) {
        metadata = requireNonNull(source, "source");
        return this;
    }

    /**
     * Sets what sees each payload.
     *
     * @param listener called for payloads in and out
     * @return this builder
     */
    public EndpointBuilder trace(PayloadTrace listener) {
        trace = requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets what sees each message that causes problems, before it is logged. Whatever it does, an error reply is sent where one is due. It gets the peer and
     * one of these:
     *
     * <ul>
     *   <li>an {@link RpcException} with {@link ErrorCodes#PARSE_ERROR} for what is not the codec's format
     *   <li>a {@link BadRequestException} for what is no request
     *   <li>a {@link dev.shorthand.kernel.spi.SecurityRefusedException} for what the security refuses
     *   <li>a {@link dev.shorthand.kernel.spi.FramingException} for a stream that cannot be read any further; the connection then ends
     *   <li>a {@link BadReplyException} for what is no reply, or one that no call waits for, which often is only late
     *   <li>a {@link RemoteException} for an error that the peer reports without saying of which call
     *   <li>a {@link MethodNotFoundException} or {@link InvalidParamsException} for a call or notification that fits no method
     *   <li>a {@link LimitException} for more calls at once than {@link Limits#maxPending}
     *   <li>what a handler threw, or its promise failed with: always for a notification, and for a call where it was not made for the caller
     * </ul>
     *
     * @param hook returns true to have it logged as it is without a hook: at warn, and a reply that no call waits for at debug. Called from any thread, mostly
     *             the one that reads the connection, so it should return soon, and not wait for that peer. What it throws is logged, and counts as true.
     * @return this builder
     */
    public EndpointBuilder onBadMessage(BiPredicate<? super Peer, ? super Throwable> hook) {
        onBadMessage = requireNonNull(hook, "hook");
        return this;
    }

    /**
     * Sets whether callers are told all about a failure, for development: where the error has no data of its own, its data is then a map with
     * {@code exception}, the name of the class, and {@code stackTrace}, at most 16,000 characters of it; and messages are sent as they are.
     *
     * <p>Without it no stack trace goes out, and of an exception that was not made for the caller no message that names a class or an absolute path: the caller
     * gets "Server error" in its place. Meant for the caller is each {@link RpcException} and what has an {@link ErrorCode}.
     *
     * @param sent the default is false, as callers are strangers
     * @return this builder
     */
    public EndpointBuilder stackTraces(boolean sent) {
        stackTraces = sent;
        return this;
    }

    /**
     * Opens the endpoint: its transports connect, or listen.
     *
     * @return the endpoint; the caller closes it
     * @throws IOException           if a transport cannot be opened; none is left open
     * @throws IllegalStateException if codec or transport is missing, or batches are to be handled in parallel where the execution runs one
     *                               call at a time
     * @throws dev.shorthand.kernel.spi.ExpressionException if an expression cannot be read
     */
    public Endpoint open() throws IOException {
        if (transports.isEmpty()) {
            throw new IllegalStateException(
                    "no transport is set; add one, for example transport(\"tcpserv:127.0.0.1:8888\")");
        }
        if (parallelBatches > 1 && execution.isOrdered()) {
            throw new IllegalStateException(
                    "parallelBatches is " + parallelBatches + ", but the execution \"" + execution
                            + "\" handles calls in order; set execution(Execution.concurrent()), or leave parallelBatches at 1");
        }
        Hub hub = new Hub(this);
        Endpoint endpoint = new Endpoint(hub, grace);
        try {
            if (prepare != null) {
                prepare.accept(endpoint);
            }
            hub.open(List.copyOf(transports));
            return endpoint;
        } catch (IOException | RuntimeException | Error e) {
            hub.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Opens the endpoint without waiting for that.
     *
     * @param executor runs {@link #open}, which may take a while; from now on this builder is its own
     * @return completes with the endpoint, or with what {@link #open} throws. If it is cancelled, or completed otherwise, before that, the endpoint is closed as soon as it is open
     */
    public Promise<Endpoint> openAsync(Executor executor) {
        Promise<Endpoint> opening = new Promise<>();
        executor.execute(() -> {
            try {
                Endpoint opened = open();
                if (!opening.complete(opened)) {
                    opened.close();
                }
            } catch (Throwable e) {
                opening.completeExceptionally(e);
            }
        });
        return opening;
    }

    Codec codec() {
        if (codec != null) {
            return codec;
        }
        if (codecText == null) {
            throw new IllegalStateException("no codec is set; set one, for example codec(\"jrpc\")");
        }
        return plugins().codec(codecText, limits());
    }

    @Nullable
    Security security() {
        return security != null || securityText == null ? security : plugins().security(securityText);
    }

    /** The limits, with those that the expressions set: they are the endpoint's, whichever expression they stand in. */
    Limits limits() {
        Limits merged = limits;
        if (codecText != null && codec == null) {
            merged = Expression.parse(codecText).limits(merged);
        }
        for (Object transport : transports) {
            if (transport instanceof String expression) {
                merged = Expression.parse(expression).limits(merged);
            }
        }
        return merged;
    }

    Plugins plugins() {
        return plugins == null ? Plugins.installed() : plugins;
    }

    /** Returns ids from {@code last + 1} to 2^32 - 1, and again from 1; safe for any thread. */
    static Supplier<Id> countingAfter(long last) {
        AtomicLong count = new AtomicLong(last);
        return () -> Id.of(count.getAndIncrement() % LARGEST_ID + 1);
    }
}
