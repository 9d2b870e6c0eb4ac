package dev.shorthand.binding.types;

import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Nearest;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names with a shape each: the parameters of a method, or the components of a record. Immutable once its shapes are there.
 *
 * <p>Parameters are strict, unless the dispatcher is lenient: an unknown name is refused, and only an Optional or what has a default may be missing. Components
 * are lenient, so that a record can lose or gain a component while its peers have not: unknown names are passed over, and what is missing is null.
 */
final class Fields {
    // In the place of a value that has not come yet, as null may come.
    private static final Object MISSING = new Object();

    final String[] names;

    /** Filled in after the making, as a record may contain itself. */
    final Shape[] shapes;

    /** What stands for a parameter that is missing; null where none does. Filled in with the shapes. */
    final @Nullable Object[] defaults;

    private final boolean strict;

    // What goes before a name in errors.
    private final String kind;

    // The position of the parameter that does not travel, past the end if there is none.
    private final int hole;

    private Fields(String[] names, boolean strict, String kind, int hole) {
        this.names = names;
        this.shapes = new Shape[names.length];
        this.defaults = new Object[names.length];
        this.strict = strict;
        this.kind = kind;
        this.hole = hole;
    }

    static Fields ofComponents(String[] names) {
        return new Fields(names, false, "", Integer.MAX_VALUE);
    }

    /** Makes one for parameters, of which the one at {@code callerIndex} does not travel unless that is -1. */
    static Fields ofParameters(String[] names, int callerIndex, boolean strict) {
        return new Fields(names, strict, "parameter ", callerIndex < 0 ? Integer.MAX_VALUE : callerIndex);
    }

    /** Reads a map, a list by position, null as nothing, and anything else as the only value. */
    @Nullable
    Object[] read(ValueReader in) {
        Token token = in.token();
        if (token == Token.MAP) {
            return readMap(in);
        }
        if (token == Token.LIST) {
            return readList(in);
        }
        @Nullable Object[] values = blank();
        if (token != Token.NULL && names.length == 0 && strict) {
            throw tooMany(1);
        }
        if (token != Token.NULL && names.length > 0) {
            try {
                values[slot(0)] = shapes[0].read(in);
            } catch (MismatchException e) {
                throw e.under(step(0));
            }
        }
        return complete(values);
    }

    /** Reads a map. */
    @Nullable
    Object[] readMap(ValueReader in) {
        @Nullable Object[] values = places();
        // As many have come, in the order of the declaration.
        int i = 0;
        String name = in.nextMember(names, 0);
        try {
            while (name != null && i < names.length && names[i].equals(name)) {
                values[slot(i)] = shapes[i].read(in);
                i++;
                name = in.nextMember(names, i);
            }
        } catch (MismatchException e) {
            throw e.under(step(i));
        }
        if (name == null && i == names.length) {
            return values;
        }
        missing(values, i);
        readOthers(name, in, values);
        return complete(values);
    }

    /** Reads the rest of a map whose members have come in another order, or are more or fewer. */
    private void readOthers(@Nullable String first, ValueReader in, @Nullable Object[] values) {
        int next = 0;
        for (String name = first; name != null; name = in.nextMember()) {
            int i = indexOf(name, next);
            if (i < 0 && strict) {
                throw unknown(name);
            }
            if (i < 0) {
                in.skip();
                continue;
            }
            try {
                values[slot(i)] = shapes[i].read(in);
            } catch (MismatchException e) {
                throw e.under(step(i));
            }
            next = i + 1;
        }
    }

    private @Nullable Object[] readList(ValueReader in) {
        @Nullable Object[] values = places();
        int i = 0;
        try {
            while (in.next() != Token.END_LIST) {
                if (i < names.length) {
                    values[slot(i)] = shapes[i].read(in);
                } else {
                    in.skip();
                }
                i++;
            }
        } catch (MismatchException e) {
            throw i < names.length ? e.under(step(i)) : e;
        }
        if (i > names.length && strict) {
            throw tooMany(i);
        }
        // All before have come.
        for (; i < names.length; i++) {
            values[slot(i)] = absent(i);
        }
        return values;
    }

    /** Converts values that are in memory. */
    @Nullable
    Object[] convert(Params params) {
        @Nullable Object[] values = blank();
        boolean named = params.isNamed();
        int size = params.size();
        if (!named && size > names.length && strict) {
            throw tooMany(size);
        }
        for (int j = 0; j < size; j++) {
            int i = named ? indexOf(params.name(j), j) : j;
            if (i < 0 && strict) {
                throw unknown(params.name(j));
            }
            if (i < 0 || i >= names.length) {
                continue;
            }
            try {
                values[slot(i)] = shapes[i].convert(params.value(j));
            } catch (MismatchException e) {
                throw e.under(step(i));
            }
        }
        return complete(values);
    }

    private @Nullable Object[] blank() {
        @Nullable Object[] values = places();
        missing(values, 0);
        return values;
    }

    /** Marks the values from the given one on as not come yet. */
    private void missing(@Nullable Object[] values, int from) {
        for (int i = from; i < names.length; i++) {
            values[slot(i)] = MISSING;
        }
    }

    private @Nullable Object[] places() {
        return new Object[hole == Integer.MAX_VALUE ? names.length : names.length + 1];
    }

    private int slot(int i) {
        return i < hole ? i : i + 1;
    }

    private String step(int i) {
        return kind + names[i];
    }

    // Names mostly come in the order of the declaration, and from a decoder that interns them as the very same string.
    private int indexOf(String name, int expected) {
        if (expected < names.length && names[expected].equals(name)) {
            return expected;
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Object[] complete(@Nullable Object[] values) {
        for (int i = 0; i < names.length; i++) {
            if (values[slot(i)] == MISSING) {
                values[slot(i)] = absent(i);
            }
        }
        return values;
    }

    private @Nullable Object absent(int i) {
        Object otherwise = defaults[i];
        if (otherwise != null) {
            return otherwise;
        }
        Shape shape = shapes[i];
        if (shape.mayBeAbsent() || (!strict && shape.nullable())) {
            return shape.absent();
        }
        throw new MismatchException(
                step(i) + " is missing" + (!kind.isEmpty() ? "" : "; expected a map with " + String.join(", ", names)));
    }

    private MismatchException unknown(String name) {
        String nearest = Nearest.to(name, List.of(names))
                .map(near -> "did you mean " + near + "? There ")
                .orElse("there ");
        String all = names.length == 0 ? "are none" : (names.length == 1 ? "is " : "are ") + String.join(", ", names);
        return new MismatchException("no parameter \"" + Quoted.shorten(name) + "\"; " + nearest + all);
    }

    private MismatchException tooMany(int given) {
        return new MismatchException(given
                + (given == 1 ? " argument" : " arguments")
                + (names.length == 0 ? " where none is taken" : " for " + String.join(", ", names)));
    }
}
