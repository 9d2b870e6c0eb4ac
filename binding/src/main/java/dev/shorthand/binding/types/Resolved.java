package dev.shorthand.binding.types;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A type in which no variable and no wildcard is left. Immutable.
 *
 * @param raw       the class itself
 * @param arguments those of a generic class; of an array, its one element type
 */
record Resolved(Class<?> raw, List<Resolved> arguments) {
    /** What stands where nothing is known. */
    static final Resolved OBJECT = new Resolved(Object.class, List.of());

    /** Returns the argument at {@code index}, or Object where the type was given raw. */
    Resolved argument(int index) {
        return index < arguments.size() ? arguments.get(index) : OBJECT;
    }

    /** Returns how deep its arguments are nested, from 0. */
    int depth() {
        return arguments.stream()
                .mapToInt(argument -> argument.depth() + 1)
                .max()
                .orElse(0);
    }

    /** Returns the type as it is written in Java, with simple names. */
    @Override
    public String toString() {
        if (raw.isArray()) {
            return argument(0) + "[]";
        }
        return arguments.isEmpty()
                ? raw.getSimpleName()
                : arguments.stream()
                        .map(Resolved::toString)
                        .collect(Collectors.joining(", ", raw.getSimpleName() + "<", ">"));
    }
}
