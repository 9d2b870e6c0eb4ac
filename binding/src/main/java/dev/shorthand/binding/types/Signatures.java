package dev.shorthand.binding.types;

import dev.shorthand.binding.Default;
import dev.shorthand.binding.Named;
import dev.shorthand.binding.Request;
import dev.shorthand.kernel.Caller;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes signatures, and finds all that can be wrong with a method. Holds nothing; safe for any thread. */
final class Signatures {
    private static final TypeVariable<?> STAGE_RESULT = CompletionStage.class.getTypeParameters()[0];

    private Signatures() {}

    static Signature of(Method method, Class<?> contract, Converters converters) {
        return of(method, Generics.variables(Generics.resolve(contract, Map.of())), converters);
    }

    static List<Signature> allOf(Class<?> contract, Predicate<Method> defaults, Converters converters) {
        return List.copyOf(
                new LinkedHashSet<>(byMethod(contract, defaults, converters).values()));
    }

    /** Returns the signatures of the abstract methods; those that two parents declare alike share one. */
    static Map<Method, Signature> byMethod(Class<?> contract, Converters converters) {
        return byMethod(contract, method -> false, converters);
    }

    private static Map<Method, Signature> byMethod(
            Class<?> contract, Predicate<Method> defaults, Converters converters) {
        if (!contract.isInterface()) {
            throw new IllegalArgumentException(
                    contract.getName() + " is not an interface; declare the remote methods in one and give that");
        }
        Map<TypeVariable<?>, Resolved> variables = Generics.variables(Generics.resolve(contract, Map.of()));
        Map<Method, Signature> byMethod = new LinkedHashMap<>();
        Map<String, Signature> byName = new HashMap<>();
        for (Method method : sorted(contract.getMethods())) {
            if (isRemote(method, defaults)) {
                Signature signature = of(method, variables, converters);
                byMethod.put(method, signature);
                byName.merge(signature.name(), signature, (one, two) -> chosen(one, two, variables));
            }
        }
        byMethod.replaceAll((method, signature) -> byName.getOrDefault(signature.name(), signature));
        return byMethod;
    }

    // The order of getMethods differs from run to run, and with it would what an error says.
    private static Method[] sorted(Method[] methods) {
        Arrays.sort(methods, Comparator.comparing(Method::getName).thenComparing(Method::toString));
        return methods;
    }

    private static boolean isRemote(Method method, Predicate<Method> defaults) {
        if (method.isDefault()) {
            return !method.isBridge() && defaults.test(method);
        }
        return Modifier.isAbstract(method.getModifiers()) && !isOfObject(method);
    }

    // An interface may declare equals, hashCode and toString once more, to say something about them.
    private static boolean isOfObject(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    // Two parents may declare one method; two methods may not have one name.
    private static Signature chosen(Signature one, Signature two, Map<TypeVariable<?>, Resolved> variables) {
        Method a = one.method();
        Method b = two.method();
        if (!a.getName().equals(b.getName()) || !types(a, variables).equals(types(b, variables))) {
            throw new IllegalArgumentException("two methods are named \"" + one.name() + "\" on the wire: "
                    + describe(a) + " and " + describe(b) + "; rename one with @Named");
        }
        return a.getReturnType().isAssignableFrom(b.getReturnType()) ? two : one;
    }

    private static List<Resolved> types(Method method, Map<TypeVariable<?>, Resolved> variables) {
        return Arrays.stream(method.getGenericParameterTypes())
                .map(type -> Generics.resolve(type, variables))
                .toList();
    }

    private static Signature of(Method method, Map<TypeVariable<?>, Resolved> variables, Converters converters) {
        String where = Signature.where(method);
        int callerIndex = callerIndex(method, where);
        Fields fields = fields(method, callerIndex, where, variables, converters);
        Resolved result = Generics.resolve(method.getGenericReturnType(), variables);
        boolean async = CompletionStage.class.isAssignableFrom(result.raw());
        if (async) {
            Resolved inner = Generics.variables(result).get(STAGE_RESULT);
            result = inner == null ? Resolved.OBJECT : inner;
        }
        boolean notification = method.getReturnType() == void.class && !method.isAnnotationPresent(Request.class);
        Shape shape = Shapes.of(result, "what " + where + " returns", converters);
        return new Signature(
                name(method.getAnnotation(Named.class), method.getName(), where),
                method,
                notification,
                async,
                shape,
                fields,
                callerIndex);
    }

    private static int callerIndex(Method method, String where) {
        List<Class<?>> types = List.of(method.getParameterTypes());
        int first = types.indexOf(Caller.class);
        if (first != types.lastIndexOf(Caller.class)) {
            throw new IllegalArgumentException(where + " has two parameters of type Caller; there is only one caller");
        }
        return first;
    }

    private static Fields fields(
            Method method,
            int callerIndex,
            String where,
            Map<TypeVariable<?>, Resolved> variables,
            Converters converters) {
        Parameter[] parameters = method.getParameters();
        Type[] types = method.getGenericParameterTypes();
        int count = callerIndex < 0 ? parameters.length : parameters.length - 1;
        Fields fields = Fields.ofParameters(new String[count], callerIndex, !converters.isLenient());
        Map<String, Integer> positions = new HashMap<>();
        int i = 0;
        for (int p = 0; p < parameters.length; p++) {
            if (p == callerIndex) {
                if (parameters[p].isAnnotationPresent(Default.class)) {
                    throw new IllegalArgumentException(
                            "the Caller of " + where + " has a @Default, but does not travel; remove it");
                }
                continue;
            }
            String name = name(parameters[p], p, where);
            Integer other = positions.put(name, p);
            if (other != null) {
                throw new IllegalArgumentException(where + " has two parameters named \"" + name
                        + "\" on the wire, number " + (other + 1) + " and " + (p + 1) + "; rename one with @Named");
            }
            fields.names[i] = name;
            String what = "parameter " + name + " of " + where;
            fields.shapes[i] = Shapes.of(Generics.resolve(types[p], variables), what, converters);
            fields.defaults[i] = Defaults.of(parameters[p], fields.shapes[i], what);
            if (fields.defaults[i] == null && converters.isLenient()) {
                fields.defaults[i] = zero(parameters[p].getType());
            }
            i++;
        }
        return fields;
    }

    private static @Nullable Object zero(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    private static String name(Parameter parameter, int index, String where) {
        Named named = parameter.getAnnotation(Named.class);
        if (named == null && !parameter.isNamePresent()) {
            throw new IllegalArgumentException(where + ": the name of parameter " + (index + 1) + " ("
                    + parameter.getType().getSimpleName()
                    + ") is not in the class file; compile with -parameters, or annotate it with @Named(\"…\")");
        }
        return name(named, parameter.getName(), where);
    }

    private static String name(@Nullable Named named, String otherwise, String where) {
        if (named != null && named.value().isBlank()) {
            throw new IllegalArgumentException("a blank @Named in " + where + "; give the name on the wire");
        }
        return (named == null ? otherwise : named.value()).intern();
    }

    private static String describe(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", Signature.where(method) + '(', ")"));
    }
}
