package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.binding.HandlerMethod;
import dev.shorthand.kernel.binding.PlainValues;
import dev.shorthand.kernel.binding.Signature;
import dev.shorthand.kernel.spi.Nearest;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Map<String, Entry> methods = new ConcurrentHashMap<>();

    /** Makes a dispatcher without methods. */
    public Dispatcher() {}

    /** What stands behind a name. */
    private record Entry(
            String source,
            @Nullable Handler handler,
            @Nullable HandlerMethod method) {}

    /**
     * Adds a method.
     *
     * @param name    its name on the wire
     * @param handler handles its calls
     * @return this dispatcher
     * @throws IllegalArgumentException if the name is taken; the message says by what
     */
    public Dispatcher add(String name, Handler handler) {
        put(name, new Entry("a handler", requireNonNull(handler, "handler"), null));
        return this;
    }

    /**
     * Adds all methods of an interface.
     *
     * @param <T>      the interface
     * @param contract its methods are added by their names, or what {@link Named} says
     * @param target   handles the calls
     * @return this dispatcher
     * @throws IllegalArgumentException if a method cannot be called remotely, or its name is taken; nothing was added
     */
    public <T> Dispatcher serve(Class<T> contract, T target) {
        return serve("", contract, target);
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
        requireNonNull(target, "target");
        List<HandlerMethod> added = Signature.allOf(contract).stream()
                .map(signature -> HandlerMethod.of(signature.withPrefix(prefix), target, null))
                .toList();
        for (HandlerMethod method : added) {
            Entry taken = methods.get(method.signature().name());
            if (taken != null) {
                throw taken(method.signature().name(), taken, contract.getName());
            }
        }
        for (HandlerMethod method : added) {
            put(method.signature().name(), new Entry(contract.getName(), null, method));
        }
        return this;
    }

    private void put(String name, Entry entry) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a method's name is blank; give one, for example \"echo.say\"");
        }
        if (name.startsWith("rpc.")) {
            throw new IllegalArgumentException("the name \"" + name
                    + "\" begins with rpc., which JSON-RPC 2.0 (section 8) keeps for itself; choose another");
        }
        Entry taken = methods.putIfAbsent(name, entry);
        if (taken != null) {
            throw taken(name, taken, entry.source());
        }
    }

    private static IllegalArgumentException taken(String name, Entry taken, String source) {
        return new IllegalArgumentException("the name \"" + name + "\" of " + source + " is taken by " + taken.source()
                + "; rename one with @Named, or serve it with a prefix");
    }

    /**
     * Returns the names of all methods.
     *
     * @return a sorted copy
     */
    public Collection<String> methods() {
        return new TreeSet<>(methods.keySet());
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
        dispatch(call, caller, reply -> promise.complete(Optional.ofNullable(reply)));
        return promise;
    }

    /**
     * Handles a call on this thread, and gives the reply to {@code onReply} on whatever thread it is ready.
     *
     * @param onReply takes the reply, or null for a notification; called once
     */
    void dispatch(Call call, Caller caller, Consumer<@Nullable Message> onReply) {
        Object result;
        try {
            result = caller.deadlineNanos() == 0 ? invoke(call, caller) : invokeUntilDeadline(call, caller);
        } catch (Throwable e) {
            onReply.accept(failure(call, caller, e));
            return;
        }
        if (result instanceof CompletionStage<?> stage) {
            stage.whenComplete(
                    (value, e) -> onReply.accept(e == null ? success(call, value) : failure(call, caller, e)));
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
        Entry entry = methods.get(call.method());
        if (entry == null) {
            throw unknown(call.method());
        }
        HandlerMethod method = entry.method();
        if (method == null) {
            return requireNonNull(entry.handler()).handle(call.params(), caller);
        }
        Signature signature = method.signature();
        Object[] arguments = signature.bind(call.params());
        if (signature.callerIndex() >= 0) {
            arguments[signature.callerIndex()] = caller;
        }
        return method.invoke(arguments);
    }

    private MethodNotFoundException unknown(String method) {
        String mend = Nearest.to(method, methods.keySet())
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
        return new MethodNotFoundException("no method \"" + Quoted.shorten(method) + "\" is served here" + mend);
    }

    private static @Nullable Message success(Call call, @Nullable Object result) {
        return call.isNotification() ? null : new Reply(call.id(), result);
    }

    /** Says what the caller may know of a failure, and logs the rest. */
    private static @Nullable Message failure(Call call, Caller caller, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        ErrorReply reply = errorReply(call.id(), cause);
        if (cause instanceof MethodNotFoundException || cause instanceof InvalidParamsException) {
            LOG.warn("bad call of {} from {}: {}", Quoted.shorten(call.method()), caller, cause.getMessage());
        } else if (!(cause instanceof RpcException) || cause instanceof EncodeException) {
            LOG.warn("{} failed, called by {}", call.method(), caller, cause);
        }
        return call.isNotification() ? null : reply;
    }

    private static ErrorReply errorReply(Id id, Throwable cause) {
        if (cause instanceof MethodNotFoundException e) {
            return new ErrorReply(id, e.code(), "Method not found", e.getMessage());
        }
        if (cause instanceof InvalidParamsException e) {
            return new ErrorReply(id, e.code(), "Invalid params", e.getMessage());
        }
        // Their words name types of this side, which are nobody else's business.
        if (cause instanceof Error || cause instanceof EncodeException) {
            return new ErrorReply(id, ErrorCodes.INTERNAL_ERROR, "Internal error", null);
        }
        if (cause instanceof RpcException e) {
            return new ErrorReply(id, e.code(), e.getMessage(), e.data());
        }
        String message = cause.getMessage();
        return new ErrorReply(id, ErrorCodes.SERVER_ERROR, message == null ? "Server error" : message, null);
    }

    /** Reads arguments as the method declares them, or as plain values for one that is untyped or unknown. */
    Params readParams(String name, ValueReader in) {
        Entry entry = methods.get(name);
        HandlerMethod method = entry == null ? null : entry.method();
        if (method == null) {
            return PlainValues.readParams(in);
        }
        Signature signature = method.signature();
        return Params.bound(signature, signature.names(), signature.read(in), signature.callerIndex());
    }
}
