package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.ValueWriter;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
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

    private static final Binder.Writing TEXT = (value, to, out, depth) -> {
        if (!out.writeObject(value)) {
            out.writeString(value.toString());
        }
    };

    private Writings() {}

    /** Returns how values of a class are written, or null for those that are plain and for those that cannot be sent. */
    static Binder.@Nullable Writing of(Class<?> type) {
        return find(type);
    }

    /** Returns whether values of the class are written as the text that toString gives. */
    static boolean isText(Class<?> type) {
        return TEXTS.contains(type) || ZoneId.class.isAssignableFrom(type);
    }

    private static Binder.@Nullable Writing find(Class<?> type) {
        if (type.isRecord()) {
            return RecordWriting.of(type);
        }
        if (Enum.class.isAssignableFrom(type)) {
            return (value, to, out, depth) -> out.writeString(((Enum<?>) value).name());
        }
        if (type.isArray()) {
            return array(type);
        }
        if (isText(type) || CharSequence.class.isAssignableFrom(type) || type == Character.class) {
            return TEXT;
        }
        if (ByteBuffer.class.isAssignableFrom(type)) {
            return (value, to, out, depth) -> writeBuffer((ByteBuffer) value, out);
        }
        Binder.Writing number = number(type);
        if (number != null) {
            return number;
        }
        return optional(type);
    }

    private static Binder.@Nullable Writing number(Class<?> type) {
        if (type == Short.class || type == Byte.class) {
            return (value, to, out, depth) -> out.writeLong(((Number) value).longValue());
        }
        if (type == Float.class) {
            return (value, to, out, depth) -> out.writeDouble(widen((float) value));
        }
        return null;
    }

    private static Binder.@Nullable Writing optional(Class<?> type) {
        if (type == Optional.class) {
            return (value, to, out, depth) -> to.write(((Optional<?>) value).orElse(null), out, depth);
        }
        if (type == OptionalInt.class) {
            return (value, to, out, depth) -> {
                OptionalInt number = (OptionalInt) value;
                to.write(number.isPresent() ? number.getAsInt() : null, out, depth);
            };
        }
        if (type == OptionalLong.class) {
            return (value, to, out, depth) -> {
                OptionalLong number = (OptionalLong) value;
                to.write(number.isPresent() ? number.getAsLong() : null, out, depth);
            };
        }
        if (type == OptionalDouble.class) {
            return (value, to, out, depth) -> {
                OptionalDouble number = (OptionalDouble) value;
                to.write(number.isPresent() ? number.getAsDouble() : null, out, depth);
            };
        }
        return null;
    }

    private static Binder.Writing array(Class<?> type) {
        return type.getComponentType().isPrimitive()
                ? PrimitiveArrays.of(type)
                : (value, to, out, depth) -> to.writeArray((Object[]) value, out, depth);
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
}
