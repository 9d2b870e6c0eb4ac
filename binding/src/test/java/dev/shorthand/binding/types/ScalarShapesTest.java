package dev.shorthand.binding.types;

import static dev.shorthand.binding.types.Reading.read;
import static dev.shorthand.binding.types.Reading.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScalarShapesTest {
    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "not the name";
            }
        }
    }

    @Test
    void aWrongKindIsNamedWithItsValue() {
        assertEquals("expected an integer, got a string \"abc\"", refusal(int.class, "abc"));
        assertEquals("expected an integer, got true", refusal(long.class, true));
        assertEquals("expected an integer, got 1.5", refusal(int.class, 1.5));
        assertEquals("expected an integer, got a list", refusal(Integer.class, List.of(1)));
        assertEquals("expected a string, got a map", refusal(String.class, Map.of()));
        assertEquals("expected a string, got 12", refusal(CharSequence.class, 12L));
        assertEquals("expected true or false, got 1", refusal(boolean.class, 1L));
        assertEquals("expected a number, got 3 bytes", refusal(double.class, new byte[3]));
        assertEquals("expected bytes, got a string \"AAA=\"", refusal(byte[].class, "AAA="));
        assertEquals("expected bytes, got 1.10", refusal(ByteBuffer.class, new BigDecimal("1.10")));
        assertEquals("expected a string of one character, got a string \"ab\"", refusal(char.class, "ab"));
        assertEquals("expected a string, got a java.lang.Object", refusal(String.class, new Object()));
    }

    @Test
    void aNumberOutOfRangeIsToldTheRange() {
        assertEquals("expected an integer from -128 to 127, got 128", refusal(byte.class, 128L));
        assertEquals("expected an integer from -32768 to 32767, got a string \"a\"", refusal(short.class, "a"));
        assertEquals("expected an integer from -2147483648 to 2147483647, got 3000000000", refusal(int.class, 3e9));
        assertEquals(
                "expected an integer from -2147483648 to 2147483647, got -2147483649",
                refusal(int.class, Integer.MIN_VALUE - 1L));
        assertEquals(
                "expected an integer from -9223372036854775808 to 9223372036854775807, got 9223372036854775808",
                refusal(long.class, BigInteger.ONE.shiftLeft(63)));
        assertEquals("expected a number within the range of a float, got 1.0E39", refusal(float.class, 1e39));
        assertEquals(
                "expected a number, got a decimal number of 3322 bits",
                refusal(double.class, BigDecimal.TEN.pow(1000)));
    }

    @Test
    void aGiganticNumberIsRefusedWithoutBeingWorkedOut() {
        BigDecimal gigantic = new BigDecimal("1e1000000000");
        assertEquals("expected an integer, got 1E+1000000000", refusal(long.class, gigantic));
        assertEquals("expected an integer, got 1E+1000000000", refusal(BigInteger.class, gigantic));
        assertEquals(
                "expected true or false, got an integer of 100001 bits",
                refusal(boolean.class, BigInteger.ONE.shiftLeft(100_000)));
    }

    @Test
    void anIntegerServesAsAFractionAndAWholeFractionAsAnInteger() {
        assertEquals(3.0, read(double.class, 3L));
        assertEquals(3.0f, read(float.class, 3L));
        assertEquals(1.8446744073709552e19, read(double.class, BigInteger.ONE.shiftLeft(64)));
        assertEquals(1.5, read(double.class, new BigDecimal("1.5")));
        assertEquals(3, read(int.class, 3.0));
        assertEquals(3L, read(long.class, new BigDecimal("3.00")));
        assertEquals(BigInteger.valueOf(3), read(BigInteger.class, 3.0));
        assertEquals(new BigDecimal("3"), read(BigDecimal.class, 3L));
        assertEquals(new BigDecimal("0.1"), read(BigDecimal.class, 0.1));
        assertEquals("expected an integer, got 9.223372036854776E18", refusal(long.class, 0x1p63));
        assertEquals("expected an integer, got 3.5", refusal(BigInteger.class, 3.5));
        assertEquals("expected an integer, got NaN", refusal(int.class, Double.NaN));
    }

    @Test
    void notANumberIsANumberOnlyForFloatingPoint() {
        assertEquals(Double.NaN, read(double.class, Double.NaN));
        assertEquals(Float.POSITIVE_INFINITY, read(float.class, Double.POSITIVE_INFINITY));
        assertEquals("expected a number, got NaN", refusal(BigDecimal.class, Double.NaN));
    }

    @Test
    void nullIsTakenByObjectsAndNotByPrimitives() {
        for (Class<?> type : List.of(
                Integer.class, String.class, byte[].class, Instant.class, Colour.class, int[].class, Object.class)) {
            assertNull(read(type, null), type.getName());
            assertNull(Shapes.of(type).convert(null), type.getName());
        }
        assertEquals("expected an integer, got null", refusal(int.class, null));
        assertEquals("expected true or false, got null", refusal(boolean.class, null));
        assertEquals("expected a number, got null", refusal(double.class, null));
        assertEquals("expected a string of one character, got null", refusal(char.class, null));
    }

    @Test
    void aWrongConstantIsToldTheNearest() {
        assertEquals(Colour.GREEN, read(Colour.class, "GREEN"));
        assertEquals(
                "expected one of RED, GREEN, got a string \"REED\"; did you mean RED?", refusal(Colour.class, "REED"));
        assertEquals("expected one of RED, GREEN, got a string \"BLUE\"", refusal(Colour.class, "BLUE"));
        assertEquals("expected one of RED, GREEN, got 1", refusal(Colour.class, 1L));
        assertEquals(
                "expected one of RED, GREEN, got a java.util.concurrent.TimeUnit",
                refusal(Colour.class, TimeUnit.DAYS));
    }

    @Test
    void aTextOfAnotherFormIsToldAnExample() {
        assertEquals(
                "expected an instant such as 2026-11-22T10:15:30Z, got a string \"now\"",
                refusal(Instant.class, "now"));
        assertEquals("expected a date such as 2026-11-22, got 5", refusal(LocalDate.class, 5L));
        assertEquals(
                "expected a time zone such as Europe/Berlin, got a string \"Europe/Nowhere\"",
                refusal(ZoneId.class, "Europe/Nowhere"));
        assertEquals(
                "expected a UUID such as 123e4567-e89b-12d3-a456-426614174000, got a string \"1-1-1-1-1\"",
                refusal(UUID.class, "1-1-1-1-1"));
        assertEquals("expected a URI, got a string \"a b\"", refusal(URI.class, "a b"));
    }

    @Test
    void aLongTextIsShortenedInTheMessage() {
        assertEquals(
                "expected an integer, got a string \"" + "x".repeat(120) + "… (1000000 characters)\"",
                refusal(int.class, "x".repeat(1_000_000)));
    }

    @Test
    void voidPassesOverWhateverComes() {
        assertNull(read(void.class, List.of(1, Map.of("a", 2))));
        assertNull(read(Void.class, "x"));
        List<Object> list = new ArrayList<>();
        assertEquals(list, read(Object.class, list));
    }
}
