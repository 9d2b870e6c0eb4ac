package dev.shorthand.binding;

import static java.util.Objects.requireNonNull;

import dev.shorthand.binding.types.CallsTo;
import dev.shorthand.binding.types.Contract;
import dev.shorthand.binding.types.Converters;
import dev.shorthand.binding.types.HandlerMethod;
import dev.shorthand.binding.types.ReflectiveBinder;
import dev.shorthand.binding.types.Signature;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Handler;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.RemoteOptions;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A two-way API: one interface says what this side calls and what it is called for, and the other side has the same interface
 * with the two exchanged.
 *
 * <pre>{@code
 * interface Chat {
 *     @Outgoing
 *     void say(String text);
 *
 *     @Incoming
 *     void said(String who, String text);
 * }
 *
 * Api<Chat> chat = Api.of(client, Chat.class);
 * chat.on(Chat::said, (who, text) -> System.out.println(who + ": " + text));
 * chat.toAll().say("Hello");
 *
 * Api<Chat> served = Api.inverted(server, Chat.class);
 * served.on(Chat::say, text -> served.toAll().said("someone", text));
 * }</pre>
 *
 * <p>A method that returns something is a request, a {@code void} one a notification unless it is marked {@link Request}.
 *
 * <p>The body of a default method runs first. On the side that calls, the call is sent if the body returns, whatever it returns,
 * and not if it throws. On the side that is called, the body comes before the handlers; what it returns counts as an answer if it
 * is not null, and if it throws, no handler is called. In a body {@code this} is {@link #toAll()}.
 *
 * <p>Any number of handlers can be connected to an incoming method, and are called in the order in which they were. Where one throws,
 * those after it are not called, and a caller that waits gets the failure. At most one may answer a request with something
 * else than null (a stage is something else): otherwise the caller gets an error, and the log has the places where the two were
 * connected. A request that none answers has the result null, and a notification for which there is no handler is dropped.
 *
 * <p>Safe for any thread.
 *
 * @param <C> the interface
 */
// The lint fears that a lambda might fit two of the on(…) alike. Each kind of Slot with a value extends the one
// without, which decides.
@SuppressWarnings("overloads")
public final class Api<C> {
    private static final StackWalker STACK = StackWalker.getInstance();

    private final Endpoint endpoint;
    private final Contract<C> contract;
    private final C toAll;
    private final Map<String, Signal> signals = new TreeMap<>();

    private Api(Endpoint endpoint, Contract<C> contract) {
        this.endpoint = endpoint;
        this.contract = contract;
        this.toAll = contract.proxy(new CallsTo(endpoint, RemoteOptions.defaults()));
        for (Signature signature : contract.incoming()) {
            Signal signal = new Signal(signature);
            Method method = signature.method();
            if (method.isDefault()) {
                signal.connect(args -> contract.runBody(toAll, method, args), null, "that is the method's own body");
            }
            signals.put(signature.name(), signal);
        }
        // A name that is taken is tried first, so that its error leaves nothing behind.
        Dispatcher dispatcher = endpoint.dispatcher();
        Collection<String> taken = dispatcher.methods();
        signals.entrySet().stream()
                .sorted(Comparator.comparing(entry -> !taken.contains(entry.getKey())))
                .forEach(entry -> dispatcher.add(entry.getKey(), entry.getValue()));
    }

    /**
     * Makes one side of a two-way API on an endpoint. Its incoming methods can be called from now on.
     *
     * @param <C>      the interface
     * @param endpoint is called, and calls
     * @param contract each of its methods is marked {@link Incoming} or {@link Outgoing}, as seen from here
     * @return the API
     * @throws IllegalArgumentException if a method is marked badly or cannot be called remotely, or its name is taken
     */
    public static <C> Api<C> of(Endpoint endpoint, Class<C> contract) {
        return new Api<>(endpoint, new Contract<>(contract, false, converters(endpoint)));
    }

    /**
     * Makes one side of a two-way API whose module neither exports nor opens the package of the interface and its records.
     *
     * @param <C>      the interface
     * @param endpoint is called, and calls
     * @param contract as for {@link #of(Endpoint, Class)}
     * @param lookup   {@link MethodHandles#lookup()}, called in the module of the interface; from then on its own package and that of the interface are
     *                 open to Shorthand
     * @return the API
     * @throws IllegalArgumentException if a method is marked badly or cannot be called remotely, or its name is taken
     */
    public static <C> Api<C> of(Endpoint endpoint, Class<C> contract, MethodHandles.Lookup lookup) {
        endpoint.binder().open(contract, lookup);
        return of(endpoint, contract);
    }

    /**
     * Makes the other side of a two-way API: what the interface calls outgoing is incoming here. Its incoming methods can be
     * called from now on.
     *
     * @param <C>      the interface
     * @param endpoint is called, and calls
     * @param contract each of its methods is marked {@link Incoming} or {@link Outgoing}, as seen from the other side
     * @return the API
     * @throws IllegalArgumentException if a method is marked badly or cannot be called remotely, or its name is taken
     */
    public static <C> Api<C> inverted(Endpoint endpoint, Class<C> contract) {
        return new Api<>(endpoint, new Contract<>(contract, true, converters(endpoint)));
    }

    /**
     * Makes the other side of a two-way API whose module neither exports nor opens the package of the interface and its records.
     *
     * @param <C>      the interface
     * @param endpoint is called, and calls
     * @param contract as for {@link #inverted(Endpoint, Class)}
     * @param lookup   {@link MethodHandles#lookup()}, called in the module of the interface; from then on its own package and that of the interface are
     *                 open to Shorthand
     * @return the API
     * @throws IllegalArgumentException if a method is marked badly or cannot be called remotely, or its name is taken
     */
    public static <C> Api<C> inverted(Endpoint endpoint, Class<C> contract, MethodHandles.Lookup lookup) {
        endpoint.binder().open(contract, lookup);
        return inverted(endpoint, contract);
    }

    private static Converters converters(Endpoint endpoint) {
        return ReflectiveBinder.convertersOf(endpoint.binder());
    }

    /**
     * Returns the API of the other side, on the same endpoint: a peer that has both takes both parts. Where it should take the
     * other part only, {@link #inverted} makes that alone.
     *
     * @return an API with incoming and outgoing exchanged
     * @throws IllegalArgumentException if the endpoint serves a method of that name already
     */
    public Api<C> invert() {
        return new Api<>(endpoint, contract.invert());
    }

    /**
     * Returns what notifies all peers that are connected at the time, and calls the only one: an object whose outgoing methods
     * are calls. Its incoming methods throw an {@link IllegalStateException}.
     *
     * @return the same object every time
     */
    public C toAll() {
        return toAll;
    }

    /**
     * Makes an object whose outgoing methods are calls to some peers.
     *
     * @param peers one, or any number that can be notified
     * @return as {@link #to(Collection)}
     */
    public C to(Peer... peers) {
        return to(List.of(peers));
    }

    /**
     * Makes an object whose outgoing methods are calls to some peers. A notification goes to each of them; one that cannot be
     * reached does not keep the others from being notified, and only where none can, {@link DisconnectedException} is thrown. A
     * request needs one peer, and throws an {@link IllegalStateException} where several were chosen.
     *
     * @param peers copied
     * @return an object that is safe for any thread; its incoming methods throw an {@link IllegalStateException}
     */
    public C to(Collection<Peer> peers) {
        List<Peer> chosen = List.copyOf(peers);
        return contract.proxy(
                chosen.size() == 1 ? new CallsTo(chosen.get(0), RemoteOptions.defaults()) : new PeersCalls(chosen));
    }

    /**
     * Connects a handler to an incoming method with no parameters. A {@link Caller} counts among a method's parameters.
     *
     * @param method  refers to the method, for example {@code Chat::bye}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public Subscription on(Slot.Void1<C> method, Slot.Void0 handler) {
        return connect(method, 0, handler);
    }

    /**
     * Connects a handler to an incoming method with no parameters and a result.
     *
     * @param <R>    what it returns
     * @param method  refers to the method, for example {@code Chat::count}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public <R> Subscription on(Slot.Value1<C, R> method, Slot.Value0<R> handler) {
        return connect(method, 0, handler);
    }

    /**
     * Connects a handler to an incoming method with one parameter.
     *
     * @param <A>    the parameter's type
     * @param method  refers to the method, for example {@code Chat::say}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public <A> Subscription on(Slot.Void2<C, A> method, Slot.Void1<A> handler) {
        return connect(method, 1, handler);
    }

    /**
     * Connects a handler to an incoming method with one parameter and a result.
     *
     * @param <A>    the parameter's type
     * @param <R>    what it returns
     * @param method  refers to the method, for example {@code Chat::say}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public <A, R> Subscription on(Slot.Value2<C, A, R> method, Slot.Value1<A, R> handler) {
        return connect(method, 1, handler);
    }

    /**
     * Connects a handler to an incoming method with two parameters.
     *
     * @param <A>    the first parameter
     * @param <B>    the second parameter
     * @param method  refers to the method, for example {@code Chat::say}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public <A, B> Subscription on(Slot.Void3<C, A, B> method, Slot.Void2<A, B> handler) {
        return connect(method, 2, handler);
    }

    /**
     * Connects a handler to an incoming method with two parameters and a result.
     *
     * @param <A>    the first parameter
     * @param <B>    the second parameter
     * @param <R>    what it returns
     * @param method  refers to the method, for example {@code Chat::say}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public <A, B, R> Subscription on(Slot.Value3<C, A, B, R> method, Slot.Value2<A, B, R> handler) {
        return connect(method, 2, handler);
    }

    /**
     * Connects a handler to an incoming method with three parameters.
     *
     * @param <A>    the first parameter
     * @param <B>    the second parameter
     * @param <D>    the third parameter
     * @param method  refers to the method, for example {@code Chat::say}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public <A, B, D> Subscription on(Slot.Void4<C, A, B, D> method, Slot.Void3<A, B, D> handler) {
        return connect(method, 3, handler);
    }

    /**
     * Connects a handler to an incoming method with three parameters and a result.
     *
     * @param <A>    the first parameter
     * @param <B>    the second parameter
     * @param <D>    the third parameter
     * @param <R>    what it returns
     * @param method  refers to the method, for example {@code Chat::say}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public <A, B, D, R> Subscription on(Slot.Value4<C, A, B, D, R> method, Slot.Value3<A, B, D, R> handler) {
        return connect(method, 3, handler);
    }

    /**
     * Connects a handler to an incoming method with four parameters.
     *
     * @param <A>    the first parameter
     * @param <B>    the second parameter
     * @param <D>    the third parameter
     * @param <E>    the fourth parameter
     * @param method  refers to the method, for example {@code Chat::say}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public <A, B, D, E> Subscription on(Slot.Void5<C, A, B, D, E> method, Slot.Void4<A, B, D, E> handler) {
        return connect(method, 4, handler);
    }

    /**
     * Connects a handler to an incoming method with four parameters and a result.
     *
     * @param <A>    the first parameter
     * @param <B>    the second parameter
     * @param <D>    the third parameter
     * @param <E>    the fourth parameter
     * @param <R>    what it returns
     * @param method  refers to the method, for example {@code Chat::say}
     * @param handler is called after those that are connected already
     * @return disconnects it
     * @throws IllegalArgumentException if {@code method} refers to no incoming method
     */
    public <A, B, D, E, R> Subscription on(Slot.Value5<C, A, B, D, E, R> method, Slot.Value4<A, B, D, E, R> handler) {
        return connect(method, 4, handler);
    }

    /**
     * Connects a handler to an incoming method by its name.
     *
     * @param name    on the wire
     * @param handler gets the arguments by name, as the types that the interface declares
     * @return disconnects it
     * @throws IllegalArgumentException if there is no such incoming method
     */
    public Subscription on(String name, Handler handler) {
        return signal(contract.incoming(name))
                .connect(null, requireNonNull(handler, "handler"), "connected at " + place());
    }

    /**
     * Connects an object to all incoming methods. Its outgoing methods are never called.
     *
     * @param target implements the incoming methods; those whose default body it leaves as it is are not connected
     * @return disconnects it
     */
    public Subscription connect(C target) {
        List<Subscription> connected = new ArrayList<>();
        String where = "connected at " + place();
        for (Signal signal : signals.values()) {
            if (!inherits(target, signal.signature().method())) {
                connected.add(signal.connect(
                        HandlerMethod.of(signal.signature(), requireNonNull(target), null)::invoke, null, where));
            }
        }
        return () -> connected.forEach(Subscription::close);
    }

    // Its body would run twice.
    private static boolean inherits(Object target, Method method) {
        try {
            return target.getClass()
                    .getMethod(method.getName(), method.getParameterTypes())
                    .isDefault();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(target.getClass() + " has not all methods of its interface", e);
        }
    }

    private Subscription connect(Slot method, int arity, Slot handler) {
        return signal(contract.incoming(method, arity))
                .connect(requireNonNull(handler, "handler"), null, "connected at " + place());
    }

    private Signal signal(Signature signature) {
        return requireNonNull(signals.get(signature.name()));
    }

    // Who connects: the first frame that is not of this class.
    private static String place() {
        return STACK.walk(frames -> frames.filter(frame -> !frame.getClassName().equals(Api.class.getName()))
                .findFirst()
                .map(frame -> frame.toStackTraceElement().toString())
                .orElse("an unknown place"));
    }

    /**
     * Returns the incoming methods for which there is neither a handler nor a default body, to see at the start what was forgotten.
     *
     * @return their names on the wire, sorted
     */
    public List<String> unhandledCalls() {
        return signals.values().stream()
                .filter(Signal::isUnhandled)
                .map(signal -> signal.signature().name())
                .toList();
    }

    /** Returns the contract in print: the interface's name, and a line for each method with its direction on this side. */
    @Override
    public String toString() {
        return contract.toString();
    }
}
