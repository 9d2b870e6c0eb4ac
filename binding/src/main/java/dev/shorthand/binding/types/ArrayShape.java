package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays, of primitives too. Immutable. */
final class ArrayShape extends Shape {
    private final Class<?> elementType;
    private final Shape element;

    ArrayShape(Class<?> elementType, Shape element) {
        super("a list of " + element.expected());
        this.elementType = elementType;
        this.element = element;
    }

    @Override
    boolean fits(Object value) {
        return elementType.arrayType().isInstance(value)
                && (elementType.isPrimitive() || ListShape.allFit(element, Arrays.asList((Object[]) value)));
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        if (in.token() == Token.OBJECT) {
            return readObject(in);
        }
        if (!entersList(in)) {
            return null;
        }
        if (element instanceof IntegerShape integer && elementType == int.class) {
            return readInts(integer, in);
        }
        if (element instanceof IntegerShape integer && elementType == long.class) {
            return readLongs(integer, in);
        }
        return elementType == double.class ? readDoubles(in) : readBoxed(in);
    }

    // Whole arrays of numbers are worth a loop each that boxes nothing.

    private static int[] readInts(IntegerShape element, ValueReader in) {
        int[] values = new int[8];
        int size = 0;
        try {
            while (in.next() != Token.END_LIST) {
                if (size == values.length) {
                    values = Arrays.copyOf(values, size * 2);
                }
                values[size] = (int) element.readLong(in);
                size++;
            }
        } catch (MismatchException e) {
            throw e.under("[" + size + "]");
        }
        return Arrays.copyOf(values, size);
    }

    private static long[] readLongs(IntegerShape element, ValueReader in) {
        long[] values = new long[8];
        int size = 0;
        try {
            while (in.next() != Token.END_LIST) {
                if (size == values.length) {
                    values = Arrays.copyOf(values, size * 2);
                }
                values[size] = element.readLong(in);
                size++;
            }
        } catch (MismatchException e) {
            throw e.under("[" + size + "]");
        }
        return Arrays.copyOf(values, size);
    }

    private double[] readDoubles(ValueReader in) {
        double[] values = new double[8];
        int size = 0;
        try {
            while (in.next() != Token.END_LIST) {
                if (size == values.length) {
                    values = Arrays.copyOf(values, size * 2);
                }
                values[size] = readDouble(in);
                size++;
            }
        } catch (MismatchException e) {
            throw e.under("[" + size + "]");
        }
        return Arrays.copyOf(values, size);
    }

    private double readDouble(ValueReader in) {
        Token token = in.token();
        if (token == Token.DOUBLE) {
            return in.doubleValue();
        }
        if (token == Token.LONG) {
            return in.longValue();
        }
        Object value = element.read(in);
        if (value == null) {
            throw mismatch(in);
        }
        return (double) value;
    }

    private Object readBoxed(ValueReader in) {
        List<@Nullable Object> values = new ArrayList<>();
        ListShape.readInto(values, element, in);
        Object array = Array.newInstance(elementType, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }
}
