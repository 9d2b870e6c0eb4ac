package dev.shorthand.binding.types;

import dev.shorthand.binding.Default;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.MismatchException;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads what parameters are where they are left out. Holds nothing; safe for any thread. */
final class Defaults {
    private Defaults() {}

    /**
     * Returns the value of a parameter's {@link Default}, or null if it has none.
     *
     * @param what the parameter, as errors name it
     * @throws IllegalArgumentException if the text does not fit the parameter, or it is an Optional
     */
    static @Nullable Object of(Parameter parameter, Shape shape, String what) {
        Default annotation = parameter.getAnnotation(Default.class);
        if (annotation == null) {
            return null;
        }
        if (shape.mayBeAbsent()) {
            throw new IllegalArgumentException(what + " is Optional and has a @Default; keep one of the two");
        }
        String text = annotation.value();
        try {
            return parse(text, shape);
        } catch (MismatchException e) {
            throw new IllegalArgumentException(
                    "the @Default(\"" + Quoted.shorten(text) + "\") of " + what + " does not fit: " + e.getMessage()
                            + "; give a text that does, or declare an Optional",
                    e);
        }
    }

    private static @Nullable Object parse(String text, Shape shape) {
        try {
            return shape.convert(text);
        } catch (MismatchException e) {
            return shape.convert(literal(text, e));
        }
    }

    // What is no string on the wire: true, false, or a number.
    private static Object literal(String text, MismatchException otherwise) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw otherwise;
        }
    }
}
