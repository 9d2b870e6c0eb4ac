package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call: named, positional, or absent.
 *
 * <p>Values are plain Java (null, Boolean, Long, BigInteger, Double, BigDecimal, String, byte[], List, Map) when they
 * come from a peer whose call meets no typed method, and anything that converts to those when they are sent.
 *
 * <p>Immutable, as far as its values are.
 */
public final class Params {
    private static final Object[] NO_VALUES = {};
    private static final Params ABSENT = new Params(null, NO_VALUES, null, true);

    private final String @Nullable [] names;
    private final @Nullable Object[] values;
    private final @Nullable Object signature;
    private final boolean absent;

    // Where in the values stands what is no argument, such as the place of a Caller; else past their end.
    private final int gap;

    private Params(String @Nullable [] names, @Nullable Object[] values, @Nullable Object signature, boolean absent) {
        this(names, values, signature, absent, values.length);
    }

    private Params(
            String @Nullable [] names, @Nullable Object[] values, @Nullable Object signature, boolean absent, int gap) {
        this.names = names;
        this.values = values;
        this.signature = signature;
        this.absent = absent;
        this.gap = gap;
    }

    /**
     * Returns no arguments, and no word about them on the wire where the codec can leave it out.
     *
     * @return the absent params
     */
    public static Params absent() {
        return ABSENT;
    }

    /**
     * Copies named arguments, in the order of the map.
     *
     * @param arguments values by name
     * @return the params
     */
    public static Params named(Map<String, ?> arguments) {
        String[] names = new String[arguments.size()];
        Object[] values = new Object[names.length];
        int i = 0;
        for (Map.Entry<String, ?> argument : arguments.entrySet()) {
            names[i] = requireNonNull(argument.getKey(), "a parameter's name");
            values[i++] = argument.getValue();
        }
        return new Params(names, values, null, false);
    }

    /**
     * Wraps named arguments without copying: both arrays are given away.
     *
     * @param names  the parameters' names; many calls may share one array, as nobody writes to it
     * @param values as many values, in the same order
     * @return the params
     * @throws IllegalArgumentException if the lengths differ
     */
    public static Params named(String[] names, @Nullable Object[] values) {
        if (names.length != values.length) {
            throw new IllegalArgumentException(names.length + " names for " + values.length + " values");
        }
        return new Params(names, values, null, false);
    }

    /**
     * Wraps positional arguments without copying: the array is given away.
     *
     * @param values the arguments in order
     * @return the params
     */
    public static Params positional(@Nullable Object... values) {
        return new Params(null, values, null, false);
    }

    /**
     * Wraps all the arguments of a typed method, as the types it declares: those that a decoder has read, or a caller gives.
     *
     * @param signature who declares them; {@link #boundTo} gives the values to this one only
     * @param names     the parameters' names
     * @param values    the arguments, ready for the method, in the order of the names
     * @param gap       the place among the values that is left for something else, or -1
     * @return the params
     */
    public static Params bound(Object signature, String[] names, @Nullable Object[] values, int gap) {
        return new Params(names, values, requireNonNull(signature, "signature"), false, gap < 0 ? values.length : gap);
    }

    /**
     * Returns the arguments if they were read for this very signature.
     *
     * @param asked the signature of the method about to be called
     * @return the array itself, not a copy, or null if they are of another signature or of none
     */
    public @Nullable Object @Nullable [] boundTo(Object asked) {
        return signature == asked ? values : null;
    }

    /**
     * Returns whether no params were given.
     *
     * @return false also for empty params that were given
     */
    public boolean isAbsent() {
        return absent;
    }

    /**
     * Returns whether the arguments have names.
     *
     * @return false if they are positional or absent
     */
    public boolean isNamed() {
        return names != null;
    }

    /**
     * Returns whether these are all the arguments of a typed method, in the order in which it declares them. A format that has no names may then send
     * them by position.
     *
     * @return false if the order, or what there is of them, is somebody's who need not know the method
     */
    public boolean isInDeclaredOrder() {
        return signature != null;
    }

    /**
     * Returns how many arguments there are.
     *
     * @return 0 or more
     */
    public int size() {
        return gap < values.length ? values.length - 1 : values.length;
    }

    /**
     * Returns the name of one argument.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the name
     * @throws IllegalStateException if the arguments have no names
     */
    public String name(int index) {
        if (names == null) {
            throw new IllegalStateException("these params have no names; ask isNamed() first");
        }
        return names[index];
    }

    /**
     * Returns one argument.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the value
     */
    public @Nullable Object value(int index) {
        return values[index < gap ? index : index + 1];
    }

    /**
     * Returns the arguments in order, named or not.
     *
     * @return a view that cannot be changed
     */
    public List<@Nullable Object> asList() {
        return Collections.unmodifiableList(Arrays.asList(arguments()));
    }

    /**
     * Returns the named arguments.
     *
     * @return a copy that cannot be changed, in the order of the call; empty if there are no names
     */
    public Map<String, @Nullable Object> asMap() {
        if (names == null) {
            return Map.of();
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size(); i++) {
            map.put(names[i], value(i));
        }
        return Collections.unmodifiableMap(map);
    }

    private @Nullable Object[] arguments() {
        if (gap >= values.length) {
            return values;
        }
        Object[] arguments = new Object[values.length - 1];
        System.arraycopy(values, 0, arguments, 0, gap);
        System.arraycopy(values, gap + 1, arguments, gap, arguments.length - gap);
        return arguments;
    }

    /** Compares kind, names with values (in any order), or positions; arrays of bytes by content. */
    @Override
    public boolean equals(@Nullable Object that) {
        if (!(that instanceof Params params) || isNamed() != params.isNamed() || absent != params.absent) {
            return false;
        }
        return Arrays.deepEquals(comparable(), params.comparable());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(comparable());
    }

    // What is named is the same in any order.
    private @Nullable Object[] comparable() {
        if (names == null) {
            return arguments();
        }
        Map<String, @Nullable Object> sorted = new TreeMap<>(asMap());
        return new Object[] {sorted.keySet().toArray(), sorted.values().toArray()};
    }

    @Override
    public String toString() {
        if (absent) {
            return "()";
        }
        return Quoted.shorten(names == null ? Arrays.deepToString(arguments()) : asMap().toString());
    }
}
