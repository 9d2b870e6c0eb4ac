package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists, and sets in the order of arrival. What it reads cannot be changed, and may hold nulls. Immutable. */
final class ListShape extends Shape {
    private final Shape element;
    private final boolean set;

    ListShape(Shape element, boolean set) {
        super("a list of " + element.expected());
        this.element = element;
        this.set = set;
    }

    @Override
    boolean fits(Object value) {
        return (set ? value instanceof Set : value instanceof List) && allFit(element, (Collection<?>) value);
    }

    static boolean allFit(Shape element, Iterable<?> values) {
        for (Object value : values) {
            if (value != null && !element.fits(value)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        if (in.token() == Token.OBJECT) {
            return readObject(in);
        }
        if (!entersList(in)) {
            return null;
        }
        if (set) {
            Set<@Nullable Object> values = new LinkedHashSet<>();
            readInto(values, element, in);
            return Collections.unmodifiableSet(values);
        }
        List<@Nullable Object> values = new ArrayList<>();
        readInto(values, element, in);
        return Collections.unmodifiableList(values);
    }

    /** Reads up to the end of the list that the reader has entered. */
    static void readInto(Collection<@Nullable Object> values, Shape element, ValueReader in) {
        // Recursion is bounded by the reader, which refuses nesting over the limit.
        int index = 0;
        try {
            while (in.next() != Token.END_LIST) {
                values.add(element.read(in));
                index++;
            }
        } catch (MismatchException e) {
            throw e.under("[" + index + "]");
        }
    }
}
