package dev.shorthand.binding.types;

import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.InvalidParamsException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.ValueReader;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Java method as it is on the wire: its name, the shapes of its parameters and result, and whether an answer is due.
 *
 * <p>All that can be wrong with a method is found when it is made. Immutable and safe for any thread.
 */
public final class Signature {
    private final String name;
    private final Method method;
    private final boolean notification;
    private final boolean async;
    private final Shape resultShape;
    private final Fields fields;
    private final int callerIndex;

    Signature(
            String name,
            Method method,
            boolean notification,
            boolean async,
            Shape resultShape,
            Fields fields,
            int callerIndex) {
        this.name = name;
        this.method = method;
        this.notification = notification;
        this.async = async;
        this.resultShape = resultShape;
        this.fields = fields;
        this.callerIndex = callerIndex;
    }

    /**
     * Reads the signature of one method.
     *
     * @param method     of {@code contract} or of what it extends
     * @param contract   says what the type variables of inherited methods stand for
     * @param converters for what does not travel by itself
     * @return the signature
     * @throws IllegalArgumentException if it cannot be called from the wire; the message names the method, the parameter and the mend
     */
    public static Signature of(Method method, Class<?> contract, Converters converters) {
        return Signatures.of(method, contract, converters);
    }

    /**
     * Reads the signatures of all abstract methods of an interface, inherited ones too. Default methods are not among them: they
     * run on the side where they are called.
     *
     * @param contract an interface
     * @return its signatures, by name
     * @throws IllegalArgumentException as {@link #of} does, and if two methods have one name on the wire
     */
    public static List<Signature> allOf(Class<?> contract) {
        return allOf(contract, method -> false, Converters.NONE);
    }

    /**
     * Reads the signatures of all abstract methods of an interface, and of some of its default methods.
     *
     * @param contract   an interface
     * @param defaults   chooses among the default methods
     * @param converters for what does not travel by itself
     * @return the signatures, by name
     * @throws IllegalArgumentException as {@link #of} does, and if two methods have one name on the wire
     */
    public static List<Signature> allOf(Class<?> contract, Predicate<Method> defaults, Converters converters) {
        return Signatures.allOf(contract, defaults, converters);
    }

    /**
     * Returns the same method under a longer name.
     *
     * @param prefix put before the name, for example {@code "sub."}
     * @return a new signature, or this one for an empty prefix
     */
    public Signature withPrefix(String prefix) {
        return prefix.isEmpty()
                ? this
                : new Signature(
                        (prefix + name).intern(), method, notification, async, resultShape, fields, callerIndex);
    }

    /**
     * Returns the same method as a notification, whatever it returns.
     *
     * @return a new signature, or this one if nobody is answered anyway
     */
    public Signature oneWay() {
        return notification ? this : new Signature(name, method, true, async, resultShape, fields, callerIndex);
    }

    /**
     * Returns what the Java method returns where no result is waited for.
     *
     * @return zero or false for a primitive, empty for Optional and its kin, null for any other; for an asynchronous method a
     *         promise of these that is complete
     */
    public @Nullable Object nothing() {
        if (async) {
            Promise<@Nullable Object> promise = new Promise<>();
            promise.complete(resultShape.absent());
            // Not as a future, of which the compiler would have us see to the failure: there is none.
            CompletionStage<@Nullable Object> complete = promise;
            return complete;
        }
        Class<?> type = returnType();
        return type.isPrimitive() && type != void.class
                ? Array.get(Array.newInstance(type, 1), 0)
                : resultShape.absent();
    }

    /**
     * Returns the method's name on the wire.
     *
     * @return for example {@code greet}; the same string on every call
     */
    public String name() {
        return name;
    }

    /**
     * Returns the method itself.
     *
     * @return as the interface declares it
     */
    public Method method() {
        return method;
    }

    /**
     * Returns whether the caller is not answered.
     *
     * @return true for a void method that is not marked {@link dev.shorthand.binding.Request}, and for one that is sent one-way
     */
    public boolean notification() {
        return notification;
    }

    /**
     * Returns whether the method returns before its result is there.
     *
     * @return true if it returns a {@link java.util.concurrent.CompletionStage} of any kind
     */
    public boolean async() {
        return async;
    }

    /**
     * Returns whether the interface itself has a body for the method.
     *
     * @return true for default methods
     */
    public boolean isDefault() {
        return method.isDefault();
    }

    /**
     * Returns what the Java method returns.
     *
     * @return for an asynchronous method the class of the stage
     */
    public Class<?> returnType() {
        return method.getReturnType();
    }

    /**
     * Returns how the result is read; for an asynchronous method, what the stage completes with.
     *
     * @return the shape
     */
    public Shape resultShape() {
        return resultShape;
    }

    /**
     * Returns the names of the parameters that travel, in their order.
     *
     * @return interned strings in the one array that all calls share; not to be written to
     */
    public String[] names() {
        return fields.names;
    }

    /**
     * Returns how many parameters the Java method has.
     *
     * @return the length of the arrays that {@link #read} and {@link #bind} return
     */
    public int arity() {
        return method.getParameterCount();
    }

    /**
     * Returns where the {@link dev.shorthand.kernel.Caller} is passed, which does not travel.
     *
     * @return a position from 0, or -1 if the method does not ask for it
     */
    public int callerIndex() {
        return callerIndex;
    }

    /**
     * Reads arguments: a map by name in any order, a list by position, null as none, and any other value as the only one.
     *
     * @param in stands on the first token of the params, and is left on their last
     * @return the arguments of the Java method, with null in the caller's place
     * @throws MismatchException if they do not fit; the message names the parameter, and not the method
     */
    public @Nullable Object[] read(ValueReader in) {
        return fields.read(in);
    }

    /**
     * Converts arguments.
     *
     * @param params plain ones, or those that {@link #read} has read for this very signature
     * @return the arguments of the Java method, with null in the caller's place
     * @throws InvalidParamsException if they do not fit; the message names the method and the parameter
     */
    public @Nullable Object[] bind(Params params) {
        @Nullable Object[] bound = params.boundTo(this);
        if (bound != null) {
            return bound;
        }
        try {
            return fields.convert(params);
        } catch (MismatchException e) {
            throw new InvalidParamsException(name + ": " + e.getMessage());
        }
    }

    /**
     * Returns arguments as they are sent: by name, in the order in which the method declares them, without the caller.
     *
     * @param args those of the Java method, given away; null if it has none
     * @return the params; absent if there is nothing to send
     */
    public Params toParams(@Nullable Object @Nullable [] args) {
        if (args == null || fields.names.length == 0) {
            return Params.absent();
        }
        return Params.bound(this, fields.names, args, callerIndex);
    }

    /**
     * Calls the method on the other side.
     *
     * @param calls makes the call
     * @param args  those of the Java method, given away; null if it has none
     * @return what the Java method returns
     */
    public @Nullable Object call(RemoteCalls calls, @Nullable Object @Nullable [] args) {
        Object result = calls.call(name, toParams(args), notification ? null : resultShape, !async);
        return result == null ? nothing() : result;
    }

    /**
     * Reads arguments for {@link #bind} of this very signature.
     *
     * @param in as for {@link #read}
     * @return the arguments
     * @throws MismatchException if they do not fit; the message names the parameter, and not the method
     */
    public Params readParams(ValueReader in) {
        return Params.bound(this, names(), read(in), callerIndex);
    }

    /**
     * Converts arguments, as {@link #bind} does, and puts the caller in its place.
     *
     * @param params plain ones, or those that {@link #readParams} has read
     * @param caller who called
     * @return the arguments of the Java method
     * @throws InvalidParamsException if they do not fit
     */
    public @Nullable Object[] arguments(Params params, Caller caller) {
        @Nullable Object[] args = bind(params);
        if (callerIndex >= 0) {
            args[callerIndex] = caller;
        }
        return args;
    }

    /**
     * Converts arguments, as {@link #bind} does, and keeps them as params that it takes.
     *
     * @param params plain ones, or those that {@link #readParams} has read
     * @return the arguments
     * @throws InvalidParamsException if they do not fit
     */
    public Params convert(Params params) {
        return Params.bound(this, names(), bind(params), callerIndex);
    }

    /** Returns the method as errors name it, for example {@code Greeter.greet}. */
    String where() {
        return where(method);
    }

    /** Returns a method as errors name it. */
    static String where(Method method) {
        return method.getDeclaringClass().getSimpleName() + '.' + method.getName();
    }

    /** Returns the name with the parameters, for example {@code add(a, b)}. */
    @Override
    public String toString() {
        return name + '(' + String.join(", ", fields.names) + ')';
    }
}
