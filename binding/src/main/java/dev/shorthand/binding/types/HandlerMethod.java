package dev.shorthand.binding.types;

import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.TypedHandler;
import dev.shorthand.kernel.spi.ValueReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** A method of an object that serves calls. Immutable; as safe for threads as that object. */
public final class HandlerMethod implements TypedHandler {
    private static final MethodType SPREAD = MethodType.methodType(Object.class, Object[].class);

    private final Signature signature;
    private final MethodHandle handle;

    private HandlerMethod(Signature signature, MethodHandle handle) {
        this.signature = signature;
        this.handle = handle;
    }

    /**
     * Binds a method to an object.
     *
     * @param signature of an interface's method
     * @param target    implements the interface; a lambda may
     * @param lookup    has access to the interface; where there is none, its package must be exported or opened to us
     * @return the handler
     * @throws IllegalArgumentException if we have no access, and the message has the line that the module-info lacks; or if the
     *                                  object is of another class
     */
    public static HandlerMethod of(Signature signature, Object target, MethodHandles.@Nullable Lookup lookup) {
        Class<?> owner = signature.method().getDeclaringClass();
        if (!owner.isInstance(target)) {
            throw new IllegalArgumentException("a " + target.getClass().getName() + " is to serve " + signature
                    + ", but it is no " + owner.getName() + "; let its class implement that");
        }
        MethodHandle method = Access.handle(signature.method(), lookup).asFixedArity();
        MethodHandle bound = Modifier.isStatic(signature.method().getModifiers()) ? method : method.bindTo(target);
        return new HandlerMethod(
                signature, bound.asSpreader(Object[].class, signature.arity()).asType(SPREAD));
    }

    /**
     * Returns the method as it is on the wire.
     *
     * @return the signature
     */
    public Signature signature() {
        return signature;
    }

    /**
     * Calls the method.
     *
     * @param args as {@link Signature#bind} returns them, with the caller in its place
     * @return what the method returned; null if it is void
     * @throws Throwable what the method threw
     */
    public @Nullable Object invoke(@Nullable Object[] args) throws Throwable {
        return (Object) handle.invokeExact(args);
    }

    @Override
    public Params readParams(ValueReader in) {
        return signature.readParams(in);
    }

    @Override
    public Params convert(Params params) {
        return signature.convert(params);
    }

    @Override
    public @Nullable Object handle(Params params, Caller caller) throws Exception {
        @Nullable Object[] args = signature.arguments(params, caller);
        try {
            return invoke(args);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a method threw what is neither Exception nor Error", e);
        }
    }

    /** Returns the interface or class that has the method. */
    @Override
    public String toString() {
        return signature.method().getDeclaringClass().getName();
    }
}
