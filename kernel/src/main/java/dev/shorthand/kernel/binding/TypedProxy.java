package dev.shorthand.kernel.binding;

import dev.shorthand.kernel.Params;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the methods of an interface into calls. Immutable and safe for any thread.
 *
 * <p>Default methods run here. Two proxies are equal if they have the same interface, prefix and {@link Calls}.
 */
public final class TypedProxy implements InvocationHandler {
    // Signatures are read once for an interface, as a proxy may be made for every call that a handler answers.
    private static final ClassValue<Map<Method, Signature>> SIGNATURES = new ClassValue<>() {
        @Override
        protected Map<Method, Signature> computeValue(Class<?> contract) {
            return read(contract);
        }
    };

    private final Class<?> contract;
    private final Calls calls;
    private final String prefix;
    private final Map<Method, Signature> signatures;

    private TypedProxy(Class<?> contract, Calls calls, String prefix) {
        this.contract = contract;
        this.calls = calls;
        this.prefix = prefix;
        this.signatures = SIGNATURES.get(contract);
    }

    /** Makes calls, and knows to whom. */
    public interface Calls {
        /**
         * Makes one call.
         *
         * @param signature the method, under the name with its prefix
         * @param params    the arguments
         * @return what the Java method returns: the result, a stage that will have it, or null for void
         * @throws Throwable what the Java method throws
         */
        @Nullable Object call(Signature signature, Params params) throws Throwable;

        /**
         * Returns who is called.
         *
         * @return for example {@code 127.0.0.1:8888}
         */
        String describe();
    }

    /**
     * Makes a proxy.
     *
     * @param <T>      the interface
     * @param contract the interface
     * @param calls    makes the calls
     * @param prefix   put before the methods' names; empty for none
     * @return an implementation
     * @throws IllegalArgumentException if a method of the interface cannot be called over the wire, or we have no access to it
     */
    public static <T> T of(Class<T> contract, Calls calls, String prefix) {
        TypedProxy handler = new TypedProxy(contract, calls, prefix);
        return contract.cast(Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] {contract}, handler));
    }

    private static Map<Method, Signature> read(Class<?> contract) {
        Map<String, Signature> byName = new HashMap<>();
        for (Signature signature : Signature.allOf(contract)) {
            byName.put(signature.method().getName(), signature);
        }
        return Map.of();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return null;
    }
}
