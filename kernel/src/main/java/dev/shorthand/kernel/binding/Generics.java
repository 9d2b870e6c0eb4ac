package dev.shorthand.kernel.binding;

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
            List<Resolved> arguments = Arrays.stream(generic.getActualTypeArguments())
                    .map(argument -> resolve(argument, variables))
                    .toList();
            return new Resolved((Class<?>) generic.getRawType(), arguments);
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
            return known != null ? known : ofClass(erase(variable));
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

    private static Resolved ofClass(Class<?> raw) {
        if (raw.isArray()) {
            return new Resolved(raw, List.of(ofClass(raw.getComponentType())));
        }
        return new Resolved(raw, Collections.nCopies(raw.getTypeParameters().length, Resolved.OBJECT));
    }

    // A bound may speak of its own variable (T extends Comparable<T>), so its arguments are not looked into.
    private static Class<?> erase(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof TypeVariable<?> variable) {
            return erase(variable.getBounds()[0]);
        }
        return Object.class;
    }
}
