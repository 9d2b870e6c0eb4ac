package dev.shorthand.binding.types;

import dev.shorthand.binding.Incoming;
import dev.shorthand.binding.Named;
import dev.shorthand.binding.Outgoing;
import dev.shorthand.binding.Request;
import dev.shorthand.binding.Slot;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The interface of a two-way API, as one of its sides has it. Immutable and safe for any thread.
 *
 * @param <C> the interface
 */
public final class Contract<C> {
    private static final Object[] NO_ARGS = {};

    private final Class<C> type;
    private final boolean inverted;
    private final Converters converters;
    private final ProxyMethods bodies;
    private final Map<String, Signature> byName = new TreeMap<>();
    private final Map<Method, Signature> byMethod = new HashMap<>();

    /**
     * Reads an interface.
     *
     * @param type       marks each of its methods as incoming or outgoing
     * @param inverted   whether this is the side that has the two exchanged
     * @param converters for what does not travel by itself
     * @throws IllegalArgumentException if it cannot be a contract; the message names the method and the mend
     */
    public Contract(Class<C> type, boolean inverted, Converters converters) {
        this.type = type;
        this.inverted = inverted;
        this.converters = converters;
        this.bodies = ProxyMethods.of(type, "", false, converters);
        for (Signature signature : Signature.allOf(type, method -> true, converters)) {
            Method method = signature.method();
            boolean incoming = method.isAnnotationPresent(Incoming.class);
            if (incoming == method.isAnnotationPresent(Outgoing.class)) {
                throw new IllegalArgumentException(
                        signature.where()
                                + (incoming
                                        ? " is marked both @Incoming and @Outgoing; keep one"
                                        : " is marked neither @Incoming nor @Outgoing; mark it, or move it to another interface"));
            }
            byName.put(signature.name(), signature);
        }
        // Two parents may declare one method, and the proxy will be called with either.
        for (Method method : type.getMethods()) {
            Named named = method.getAnnotation(Named.class);
            Signature signature = byName.get(named == null ? method.getName() : named.value());
            if (signature != null && !method.isBridge()) {
                byMethod.put(method, signature);
            }
        }
    }

    /**
     * Returns the contract as the other side has it.
     *
     * @return one with incoming and outgoing exchanged
     */
    public Contract<C> invert() {
        return new Contract<>(type, !inverted, converters);
    }

    /**
     * Returns the methods that the other side calls.
     *
     * @return their signatures, by name
     */
    public List<Signature> incoming() {
        return byName.values().stream().filter(this::isIncoming).toList();
    }

    private boolean isIncoming(Signature signature) {
        return signature.method().isAnnotationPresent(Incoming.class) != inverted;
    }

    /**
     * Makes an object whose outgoing methods are calls, after their bodies if they have some.
     *
     * @param calls makes them
     * @return an object that is safe for any thread
     */
    public C proxy(RemoteCalls calls) {
        return proxy((InvocationHandler) (proxy, method, args) -> send(proxy, method, args, calls));
    }

    private C proxy(InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object send(Object proxy, Method method, @Nullable Object @Nullable [] args, RemoteCalls calls)
            throws Throwable {
        Signature signature = byMethod.get(method);
        if (signature == null) {
            return method.isDefault()
                    ? runBody(proxy, method, args == null ? NO_ARGS : args)
                    : ofObject(proxy, method, args, calls);
        }
        if (isIncoming(signature)) {
            throw new IllegalStateException(signature.where() + " is incoming on this side, so the other side calls it;"
                    + " connect a handler with on(…), or call it on the inverted API");
        }
        if (signature.isDefault()) {
            runBody(proxy, signature.method(), args == null ? NO_ARGS : args);
        }
        return signature.call(calls, args);
    }

    private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] args, RemoteCalls calls) {
        return switch (method.getName()) {
            case "equals" -> args != null && args[0] == proxy;
            case "hashCode" -> System.identityHashCode(proxy);
            default -> type.getSimpleName() + " at " + calls.describe();
        };
    }

    /**
     * Runs the body that the interface itself has for a method.
     *
     * @param proxy  made by this contract; {@code this} in the body
     * @param method a default method
     * @param args   one for each parameter
     * @return what the body returns
     * @throws Throwable what it throws
     */
    public @Nullable Object runBody(Object proxy, Method method, @Nullable Object[] args) throws Throwable {
        MethodHandle body = bodies.body(method);
        return body == null
                ? InvocationHandler.invokeDefault(proxy, method, args)
                : (Object) body.invokeExact(proxy, args);
    }

    /**
     * Finds out which method a method reference such as {@code Chat::say} stands for, by calling it.
     *
     * @param reference takes an implementation of the interface first, and then the method's arguments
     * @param arity     how many these are
     * @return the signature of an incoming method
     * @throws IllegalArgumentException if it stands for none
     */
    public Signature incoming(Slot reference, int arity) {
        List<Signature> called = new ArrayList<>(1);
        C recorder = proxy((InvocationHandler) (proxy, method, args) -> {
            Signature signature = byMethod.get(method);
            if (signature != null) {
                called.add(signature);
            }
            return anyOf(method.getReturnType());
        });
        for (Signature candidate : byName.values()) {
            if (called.isEmpty() && candidate.arity() == arity) {
                tryWith(reference, recorder, candidate);
            }
        }
        if (called.isEmpty()) {
            throw new IllegalArgumentException("what was given does not call a method of " + type.getSimpleName()
                    + "; give a method reference, for example " + type.getSimpleName() + "::"
                    + byName.values().iterator().next().method().getName());
        }
        return refuseOutgoing(called.get(0));
    }

    // The arguments of a method to which it does not refer fit only by chance: a primitive is not null, nor any other
    // primitive.
    private static void tryWith(Slot reference, Object recorder, Signature candidate) {
        Class<?>[] types = candidate.method().getParameterTypes();
        @Nullable Object[] args = new Object[types.length + 1];
        args[0] = recorder;
        for (int i = 0; i < types.length; i++) {
            args[i + 1] = anyOf(types[i]);
        }
        try {
            reference.invoke(args);
        } catch (ClassCastException | NullPointerException e) {
            // Then it refers to another one.
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException("a method reference threw instead of calling its method", e);
        }
    }

    private static @Nullable Object anyOf(Class<?> type) {
        return type == void.class ? null : Array.get(Array.newInstance(type, 1), 0);
    }

    /**
     * Finds an incoming method.
     *
     * @param name its name on the wire
     * @return the signature
     * @throws IllegalArgumentException if there is none; the message has the nearest
     */
    public Signature incoming(String name) {
        Signature signature = byName.get(name);
        if (signature == null) {
            throw new IllegalArgumentException("no method \"" + name + "\" in " + type.getSimpleName() + "; there are "
                    + String.join(", ", byName.keySet()));
        }
        return refuseOutgoing(signature);
    }

    private Signature refuseOutgoing(Signature signature) {
        if (!isIncoming(signature)) {
            throw new IllegalArgumentException(
                    signature.where()
                            + " is outgoing on this side: it is called here and handled on the other side, or with the inverted API");
        }
        return signature;
    }

    /** Returns the contract in print: its name, and a line for each method with its direction. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type.getSimpleName()).append(inverted ? ", inverted" : "");
        for (Signature signature : byName.values()) {
            Method method = signature.method();
            text.append(isIncoming(signature) ? "\n  incoming " : "\n  outgoing ")
                    .append(method.isAnnotationPresent(Request.class) ? "request " : "")
                    .append(simple(method.getGenericReturnType()))
                    .append(' ')
                    .append(signature.name())
                    .append('(');
            Type[] types = method.getGenericParameterTypes();
            int next = 0;
            for (int i = 0; i < types.length; i++) {
                if (i != signature.callerIndex()) {
                    text.append(next == 0 ? "" : ", ")
                            .append(simple(types[i]))
                            .append(' ')
                            .append(signature.names()[next++]);
                }
            }
            text.append(')');
        }
        return text.toString();
    }

    // Types without their packages and what they are nested in.
    private static String simple(Type type) {
        return type.getTypeName().replaceAll("[\\w.$]*[.$](\\w)", "$1");
    }
}
