package dev.shorthand.kernel.binding;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.RandomAccess;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How values of the less frequent classes are written, found once for each class. Immutable; safe for any thread. */
final class Writings {
    private static final Set<Class<?>> TEXTS = Set.of(
            Instant.class,
            Duration.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Period.class,
            Year.class,
            YearMonth.class,
            UUID.class,
            URI.class);

    /** Marks lists that are walked by index; {@link ValueWalk} does it itself. */
    static final Writing LIST = (value, out, depth) -> ValueWalk.walk(value, out, depth);

    /** Marks maps; {@link ValueWalk} walks them itself. */
    static final Writing MAP = (value, out, depth) -> ValueWalk.walk(value, out, depth);

    private static final Writing TEXT = (value, out, depth) -> out.writeString(value.toString());

    private static final ClassValue<Writing> BY_CLASS = new ClassValue<>() {
        @Override
        protected Writing computeValue(Class<?> type) {
            return find(type);
        }
    };

    private Writings() {}

    /** How a value of one class is written. */
    @FunctionalInterface
    interface Writing {
        /** Writes a value around which {@code depth} lists and maps stand. */
        void write(Object value, ValueWriter out, int depth);
    }

    static Writing of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    /** Returns whether values of the class are written as the text that toString gives. */
    static boolean isText(Class<?> type) {
        return TEXTS.contains(type) || ZoneId.class.isAssignableFrom(type);
    }

    private static Writing find(Class<?> type) {
        if (Map.class.isAssignableFrom(type)) {
            return MAP;
        }
        if (Collection.class.isAssignableFrom(type)) {
            return collection(type);
        }
        if (type.isRecord()) {
            return RecordWriting.of(type);
        }
        if (Enum.class.isAssignableFrom(type)) {
            return (value, out, depth) -> out.writeString(((Enum<?>) value).name());
        }
        if (type.isArray()) {
            return array(type);
        }
        if (isText(type) || CharSequence.class.isAssignableFrom(type) || type == Character.class) {
            return TEXT;
        }
        if (ByteBuffer.class.isAssignableFrom(type)) {
            return (value, out, depth) -> writeBuffer((ByteBuffer) value, out);
        }
        Writing number = number(type);
        if (number != null) {
            return number;
        }
        Writing optional = optional(type);
        return optional != null ? optional : unsupported(type);
    }

    private static Writing collection(Class<?> type) {
        return List.class.isAssignableFrom(type) && RandomAccess.class.isAssignableFrom(type)
                ? LIST
                // A copy, as others may change it between the size that goes out first and the last element.
                : (value, out, depth) -> ValueWalk.writeArray(((Collection<?>) value).toArray(), out, depth);
    }

    private static @Nullable Writing number(Class<?> type) {
        if (type == Short.class || type == Byte.class) {
            return (value, out, depth) -> out.writeLong(((Number) value).longValue());
        }
        if (type == Float.class) {
            return (value, out, depth) -> out.writeDouble(widen((float) value));
        }
        if (BigInteger.class.isAssignableFrom(type)) {
            return (value, out, depth) -> writeInteger((BigInteger) value, out);
        }
        if (BigDecimal.class.isAssignableFrom(type)) {
            return (value, out, depth) -> out.writeBigDecimal((BigDecimal) value);
        }
        return null;
    }

    private static @Nullable Writing optional(Class<?> type) {
        if (type == Optional.class) {
            return (value, out, depth) -> ValueWalk.walk(((Optional<?>) value).orElse(null), out, depth);
        }
        if (type == OptionalInt.class) {
            return (value, out, depth) -> {
                OptionalInt number = (OptionalInt) value;
                ValueWalk.walk(number.isPresent() ? number.getAsInt() : null, out, depth);
            };
        }
        if (type == OptionalLong.class) {
            return (value, out, depth) -> {
                OptionalLong number = (OptionalLong) value;
                ValueWalk.walk(number.isPresent() ? number.getAsLong() : null, out, depth);
            };
        }
        if (type == OptionalDouble.class) {
            return (value, out, depth) -> {
                OptionalDouble number = (OptionalDouble) value;
                ValueWalk.walk(number.isPresent() ? number.getAsDouble() : null, out, depth);
            };
        }
        return null;
    }

    private static Writing array(Class<?> type) {
        return type.getComponentType().isPrimitive()
                ? PrimitiveArrays.of(type)
                : (value, out, depth) -> ValueWalk.writeArray((Object[]) value, out, depth);
    }

    private static void writeInteger(BigInteger value, ValueWriter out) {
        if (value.bitLength() < Long.SIZE) {
            out.writeLong(value.longValue());
        } else {
            out.writeBigInteger(value);
        }
    }

    private static void writeBuffer(ByteBuffer buffer, ValueWriter out) {
        if (buffer.hasArray()) {
            out.writeBytes(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        } else {
            byte[] copy = new byte[buffer.remaining()];
            // A duplicate, so that the sender's position stays where it is.
            buffer.duplicate().get(copy);
            out.writeBytes(copy, 0, copy.length);
        }
    }

    /** Returns the double of the same text: 0.1f is 0.1 and not 0.10000000149011612. */
    static double widen(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    private static Writing unsupported(Class<?> type) {
        return (value, out, depth) -> {
            throw new EncodeException(
                    "a " + type.getName()
                            + " cannot be sent; use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it");
        };
    }
}
