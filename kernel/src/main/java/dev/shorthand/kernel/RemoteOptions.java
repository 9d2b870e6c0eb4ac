package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.engine.Nullable;
import java.time.Duration;

/**
 * How the methods of a {@link Remote#remote(Class, RemoteOptions) remote object} are called.
 *
 * <pre>{@code
 * Calculator calculator = client.remote(Calculator.class,
 *         RemoteOptions.defaults().withPrefix("calc.").withTimeout(Duration.ofSeconds(2)));
 * }</pre>
 *
 * <p>Immutable.
 */
public final class RemoteOptions {
    private static final RemoteOptions DEFAULTS = new RemoteOptions("", null, false);

    private final String prefix;
    private final @Nullable Duration timeout;
    private final boolean oneWay;

    private RemoteOptions(String prefix, @Nullable Duration timeout, boolean oneWay) {
        this.prefix = prefix;
        this.timeout = timeout;
        this.oneWay = oneWay;
    }

    /**
     * Returns the options used where nothing else is said: no prefix, the endpoint's own timeout, replies where a method asks for one.
     *
     * @return the defaults
     */
    public static RemoteOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options with a prefix, as {@link Dispatcher#serve(String, Class, Object)} has one on the other side.
     *
     * @param prefix goes before each method's name, for example {@code "calc."}; empty for none, the default
     * @return the new options
     */
    public RemoteOptions withPrefix(String prefix) {
        return new RemoteOptions(requireNonNull(prefix, "prefix"), timeout, oneWay);
    }

    /**
     * Returns these options with a timeout.
     *
     * @param timeout how long each reply may take; over 0; the default is {@link EndpointBuilder#timeout}
     * @return the new options
     * @throws IllegalArgumentException if it is 0 or less
     */
    public RemoteOptions withTimeout(Duration timeout) {
        return new RemoteOptions(prefix, checked(timeout), oneWay);
    }

    /** Returns a timeout, or refuses it if it is 0 or less. */
    static Duration checked(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is " + timeout + "; give a time over 0, for example 30 s");
        }
        return timeout;
    }

    /**
     * Returns these options with all methods sent as notifications: nobody will know whether they were handled. What a method
     * returns is then zero or false for a primitive, empty for {@link java.util.Optional} and its kin, null for any other; a {@link Promise} is complete
     * at once.
     *
     * @return the new options
     */
    public RemoteOptions withOneWay() {
        return new RemoteOptions(prefix, timeout, true);
    }

    /**
     * Returns what goes before each method's name.
     *
     * @return empty for nothing
     */
    public String prefix() {
        return prefix;
    }

    /**
     * Returns how long each reply may take.
     *
     * @param otherwise returned where these options do not say
     * @return over 0
     */
    public Duration timeoutOr(Duration otherwise) {
        return timeout == null ? otherwise : timeout;
    }

    /**
     * Returns whether all methods are sent as notifications.
     *
     * @return false where a method asks for a reply
     */
    public boolean isOneWay() {
        return oneWay;
    }

    /** Returns for example {@code prefix "calc.", timeout PT2S, one-way}. */
    @Override
    public String toString() {
        return "prefix \"" + prefix + "\", timeout " + (timeout == null ? "of the endpoint" : timeout)
                + (oneWay ? ", one-way" : "");
    }
}
