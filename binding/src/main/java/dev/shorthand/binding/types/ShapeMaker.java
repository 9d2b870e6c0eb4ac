package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.Converter;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.nio.file.Path;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Makes the shape of one type and of all within it. Confined to the thread that made it, and used once. */
final class ShapeMaker {
    // A record that contains itself with ever longer type arguments would have no end.
    private static final int DEEPEST_ARGUMENTS = 12;

    private static final String ANYTHING =
            "use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it";

    private final Converters converters;
    private final Map<Resolved, RecordShape> records = new HashMap<>();
    private final Map<Class<?>, ConvertedShape> converted = new HashMap<>();

    ShapeMaker(Converters converters) {
        this.converters = converters;
    }

    /** Returns the records met, whole once {@link #make} has returned. */
    Map<Resolved, RecordShape> records() {
        return records;
    }

    Shape make(Resolved type, String where) {
        Class<?> raw = type.raw();
        Converter<?, ?> converter = converters.of(raw);
        if (converter != null) {
            return converted(raw, converter, where);
        }
        Shape scalar = scalar(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw.isArray()) {
            return new ArrayShape(raw.getComponentType(), make(type.argument(0), where));
        }
        if (raw == Optional.class) {
            return OptionalShape.of(make(type.argument(0), where));
        }
        if (raw == List.class || raw == Collection.class || raw == Iterable.class || raw == Set.class) {
            return new ListShape(make(type.argument(0), where), raw == Set.class);
        }
        if (raw == Map.class) {
            return map(type, where);
        }
        if (raw.isRecord()) {
            return record(type, where);
        }
        throw unsupported(type, where);
    }

    private static @Nullable Shape scalar(Class<?> raw) {
        Shape scalar = Scalars.of(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw == Object.class) {
            return PlainShape.OBJECT;
        }
        if (raw == void.class || raw == Void.class) {
            return PlainShape.VOID;
        }
        return raw.isEnum() ? EnumShape.of(raw) : OptionalShape.ofPrimitive(raw);
    }

    private Shape converted(Class<?> raw, Converter<?, ?> converter, String where) {
        ConvertedShape shape = converted.get(raw);
        if (shape == null) {
            shape = new ConvertedShape(raw, Converters.untyped(converter));
            converted.put(raw, shape);
            shape.wire = make(
                    Generics.resolve(converter.wireType(), Map.of()),
                    "what " + raw.getSimpleName() + " is converted to" + (where.isEmpty() ? "" : ", in " + where));
        }
        return shape;
    }

    private Shape map(Resolved type, String where) {
        Resolved key = type.argument(0);
        Shape shape = MapShape.of(key.raw(), make(key, where), make(type.argument(1), where));
        if (shape == null) {
            throw new IllegalArgumentException(
                    key + " cannot be the key of a map" + at(where) + "; use String, an enum, an integer or a UUID");
        }
        return shape;
    }

    private Shape record(Resolved type, String where) {
        Class<?> raw = type.raw();
        Shape known = converters.isEmpty() && type.arguments().isEmpty() ? Shapes.kept(raw) : null;
        if (known == null) {
            known = records.get(type);
        }
        if (known != null) {
            return known;
        }
        if (type.depth() > DEEPEST_ARGUMENTS) {
            throw new IllegalArgumentException("the record " + raw.getName() + at(where) + " has type arguments over "
                    + DEEPEST_ARGUMENTS + " deep; let it contain itself with the same ones");
        }
        RecordShape shape = RecordShape.of(raw);
        records.put(type, shape);
        Map<TypeVariable<?>, Resolved> variables = Generics.variables(type);
        RecordComponent[] components = raw.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            shape.fields.shapes[i] = make(
                    Generics.resolve(component.getGenericType(), variables),
                    "component " + component.getName() + " of " + raw.getSimpleName()
                            + (where.isEmpty() ? "" : ", in " + where));
        }
        return shape;
    }

    private static IllegalArgumentException unsupported(Resolved type, String where) {
        return new IllegalArgumentException(
                type.raw().getName() + " cannot be read from the wire" + at(where) + "; " + instead(type.raw()));
    }

    private static String at(String where) {
        return where.isEmpty() ? "" : " (" + where + ")";
    }

    private static String instead(Class<?> type) {
        if (Set.class.isAssignableFrom(type)) {
            return "use Set";
        }
        if (Iterable.class.isAssignableFrom(type) && !Path.class.isAssignableFrom(type)) {
            return "use List";
        }
        if (Map.class.isAssignableFrom(type)) {
            return "use Map";
        }
        if (Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type)) {
            return "use Instant";
        }
        if (InputStream.class.isAssignableFrom(type) || OutputStream.class.isAssignableFrom(type)) {
            return "use byte[]";
        }
        if (Future.class.isAssignableFrom(type)) {
            return "use CompletionStage, and only as what a method returns";
        }
        return ANYTHING;
    }
}
