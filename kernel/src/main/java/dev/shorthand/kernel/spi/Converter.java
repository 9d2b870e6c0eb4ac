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
 * <p>A service extends this, with a public constructor that has no parameters:
 *
 * <pre>{@code
 * public final class MoneyConverter extends Converter<Money, String> {
 *     public MoneyConverter() {
 *         super(Money.class, String.class, Money::toString, Money::parse);
 *     }
 * }
 * }</pre>
 *
 * <p>Immutable, and as safe for threads as its functions, which are called from any thread.
 *
 * @param <T> the type that does not travel by itself
 * @param <W> the type it travels as
 */
public class Converter<T, W> {
    private final Class<T> type;
    private final Class<W> wireType;
    private final Function<? super T, ? extends W> toWire;
    private final Function<? super W, ? extends T> fromWire;

    /**
     * Makes a converter of two functions.
     *
     * @param type     see {@link #type()}
     * @param wireType see {@link #wireType()}
     * @param toWire   see {@link #toWire}
     * @param fromWire see {@link #fromWire}
     */
    protected Converter(
            Class<T> type,
            Class<W> wireType,
            Function<? super T, ? extends W> toWire,
            Function<? super W, ? extends T> fromWire) {
        this.type = requireNonNull(type, "type");
        this.wireType = requireNonNull(wireType, "wireType");
        this.toWire = requireNonNull(toWire, "toWire");
        this.fromWire = requireNonNull(fromWire, "fromWire");
    }

    /**
     * Makes a converter of two functions.
     *
     * @param <T>      the type that does not travel by itself
     * @param <W>      the type it travels as
     * @param type     see {@link #type()}
     * @param wireType see {@link #wireType()}
     * @param toWire   see {@link #toWire}
     * @param fromWire see {@link #fromWire}
     * @return the converter
     */
    public static <T, W> Converter<T, W> of(
            Class<T> type,
            Class<W> wireType,
            Function<? super T, ? extends W> toWire,
            Function<? super W, ? extends T> fromWire) {
        return new Converter<>(type, wireType, toWire, fromWire);
    }

    /**
     * Returns the type that does not travel by itself.
     *
     * @return a class, record, enum or interface
     */
    public final Class<T> type() {
        return type;
    }

    /**
     * Returns the type it travels as.
     *
     * @return what a handler's parameter may be without a converter, for example {@code String}, {@code Long}, {@code String[]}, or a record
     */
    public final Class<W> wireType() {
        return wireType;
    }

    /**
     * Converts a value that is to be sent.
     *
     * @param value of the type or a subtype
     * @return what travels in its place
     */
    public final W toWire(T value) {
        return toWire.apply(value);
    }

    /**
     * Converts a value that has come.
     *
     * @param wire what the peer sent, already read as the wire type
     * @return the value
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} if it is no such value; the message goes to the peer
     */
    public final T fromWire(W wire) {
        return fromWire.apply(wire);
    }
}
