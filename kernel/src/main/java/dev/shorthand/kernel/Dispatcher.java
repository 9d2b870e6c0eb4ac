package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.engine.Nullable;
import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Converter;
import dev.shorthand.kernel.spi.Nearest;
import dev.shorthand.kernel.spi.TypedHandler;
import dev.shorthand.kernel.spi.ValueReader;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Finds a method by name, checks and converts its arguments, calls it, and turns whatever happens into a reply.
 *
 * <p>It needs neither codec nor transport:
 *
 * <pre>{@code
 * Dispatcher dispatcher = new Dispatcher();
 * dispatcher.add("add", (params, caller) -> (Long) params.value(0) + (Long) params.value(1));
 * Message reply = dispatcher.dispatch(new Call(Id.of(1), "add", Params.positional(1L, 2L)), Caller.local()).result().get();
 * }</pre>
 *
 * <p>Safe for any thread; methods can be added while calls are dispatched.
 */
public final class Dispatcher {
    private final Map<String, Handler> methods = new ConcurrentHashMap<>();
    private final Map<String, Dispatcher> mounted = new ConcurrentHashMap<>();
    private volatile List<Interceptor> interceptors = List.of();
    private volatile @Nullable BiConsumer<? super Call, ? super Caller> validator;

    // Null until somebody asks, as services are looked for then, and where there is none. Guarded by this.
    private @Nullable Binder binder;

    // Whether a method was read with the binder, or an endpoint has it. Guarded by this.
    private boolean binderUsed;

    /** Makes a dispatcher without methods. */
    public Dispatcher() {}

    /**
     * Has values of one more type converted, beside those whose converters are services.
     *
     * @param converter for a type that has none yet
     * @return this dispatcher
     * @throws IllegalArgumentException if the type has a converter already; the message names both. Also if it travels by itself
     * @throws IllegalStateException    if an interface is served already, or an endpoint open with this dispatcher: converters come first
     */
    public synchronized Dispatcher converter(Converter<?, ?> converter) {
        return bindWith(
                require(knownBinder()).with(converter),
                "the converter for " + converter.type().getName() + " comes too late; give it");
    }

    /**
     * Has typed methods take calls whose arguments do not match their parameters: unknown names, and positions beyond the last parameter, are dropped; what is
     * missing is null, or zero or false for a primitive, or empty for an Optional, unless it has a {@code @Default}. What is given must still fit its type.
     *
     * @return this dispatcher
     * @throws IllegalStateException if an interface is served already, or an endpoint open with this dispatcher: this comes first
     */
    public synchronized Dispatcher lenient() {
        return bindWith(require(knownBinder()).lenient(), "lenient() comes too late; call it");
    }

    private Dispatcher bindWith(Binder after, String what) {
        if (after != binder && binderUsed) {
            throw new IllegalStateException(
                    what + " before the first interface is served and before the endpoint opens");
        }
        binder = after;
        return this;
    }

    /**
     * Returns what binds interfaces here, with its converters, and allows no more of these.
     *
     * @return the binder
     * @throws IllegalStateException if none is installed; the message says which module to add
     */
    public Binder binder() {
        return require(binderIfAny());
    }

    /** Returns as {@link #binder} does, or null. */
    synchronized @Nullable Binder binderIfAny() {
        binderUsed = true;
        return knownBinder();
    }

    private @Nullable Binder knownBinder() {
        if (binder == null) {
            binder = Plugins.installedBinder();
        }
        return binder;
    }

    private static Binder require(@Nullable Binder found) {
        if (found == null) {
            throw new IllegalStateException(
                    "nothing here binds interfaces; put the module dev.shorthand.binding on the module path (shorthand-binding on the class path),"
                            + " or add handlers and call by name");
        }
        return found;
    }

    /**
     * Adds a method.
     *
     * @param name    its name on the wire
     * @param handler handles its calls
     * @return this dispatcher
     * @throws IllegalArgumentException if the name is taken; the message says by what
     */
    public Dispatcher add(String name, Handler handler) {
        return addAll(Map.of(name, requireNonNull(handler, "handler")));
    }

    /**
     * Adds all methods of an interface.
     *
     * @param <T>      the interface
     * @param contract its methods are added by their names, or what {@code @Named} says
     * @param target   handles the calls
     * @return this dispatcher
     * @throws IllegalArgumentException if a method cannot be called remotely, or its name is taken; nothing was added
     */
    public <T> Dispatcher serve(Class<T> contract, T target) {
        return serve("", contract, target);
    }

    /**
     * Adds all methods of an interface whose package its module neither exports nor opens.
     *
     * @param <T>      the interface
     * @param contract its methods are added by their names, or what {@code @Named} says
     * @param target   handles the calls
     * @param lookup   {@link MethodHandles#lookup()}, called in the module of the interface; from then on its own package and that of the interface are
     *                 open to Shorthand
     * @return this dispatcher
     * @throws IllegalArgumentException if a method cannot be called remotely, its name is taken, or the lookup has no access; nothing was added
     */
    public <T> Dispatcher serve(Class<T> contract, T target, MethodHandles.Lookup lookup) {
        binder().open(contract, lookup);
        return serve("", contract, target, lookup);
    }

    /**
     * Adds all methods of an interface, with a prefix.
     *
     * @param <T>      the interface
     * @param prefix   goes before each name, for example {@code "sub."}
     * @param contract its methods are added
     * @param target   handles the calls
     * @return this dispatcher
     * @throws IllegalArgumentException if a method cannot be called remotely, or its name is taken; nothing was added
     */
    public <T> Dispatcher serve(String prefix, Class<T> contract, T target) {
        return serve(prefix, contract, target, null);
    }

    private <T> Dispatcher serve(String prefix, Class<T> contract, T target, MethodHandles.@Nullable Lookup lookup) {
        return addAll(binder().handlers(contract, prefix, requireNonNull(target, "target"), lookup));
    }

    /**
     * Adds the methods of an object that are marked {@code @Public}, static ones too.
     *
     * @param prefix goes before each name, for example {@code "sub."}, or is empty
     * @param target handles the calls
     * @return this dispatcher
     * @throws IllegalArgumentException if none is marked, one cannot be called remotely, or its name is taken; nothing was added
     */
    public Dispatcher addPublic(String prefix, Object target) {
        return addAll(binder().publicHandlers(target, prefix));
    }

    /**
     * Has another dispatcher handle all names that begin with a prefix and are not its own; what is added there later counts, too.
     *
     * @param prefix for example {@code "sub."}; the other dispatcher sees names without it
     * @param other  handles those calls, inside the interceptors of this one
     * @return this dispatcher
     * @throws IllegalArgumentException if the prefix is empty or taken
     */
    public Dispatcher mount(String prefix, Dispatcher other) {
        if (prefix.isEmpty() || other == this) {
            throw new IllegalArgumentException(
                    "a dispatcher is mounted under a prefix of its own, for example \"sub.\"");
        }
        if (mounted.putIfAbsent(prefix, requireNonNull(other, "other")) != null) {
            throw new IllegalArgumentException(
                    "a dispatcher is mounted under \"" + prefix + "\" already; choose another prefix");
        }
        return this;
    }

    /**
     * Puts an interceptor around all calls, inside those added before.
     *
     * @param interceptor stands around each call from now on, also of a method that there is not
     * @return this dispatcher
     */
    public synchronized Dispatcher intercept(Interceptor interceptor) {
        List<Interceptor> longer = new ArrayList<>(interceptors);
        longer.add(requireNonNull(interceptor, "interceptor"));
        interceptors = List.copyOf(longer);
        return this;
    }

    /**
     * Sets what looks at the arguments of each call, after they have been converted and before the method is called; inside the interceptors. A dispatcher that is
     * mounted may have one of its own, which comes after this one.
     *
     * <pre>{@code
     * dispatcher.validator((call, caller) -> {
     *     if (call.params().asList().contains(null)) {
     *         throw new InvalidParamsException(call.method() + " takes no null");
     *     }
     * });
     * }</pre>
     *
     * @param check lets a call pass by returning, and refuses it with an {@link InvalidParamsException} that names the parameter, what was expected and what came, or with
     *              another {@link RpcException}. The arguments are those of a typed method as it declares them, by name, with what stands for those left out; of an untyped one
     *              as they came. Called from any thread; replaces the one before
     * @return this dispatcher
     */
    public Dispatcher validator(BiConsumer<? super Call, ? super Caller> check) {
        validator = requireNonNull(check, "check");
        return this;
    }

    private Dispatcher addAll(Map<String, ? extends Handler> added) {
        // Each is looked at before the first is added, so that an error leaves nothing behind.
        added.forEach((name, handler) -> check(name, handler, methods.get(name)));
        added.forEach((name, handler) -> check(name, handler, methods.putIfAbsent(name, handler)));
        return this;
    }

    private static void check(String name, Handler handler, @Nullable Handler taken) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a method's name is blank; give one, for example \"echo.say\"");
        }
        if (name.startsWith("rpc.")) {
            throw new IllegalArgumentException("the name \"" + name
                    + "\" begins with rpc., which JSON-RPC 2.0 (section 8) keeps for itself; choose another");
        }
        if (taken != null) {
            throw new IllegalArgumentException("the name \"" + name + "\" of " + source(handler) + " is taken by "
                    + source(taken) + "; rename one with @Named, or serve it with a prefix");
        }
    }

    private static String source(Handler handler) {
        return handler instanceof TypedHandler ? handler.toString() : "a handler";
    }

    /**
     * Returns the names of all methods.
     *
     * @return a sorted copy
     */
    public Collection<String> methods() {
        Collection<String> names = new TreeSet<>(methods.keySet());
        for (Map.Entry<String, Dispatcher> mount : mounted.entrySet()) {
            for (String name : mount.getValue().methods()) {
                names.add(mount.getKey() + name);
            }
        }
        return names;
    }

    /**
     * Handles a call on this thread.
     *
     * @param call   the call
     * @param caller who called
     * @return completes with the reply or error reply, and with nothing for a notification; a handler that fails does not make it fail
     */
    public Promise<Optional<Message>> dispatch(Call call, Caller caller) {
        Promise<Optional<Message>> promise = new Promise<>();
        dispatch(call, caller, Failures.DISCREET, reply -> promise.complete(Optional.ofNullable(reply)));
        return promise;
    }

    /**
     * Handles a call on this thread, and gives the reply to {@code onReply} on whatever thread it is ready.
     *
     * @param failures says what the caller may know of one
     * @param onReply  takes the reply, or null for a notification; called once
     */
    void dispatch(Call call, Caller caller, Failures failures, Consumer<@Nullable Message> onReply) {
        Object result;
        try {
            result = caller.deadlineNanos() == 0 ? invoke(call, caller) : invokeUntilDeadline(call, caller);
        } catch (Throwable e) {
            onReply.accept(failures.reply(call, caller, e));
            return;
        }
        if (result instanceof CompletionStage<?> stage) {
            // Not whenComplete(): that makes an exception of the failure, whose message is asked for then, and may
            // throw.
            stage.handle((value, e) -> {
                onReply.accept(e == null ? success(call, value) : failures.reply(call, caller, e));
                return null;
            });
        } else {
            onReply.accept(success(call, result));
        }
    }

    private @Nullable Object invokeUntilDeadline(Call call, Caller caller) throws Throwable {
        Caller outer = caller.enter();
        try {
            return invoke(call, caller);
        } finally {
            Caller.exit(outer);
        }
    }

    private @Nullable Object invoke(Call call, Caller caller) throws Throwable {
        List<Interceptor> around = interceptors;
        return around.isEmpty() ? invokeMethod(call, caller) : intercepted(around, 0, call, caller);
    }

    private @Nullable Object intercepted(List<Interceptor> around, int index, Call call, Caller caller)
            throws Throwable {
        if (index == around.size()) {
            return invokeMethod(call, caller);
        }
        return around.get(index).around(call, caller, (params, who) -> {
            Call inner = new Call(call.id(), call.method(), params);
            try {
                return intercepted(around, index + 1, inner, who);
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("a method threw what is neither Exception nor Error", e);
            }
        });
    }

    private @Nullable Object invokeMethod(Call call, Caller caller) throws Throwable {
        Handler handler = methods.get(call.method());
        if (handler == null) {
            return invokeMounted(call, caller);
        }
        return handler.handle(validated(handler, call, caller), caller);
    }

    /** Returns the arguments, converted where somebody has looked at them. */
    private Params validated(Handler handler, Call call, Caller caller) {
        BiConsumer<? super Call, ? super Caller> check = validator;
        Params params = call.params();
        if (check == null) {
            return params;
        }
        if (handler instanceof TypedHandler typed) {
            params = typed.convert(params);
        }
        check.accept(new Call(call.id(), call.method(), params), caller);
        return params;
    }

    private @Nullable Object invokeMounted(Call call, Caller caller) throws Throwable {
        for (Map.Entry<String, Dispatcher> mount : mounted.entrySet()) {
            String name = call.method();
            if (name.startsWith(mount.getKey())) {
                String inner = name.substring(mount.getKey().length());
                Handler handler = mount.getValue().find(inner);
                if (handler != null) {
                    Params params = validated(handler, call, caller);
                    return mount.getValue().invoke(new Call(call.id(), inner, params), caller);
                }
            }
        }
        throw unknown(call.method());
    }

    /** Returns what stands behind a name, here or in a dispatcher that is mounted. */
    private @Nullable Handler find(String name) {
        Handler found = methods.get(name);
        if (found == null) {
            for (Map.Entry<String, Dispatcher> mount : mounted.entrySet()) {
                if (name.startsWith(mount.getKey())) {
                    found = mount.getValue().find(name.substring(mount.getKey().length()));
                }
            }
        }
        return found;
    }

    private MethodNotFoundException unknown(String method) {
        String nearest = Nearest.to(method, methods()).orElse("");
        return new MethodNotFoundException("no method \"" + Quoted.shorten(method) + "\" is served here"
                + (nearest.isEmpty() ? "" : "; did you mean " + nearest + "?"));
    }

    private static @Nullable Message success(Call call, @Nullable Object result) {
        return call.isNotification() ? null : new Reply(call.id(), result);
    }

    /** Reads arguments as the method declares them, or as plain values for one that is untyped or unknown. */
    Params readParams(String name, ValueReader in) {
        return find(name) instanceof TypedHandler typed
                ? typed.readParams(in)
                : Binding.plain().readParams(name, in);
    }
}
