package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Remote;
import dev.shorthand.kernel.RemoteOptions;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds Java interfaces to what can be called by name, and Java types to plain values. The kernel finds one as a service, and without one
 * serves and calls by name alone.
 *
 * <p>Immutable and safe for any thread.
 */
public interface Binder {
    /**
     * Returns a binder with one more converter.
     *
     * @param added one that is there already changes nothing
     * @return a new binder, or this one
     * @throws IllegalArgumentException if its type has a converter already, travels by itself, or is to travel as one that has a converter
     */
    Binder with(Converter<?, ?> added);

    /**
     * Returns a binder whose handlers take arguments that do not match their parameters: what is too much is dropped, and what is missing is null, zero or empty.
     *
     * @return a new binder, or this one
     */
    Binder lenient();

    /**
     * Makes the handlers of an interface.
     *
     * @param contract its methods are handled under their names, or what {@code @Named} says
     * @param prefix   goes before each name, or is empty
     * @param target   implements the interface
     * @param lookup   has access to the interface; null where its package is exported or opened to the binder
     * @return the handlers by name
     * @throws IllegalArgumentException if a method cannot be called remotely, or there is no access; the message names it and the mend
     */
    Map<String, TypedHandler> handlers(
            Class<?> contract, String prefix, Object target, MethodHandles.@Nullable Lookup lookup);

    /**
     * Makes the handlers of the methods that are marked {@code @Public}.
     *
     * @param target its public methods, static ones too
     * @param prefix goes before each name, or is empty
     * @return the handlers by name, at least one
     * @throws IllegalArgumentException if none is marked, or one cannot be called remotely
     */
    Map<String, TypedHandler> publicHandlers(Object target, String prefix);

    /**
     * Makes an object whose methods are calls.
     *
     * @param <T>      the interface
     * @param contract the interface
     * @param remote   is called
     * @param options  a prefix for the methods' names, how long each reply may take, whether all are notifications, whatever they return
     * @return an object that is safe for any thread
     * @throws IllegalArgumentException if a method cannot be called remotely; the message names it and the mend
     */
    <T> T remote(Class<T> contract, Remote remote, RemoteOptions options);

    /**
     * Has a lookup open the packages of its own class and of an interface to this binder, as {@code opens} in the module-info would.
     *
     * @param contract an interface
     * @param lookup   made in the module of the interface; any other opens nothing
     */
    void open(Class<?> contract, MethodHandles.Lookup lookup);

    /**
     * Returns how values are written, by their class.
     *
     * @return the same one always; {@link Conversions#plain} for what is not this binder's. What it keeps must not refer to this binder, as it may be kept as long as the class
     */
    ClassValue<Writing> writings();

    /**
     * Returns the name on the wire of a map's key.
     *
     * @param key anything but a string
     * @return null if it has none
     */
    @Nullable
    String keyName(@Nullable Object key);

    /** How values of one class are written. Immutable and safe for any thread. */
    @FunctionalInterface
    interface Writing {
        /**
         * Writes one value.
         *
         * @param value       of the class
         * @param conversions write what is in it
         * @param out         written to
         * @param depth       how many lists and maps stand around the value; one more around what is in it
         */
        void write(Object value, Conversions conversions, ValueWriter out, int depth);
    }
}
