package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The types that are one value on the wire. Immutable after its class is loaded; safe for any thread. */
final class Scalars {
    // 1e1000000000 is a short text and a gigantic integer.
    private static final int MOST_DIGITS = 10_000;

    private static final Map<Class<?>, Shape> SHAPES = new HashMap<>();

    static {
        integers();
        numbers();
        add(boolean.class, Boolean.class, "true or false", Scalars::readBoolean);
        add(char.class, Character.class, "a string of one character", Scalars::readCharacter);
        add(String.class, "a string", Scalars::readString);
        add(CharSequence.class, "a string", Scalars::readString);
        add(byte[].class, "bytes", (in, token) -> token == Token.BYTES ? in.bytes() : null);
        add(ByteBuffer.class, "bytes", (in, token) -> token == Token.BYTES ? ByteBuffer.wrap(in.bytes()) : null);
        times();
        text(UUID.class, "a UUID such as 123e4567-e89b-12d3-a456-426614174000", Scalars::uuid);
        text(URI.class, "a URI", URI::create);
    }

    private Scalars() {}

    /** Returns the shape of a class, or null if it is not of one value. */
    static @Nullable Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static void integers() {
        SHAPES.put(long.class, IntegerShape.ofLong(true));
        SHAPES.put(Long.class, IntegerShape.ofLong(false));
        SHAPES.put(int.class, IntegerShape.ofInt(true));
        SHAPES.put(Integer.class, IntegerShape.ofInt(false));
        SHAPES.put(short.class, IntegerShape.ofShort(true));
        SHAPES.put(Short.class, IntegerShape.ofShort(false));
        SHAPES.put(byte.class, IntegerShape.ofByte(true));
        SHAPES.put(Byte.class, IntegerShape.ofByte(false));
        add(BigInteger.class, "an integer", Scalars::readBigInteger);
    }

    private static void numbers() {
        add(double.class, Double.class, "a number", Scalars::readDouble);
        add(float.class, Float.class, "a number within the range of a float", Scalars::readFloat);
        add(BigDecimal.class, "a number", Scalars::readBigDecimal);
        add(Number.class, "a number", Scalars::readNumber);
    }

    private static void times() {
        text(Instant.class, "an instant such as 2026-11-22T10:15:30Z", Instant::parse);
        text(Duration.class, "a duration such as PT1H30M", Duration::parse);
        text(LocalDate.class, "a date such as 2026-11-22", LocalDate::parse);
        text(LocalTime.class, "a time such as 10:15:30", LocalTime::parse);
        text(LocalDateTime.class, "a date and time such as 2026-11-22T10:15:30", LocalDateTime::parse);
        text(OffsetTime.class, "a time with offset such as 10:15:30+01:00", OffsetTime::parse);
        text(OffsetDateTime.class, "a time with offset such as 2026-11-22T10:15:30+01:00", OffsetDateTime::parse);
        text(
                ZonedDateTime.class,
                "a time with zone such as 2026-11-22T10:15:30+01:00[Europe/Berlin]",
                ZonedDateTime::parse);
        text(Period.class, "a period such as P1Y2M3D", Period::parse);
        text(Year.class, "a year such as \"2026\"", Year::parse);
        text(YearMonth.class, "a month such as 2026-11", YearMonth::parse);
        text(ZoneId.class, "a time zone such as Europe/Berlin", ZoneId::of);
        text(ZoneOffset.class, "an offset such as +01:00", ZoneOffset::of);
    }

    private static void add(Class<?> primitive, Class<?> box, String expected, ScalarShape.Reading reading) {
        SHAPES.put(primitive, new ScalarShape(box, true, expected, reading));
        add(box, expected, reading);
    }

    private static void add(Class<?> type, String expected, ScalarShape.Reading reading) {
        SHAPES.put(type, new ScalarShape(type, false, expected, reading));
    }

    private static void text(Class<?> type, String expected, Function<String, Object> parser) {
        SHAPES.put(type, new TextShape(type, expected, parser));
    }

    private static @Nullable Object readBoolean(ValueReader in, Token token) {
        return token == Token.TRUE ? Boolean.TRUE : token == Token.FALSE ? Boolean.FALSE : null;
    }

    private static @Nullable Object readCharacter(ValueReader in, Token token) {
        if (token != Token.STRING) {
            return null;
        }
        String text = in.string();
        return text.length() == 1 ? Character.valueOf(text.charAt(0)) : null;
    }

    private static @Nullable Object readString(ValueReader in, Token token) {
        return token == Token.STRING ? in.string() : null;
    }

    private static @Nullable Object readDouble(ValueReader in, Token token) {
        if (token == Token.DOUBLE) {
            return in.doubleValue();
        }
        Number number = readNumber(in, token);
        double value = number == null ? Double.NaN : number.doubleValue();
        return Double.isFinite(value) ? value : null;
    }

    private static @Nullable Object readFloat(ValueReader in, Token token) {
        Object number = readDouble(in, token);
        if (number == null) {
            return null;
        }
        double value = (double) number;
        float narrow = (float) value;
        return Float.isInfinite(narrow) && !Double.isInfinite(value) ? null : narrow;
    }

    private static @Nullable Object readBigDecimal(ValueReader in, Token token) {
        return switch (token) {
            case LONG -> BigDecimal.valueOf(in.longValue());
            case BIG_INTEGER -> new BigDecimal(in.bigInteger());
            case DOUBLE -> Double.isFinite(in.doubleValue()) ? in.bigDecimal() : null;
            case DECIMAL -> in.bigDecimal();
            default -> null;
        };
    }

    private static @Nullable Object readBigInteger(ValueReader in, Token token) {
        if (token == Token.LONG) {
            return BigInteger.valueOf(in.longValue());
        }
        if (token == Token.BIG_INTEGER) {
            return in.bigInteger();
        }
        Object number = readBigDecimal(in, token);
        if (!(number instanceof BigDecimal decimal) || (long) decimal.precision() - decimal.scale() > MOST_DIGITS) {
            return null;
        }
        try {
            return decimal.toBigIntegerExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Number readNumber(ValueReader in, Token token) {
        return switch (token) {
            case LONG -> in.longValue();
            case BIG_INTEGER -> in.bigInteger();
            case DOUBLE -> in.doubleValue();
            case DECIMAL -> in.bigDecimal();
            default -> null;
        };
    }

    // UUID.fromString takes 1-1-1-1-1 for a UUID.
    private static Object uuid(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException(text);
        }
        return UUID.fromString(text);
    }
}
