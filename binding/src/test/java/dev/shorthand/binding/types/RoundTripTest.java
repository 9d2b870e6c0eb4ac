package dev.shorthand.binding.types;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.shorthand.binding.types.Reading.TypeOf;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    record Point(int x, int y) {}

    record Pair<A, B>(A first, B second) {}

    record Drawing(String name, List<Point> points, Optional<Point> centre, Map<String, Point[]> layers) {}

    private static final Instant INSTANT = Instant.parse("2026-11-22T10:15:30.123Z");
    private static final LocalDateTime LOCAL = LocalDateTime.parse("2026-11-22T10:15:30");
    private static final UUID ID = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("values")
    void aValueArrivesAsItWasSent(Type type, Object value, @Nullable Object wire) {
        Object plain = TreeWriter.plain(value);
        same(wire, plain);
        same(value, Reading.read(type, plain));
        same(value, Shapes.of(type).convert(plain));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("values")
    void aValueThatWasNeverSentIsTakenAsItIs(Type type, Object value, @Nullable Object wire) {
        same(value, Reading.read(type, value));
        same(value, Shapes.of(type).convert(value));
    }

    private static void same(@Nullable Object expected, @Nullable Object actual) {
        assertArrayEquals(new Object[] {expected}, new Object[] {actual});
    }

    static Stream<Arguments> values() {
        return Stream.of(scalars(), numbers(), texts(), containers(), records()).flatMap(part -> part);
    }

    private static Stream<Arguments> scalars() {
        return Stream.of(
                Arguments.of(boolean.class, true, true),
                Arguments.of(Boolean.class, false, false),
                Arguments.of(char.class, 'ä', "ä"),
                Arguments.of(Character.class, 'x', "x"),
                Arguments.of(String.class, "text", "text"),
                Arguments.of(CharSequence.class, "text", "text"),
                Arguments.of(byte[].class, new byte[] {1, 2}, new byte[] {1, 2}),
                Arguments.of(ByteBuffer.class, ByteBuffer.wrap(new byte[] {1, 2}), new byte[] {1, 2}),
                Arguments.of(TimeUnit.class, TimeUnit.SECONDS, "SECONDS"),
                Arguments.of(Object.class, List.of("plain"), List.of("plain")),
                Arguments.of(Optional.class, Optional.of("raw"), "raw"),
                Arguments.of(new TypeOf<Optional<String>>() {}.type, Optional.of("here"), "here"),
                Arguments.of(new TypeOf<Optional<String>>() {}.type, Optional.empty(), null),
                Arguments.of(OptionalInt.class, OptionalInt.of(7), 7L),
                Arguments.of(OptionalInt.class, OptionalInt.empty(), null),
                Arguments.of(OptionalLong.class, OptionalLong.of(7), 7L),
                Arguments.of(OptionalLong.class, OptionalLong.empty(), null),
                Arguments.of(OptionalDouble.class, OptionalDouble.of(7.5), 7.5),
                Arguments.of(OptionalDouble.class, OptionalDouble.empty(), null));
    }

    private static Stream<Arguments> numbers() {
        BigInteger big = BigInteger.ONE.shiftLeft(64);
        return Stream.of(
                Arguments.of(byte.class, (byte) -128, -128L),
                Arguments.of(Byte.class, (byte) 127, 127L),
                Arguments.of(short.class, (short) -32768, -32768L),
                Arguments.of(Short.class, (short) 32767, 32767L),
                Arguments.of(int.class, Integer.MIN_VALUE, (long) Integer.MIN_VALUE),
                Arguments.of(Integer.class, Integer.MAX_VALUE, (long) Integer.MAX_VALUE),
                Arguments.of(long.class, Long.MIN_VALUE, Long.MIN_VALUE),
                Arguments.of(Long.class, Long.MAX_VALUE, Long.MAX_VALUE),
                Arguments.of(float.class, 0.1f, 0.1),
                Arguments.of(Float.class, Float.MAX_VALUE, 3.4028235e38),
                Arguments.of(double.class, 0.1, 0.1),
                Arguments.of(Double.class, -0.0, -0.0),
                Arguments.of(BigInteger.class, big, big),
                Arguments.of(BigInteger.class, BigInteger.TEN, 10L),
                Arguments.of(BigDecimal.class, new BigDecimal("1.10"), new BigDecimal("1.10")),
                Arguments.of(Number.class, 5L, 5L),
                Arguments.of(Number.class, big, big),
                Arguments.of(Number.class, 5.5, 5.5),
                Arguments.of(Number.class, new BigDecimal("1.10"), new BigDecimal("1.10")));
    }

    private static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(Instant.class, INSTANT, "2026-11-22T10:15:30.123Z"),
                Arguments.of(Duration.class, Duration.ofMinutes(90), "PT1H30M"),
                Arguments.of(LocalDate.class, LOCAL.toLocalDate(), "2026-11-22"),
                Arguments.of(LocalTime.class, LOCAL.toLocalTime(), "10:15:30"),
                Arguments.of(LocalDateTime.class, LOCAL, "2026-11-22T10:15:30"),
                Arguments.of(OffsetTime.class, OffsetTime.parse("10:15:30+01:00"), "10:15:30+01:00"),
                Arguments.of(
                        OffsetDateTime.class,
                        OffsetDateTime.parse("2026-11-22T10:15:30+01:00"),
                        "2026-11-22T10:15:30+01:00"),
                Arguments.of(
                        ZonedDateTime.class,
                        ZonedDateTime.of(LOCAL, ZoneId.of("Europe/Berlin")),
                        "2026-11-22T10:15:30+01:00[Europe/Berlin]"),
                Arguments.of(Period.class, Period.of(1, 2, 3), "P1Y2M3D"),
                Arguments.of(Year.class, Year.of(2026), "2026"),
                Arguments.of(YearMonth.class, YearMonth.of(2026, 11), "2026-11"),
                Arguments.of(ZoneId.class, ZoneId.of("Europe/Berlin"), "Europe/Berlin"),
                Arguments.of(ZoneOffset.class, ZoneOffset.ofHours(1), "+01:00"),
                Arguments.of(UUID.class, ID, ID.toString()),
                Arguments.of(URI.class, URI.create("http://localhost/a?b"), "http://localhost/a?b"));
    }

    private static Stream<Arguments> containers() {
        return Stream.of(
                Arguments.of(
                        new TypeOf<List<Integer>>() {}.type, Arrays.asList(1, null, 3), Arrays.asList(1L, null, 3L)),
                Arguments.of(new TypeOf<Collection<String>>() {}.type, List.of("a"), List.of("a")),
                Arguments.of(new TypeOf<Iterable<String>>() {}.type, List.of("a"), List.of("a")),
                Arguments.of(new TypeOf<List<? extends Number>>() {}.type, List.of(1L, 2.5), List.of(1L, 2.5)),
                Arguments.of(new TypeOf<List<? super Byte>>() {}.type, List.of((byte) 1), List.of(1L)),
                Arguments.of(
                        new TypeOf<Set<String>>() {}.type, new LinkedHashSet<>(List.of("b", "a")), List.of("b", "a")),
                Arguments.of(new TypeOf<Map<String, Integer>>() {}.type, Map.of("a", 1), Map.of("a", 1L)),
                Arguments.of(
                        new TypeOf<Map<TimeUnit, Integer>>() {}.type,
                        new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
                        Map.of("DAYS", 1L)),
                Arguments.of(new TypeOf<Map<Integer, String>>() {}.type, Map.of(-7, "a"), Map.of("-7", "a")),
                Arguments.of(
                        new TypeOf<Map<Long, String>>() {}.type, Map.of(1L << 40, "a"), Map.of("1099511627776", "a")),
                Arguments.of(new TypeOf<Map<UUID, String>>() {}.type, Map.of(ID, "a"), Map.of(ID.toString(), "a")),
                Arguments.of(
                        new TypeOf<Map<LocalDate, String>>() {}.type,
                        Map.of(LocalDate.of(2026, 11, 22), "a"),
                        Map.of("2026-11-22", "a")),
                Arguments.of(int[].class, new int[] {1, -2}, List.of(1L, -2L)),
                Arguments.of(long[].class, new long[] {1, -2}, List.of(1L, -2L)),
                Arguments.of(short[].class, new short[] {1, -2}, List.of(1L, -2L)),
                Arguments.of(double[].class, new double[] {1, 2.5}, List.of(1.0, 2.5)),
                Arguments.of(float[].class, new float[] {1, 0.1f}, List.of(1.0, 0.1)),
                Arguments.of(boolean[].class, new boolean[] {true, false}, List.of(true, false)),
                Arguments.of(char[].class, new char[] {'a', 'b'}, List.of("a", "b")),
                Arguments.of(String[].class, new String[] {"a", null}, Arrays.asList("a", null)),
                Arguments.of(int[][].class, new int[][] {{1}, {}}, List.of(List.of(1L), List.of())),
                Arguments.of(new TypeOf<List<byte[]>[]>() {}.type, new List<?>[] {List.of()}, List.of(List.of())));
    }

    private static Stream<Arguments> records() {
        Map<String, Object> point = Reading.map("x", 1L, "y", 2L);
        return Stream.of(
                Arguments.of(Point.class, new Point(1, 2), point),
                Arguments.of(
                        new TypeOf<Pair<String, Pair<Point, List<Point>>>>() {}.type,
                        new Pair<>("a", new Pair<>(new Point(1, 2), List.of(new Point(1, 2)))),
                        Reading.map("first", "a", "second", Reading.map("first", point, "second", List.of(point)))),
                Arguments.of(
                        new TypeOf<List<Drawing>>() {}.type,
                        List.of(new Drawing("d", List.of(new Point(1, 2)), Optional.of(new Point(1, 2)), Map.of())),
                        List.of(Reading.map(
                                "name",
                                "d",
                                "points",
                                List.of(point),
                                "centre",
                                point,
                                "layers",
                                new LinkedHashMap<>()))),
                Arguments.of(DayOfWeek.class, DayOfWeek.MONDAY, "MONDAY"));
    }
}
