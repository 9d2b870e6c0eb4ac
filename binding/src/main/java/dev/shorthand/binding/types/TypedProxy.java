package dev.shorthand.binding.types;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the methods of an interface into calls. Immutable and safe for any thread.
 *
 * <p>Default methods run here. Two proxies are equal if they have the same interface, prefix and {@link RemoteCalls}, and both or neither are one-way.
 */
public final class TypedProxy implements InvocationHandler {
    private static final Object[] NO_ARGS = {};

    private final Class<?> contract;
    private final RemoteCalls calls;
    private final String prefix;
    private final boolean oneWay;
    private final ProxyMethods methods;

    private TypedProxy(Class<?> contract, RemoteCalls calls, String prefix, boolean oneWay, Converters converters) {
        this.contract = contract;
        this.calls = calls;
        this.prefix = prefix;
        this.oneWay = oneWay;
        this.methods = ProxyMethods.of(contract, prefix, oneWay, converters);
    }

    /**
     * Makes a proxy.
     *
     * @param <T>        the interface
     * @param contract   the interface
     * @param calls      makes the calls
     * @param prefix     put before the methods' names; empty for none
     * @param oneWay     whether the signatures that {@code calls} gets are notifications, whatever the methods return
     * @param converters for what does not travel by itself
     * @return an implementation
     * @throws IllegalArgumentException if a method of the interface cannot be called over the wire, or we have no access to one
     */
    public static <T> T of(Class<T> contract, RemoteCalls calls, String prefix, boolean oneWay, Converters converters) {
        TypedProxy handler = new TypedProxy(contract, calls, prefix, oneWay, converters);
        return contract.cast(Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] {contract}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        Signature signature = methods.signature(method);
        if (signature != null) {
            return signature.call(calls, args);
        }
        if (method.isDefault()) {
            return runBody(proxy, method, args == null ? NO_ARGS : args);
        }
        // All else that is abstract has a signature, and of Object's methods only these three come here.
        return switch (method.getName()) {
            case "equals" -> isSame(args == null ? null : args[0]);
            case "hashCode" -> Objects.hash(contract, prefix, oneWay, calls);
            default -> toString();
        };
    }

    private @Nullable Object runBody(Object proxy, Method method, @Nullable Object[] args) throws Throwable {
        MethodHandle body = methods.body(method);
        return body == null
                ? InvocationHandler.invokeDefault(proxy, method, args)
                : (Object) body.invokeExact(proxy, args);
    }

    private boolean isSame(@Nullable Object that) {
        return that != null
                && Proxy.isProxyClass(that.getClass())
                && Proxy.getInvocationHandler(that) instanceof TypedProxy other
                && other.contract == contract
                && other.calls.equals(calls)
                && other.prefix.equals(prefix)
                && other.oneWay == oneWay;
    }

    /** Returns for example {@code Greeter at 127.0.0.1:8888}. */
    @Override
    public String toString() {
        return contract.getSimpleName()
                + (oneWay ? " one-way" : "")
                + (prefix.isEmpty() ? "" : " under \"" + prefix + '"')
                + " at " + calls.describe();
    }
}
