package dev.shorthand.binding.types;

import dev.shorthand.kernel.Promise;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy does for each method of its interface. Immutable and safe for any thread.
 *
 * <p>Read once for an interface and kept with the {@link Converters}, as a proxy may be made for every call that a handler answers.
 */
final class ProxyMethods {
    private static final MethodType BODY = MethodType.methodType(Object.class, Object.class, Object[].class);

    private final Map<Method, Signature> signatures;
    private final Map<Method, MethodHandle> bodies;

    private ProxyMethods(Map<Method, Signature> signatures, Map<Method, MethodHandle> bodies) {
        this.signatures = signatures;
        this.bodies = bodies;
    }

    /** Reads an interface; {@link #of} keeps what this returns. */
    static ProxyMethods read(Class<?> contract, Converters converters) {
        Map<Method, Signature> signatures = Signatures.byMethod(contract, converters);
        signatures.values().forEach(ProxyMethods::check);
        return new ProxyMethods(signatures, bodies(contract));
    }

    static ProxyMethods of(Class<?> contract, String prefix, boolean oneWay, Converters converters) {
        ProxyMethods plain = converters.proxyMethods(contract);
        if (prefix.isEmpty() && !oneWay) {
            return plain;
        }
        Map<Method, Signature> changed = new HashMap<>(plain.signatures);
        changed.replaceAll(
                (method, signature) -> oneWay ? signature.withPrefix(prefix).oneWay() : signature.withPrefix(prefix));
        return new ProxyMethods(changed, plain.bodies);
    }

    /** Returns the signature of a method that is called over the wire, else null. */
    @Nullable
    Signature signature(Method method) {
        return signatures.get(method);
    }

    /** Returns the body of a default method that the reflection API would not let us call, else null. */
    @Nullable
    MethodHandle body(Method method) {
        return bodies.get(method);
    }

    // A handler may return a stage of its own making, but a proxy has only promises to give.
    private static void check(Signature signature) {
        Class<?> returned = signature.returnType();
        if (signature.async() && !returned.isAssignableFrom(Promise.class)) {
            throw new IllegalArgumentException(signature.where() + " returns a " + returned.getName()
                    + ", which a proxy cannot make; declare a Promise, CompletableFuture or CompletionStage");
        }
    }

    private static Map<Method, MethodHandle> bodies(Class<?> contract) {
        Map<Method, MethodHandle> bodies = new HashMap<>();
        for (Method method : contract.getMethods()) {
            if (method.isDefault() && !isPublic(method.getDeclaringClass())) {
                bodies.put(method, body(method, method.getDeclaringClass()));
            }
        }
        return bodies;
    }

    private static boolean isPublic(Class<?> owner) {
        return Modifier.isPublic(owner.getModifiers())
                && owner.getModule().isExported(owner.getPackageName(), ProxyMethods.class.getModule());
    }

    // InvocationHandler.invokeDefault looks at who calls it, and has no setAccessible.
    private static MethodHandle body(Method method, Class<?> owner) {
        // A private lookup needs it even where the package is open to us.
        ProxyMethods.class.getModule().addReads(owner.getModule());
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .unreflectSpecial(method, owner)
                    .asFixedArity()
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(BODY);
        } catch (IllegalAccessException e) {
            throw Access.closed(owner);
        }
    }
}
