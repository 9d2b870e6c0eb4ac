package dev.shorthand.binding.types;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Puts types in the place of variables. Holds nothing; safe for any thread. */
final class Generics {
    private Generics() {}

    /**
     * Resolves a type: a variable becomes what {@code variables} has for it, else its bound; a wildcard becomes its bound.
     */
    static Resolved resolve(Type type, Map<TypeVariable<?>, Resolved> variables) {
        if (type instanceof Class<?> raw) {
            return ofClass(raw);
        }
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] given = generic.getActualTypeArguments();
            return new Resolved(
                    raw,
                    IntStream.range(0, given.length)
                            .mapToObj(i -> isUnbounded(given[i])
                                    ? bound(raw.getTypeParameters()[i])
                                    : resolve(given[i], variables))
                            .toList());
        }
        if (type instanceof GenericArrayType array) {
            Resolved element = resolve(array.getGenericComponentType(), variables);
            return new Resolved(element.raw().arrayType(), List.of(element));
        }
        if (type instanceof WildcardType wildcard) {
            Type[] lower = wildcard.getLowerBounds();
            return resolve(lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0], variables);
        }
        if (type instanceof TypeVariable<?> variable) {
            Resolved known = variables.get(variable);
            return known != null ? known : bound(variable);
        }
        throw new AssertionError("a kind of Type with no branch here: " + type);
    }

    /** Returns what each variable of the type, and of all it extends and implements, stands for. */
    static Map<TypeVariable<?>, Resolved> variables(Resolved type) {
        Map<TypeVariable<?>, Resolved> variables = new HashMap<>();
        collect(type, variables);
        return variables;
    }

    private static void collect(Resolved type, Map<TypeVariable<?>, Resolved> variables) {
        TypeVariable<?>[] parameters = type.raw().getTypeParameters();
        for (int i = 0; i < parameters.length; i++) {
            variables.put(parameters[i], type.argument(i));
        }
        for (Type parent : type.raw().getGenericInterfaces()) {
            collect(resolve(parent, variables), variables);
        }
        Type parent = type.raw().getGenericSuperclass();
        if (parent != null) {
            collect(resolve(parent, variables), variables);
        }
    }

    private static boolean isUnbounded(Type type) {
        return type instanceof WildcardType wildcard
                && wildcard.getLowerBounds().length == 0
                && wildcard.getUpperBounds()[0] == Object.class;
    }

    private static Resolved ofClass(Class<?> raw) {
        return raw.isArray()
                ? new Resolved(raw, List.of(ofClass(raw.getComponentType())))
                : new Resolved(
                        raw,
                        Arrays.stream(raw.getTypeParameters())
                                .map(Generics::bound)
                                .toList());
    }

    // A bound may speak of its own variable (T extends Comparable<T>), so its arguments are not looked into.
    private static Resolved bound(TypeVariable<?> variable) {
        Class<?> raw = erase(variable);
        return new Resolved(raw, Collections.nCopies(raw.getTypeParameters().length, Resolved.OBJECT));
    }

    private static Class<?> erase(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        return erase(((TypeVariable<?>) type).getBounds()[0]);
    }
}
