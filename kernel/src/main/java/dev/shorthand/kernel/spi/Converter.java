package dev.shorthand.kernel.spi;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * Makes a type of one's own travel, as a type that travels already.
 *
 * <pre>{@code
 * Endpoint.builder().converter(Converter.of(Money.class, String.class, Money::toString, Money::parse))
 * }</pre>
 *
 * <p>One that an application gives serves one {@link dev.shorthand.kernel.Dispatcher}, and the endpoint that has it. One that is a service, as codecs
 * and transports are, serves all of them. It converts values of the type and of its subtypes wherever they stand: as parameter and result, and in lists, maps,
 * arrays, records and Optionals; not as the key of a map. Null travels as null, and no converter sees it.
 *
 * <p>Called from any thread.
 *
 * @param <T> the type that does not travel by itself
 * @param <W> the type it travels as
 */
public interface Converter<T, W> {
    /**
     * Returns the type that does not travel by itself.
     *
     * @return a class, record, enum or interface; the same on every call
     */
    Class<T> type();

    /**
     * Returns the type it travels as.
     *
     * @return what a handler's parameter may be without a converter, for example {@code String}, {@code Long}, {@code String[]}, or a record; the
     *         same on every call
     */
    Class<W> wireType();

    /**
     * Converts a value that is to be sent.
     *
     * @param value of the type or a subtype
     * @return what travels in its place
     */
    W toWire(T value);

    /**
     * Converts a value that has come.
     *
     * @param wire what the peer sent, already read as the wire type
     * @return the value
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} if it is no such value; the message goes to the peer
     */
    T fromWire(W wire);

    /**
     * Makes a converter of two functions.
     *
     * @param <T>      the type that does not travel by itself
     * @param <W>      the type it travels as
     * @param type     see {@link #type()}
     * @param wireType see {@link #wireType()}
     * @param toWire   see {@link #toWire}
     * @param fromWire see {@link #fromWire}
     * @return the converter; as safe for threads as the functions
     */
    static <T, W> Converter<T, W> of(
            Class<T> type,
            Class<W> wireType,
            Function<? super T, ? extends W> toWire,
            Function<? super W, ? extends T> fromWire) {
        requireNonNull(type, "type");
        requireNonNull(wireType, "wireType");
        requireNonNull(toWire, "toWire");
        requireNonNull(fromWire, "fromWire");
        return new Converter<>() {
            @Override
            public Class<T> type() {
                return type;
            }

            @Override
            public Class<W> wireType() {
                return wireType;
            }

            @Override
            public W toWire(T value) {
                return toWire.apply(value);
            }

            @Override
            public T fromWire(W wire) {
                return fromWire.apply(wire);
            }
        };
    }
}
