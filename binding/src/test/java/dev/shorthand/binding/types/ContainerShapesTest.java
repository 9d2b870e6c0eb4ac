package dev.shorthand.binding.types;

import static dev.shorthand.binding.types.Reading.map;
import static dev.shorthand.binding.types.Reading.read;
import static dev.shorthand.binding.types.Reading.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.binding.Named;
import dev.shorthand.binding.types.Reading.TypeOf;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerShapesTest {
    record Point(int x, int y) {}

    record Book(String title, @Named("isbn-13") @Nullable String isbn, Optional<String> subtitle, OptionalInt pages) {}

    record Node(int value, @Nullable Node next, List<Node> children) {}

    record Left(@Nullable Right right) {}

    record Right(@Nullable Left left) {}

    record Range(int from, int to) {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("from " + from + " is over to " + to);
            }
        }
    }

    record Strict(String text) {
        Strict {
            text.length();
        }
    }

    record Empty() {}

    private static final Type POINTS = new TypeOf<Map<String, List<Point>>>() {}.type;

    @Test
    void theMessageNamesThePath() {
        assertEquals(
                "a[1].x: expected an integer, got a string \"1\"",
                refusal(POINTS, map("a", List.of(map("x", 1, "y", 2), map("x", "1", "y", 2)))));
        assertEquals("[2]: expected an integer, got a string \"c\"", refusal(int[].class, List.of(1L, 2L, "c")));
        assertEquals("[1]: expected an integer, got null", refusal(long[].class, Arrays.asList(1L, null)));
        assertEquals("[0]: expected a number, got null", refusal(double[].class, Arrays.asList((Object) null)));
        assertEquals("[0]: expected true or false, got null", refusal(boolean[].class, Arrays.asList((Object) null)));
        assertEquals("[0][0]: expected a string, got 1", refusal(String[][].class, List.of(List.of(1L))));
    }

    @Test
    void aListIsExpectedWhereOneIsDeclared() {
        assertEquals("expected a list of a string, got a map", refusal(new TypeOf<List<String>>() {}.type, Map.of()));
        assertEquals("expected a list of an integer, got 1", refusal(int[].class, 1L));
        assertEquals("expected a map of a list of a map with x, y, got a list", refusal(POINTS, List.of()));
        assertEquals("expected a map with x, y, got a string \"p\"", refusal(Point.class, "p"));
    }

    @Test
    void whatIsReadCannotBeChanged() {
        List<?> list = (List<?>) read(new TypeOf<List<String>>() {}.type, Arrays.asList("a", null));
        assertThrows(UnsupportedOperationException.class, () -> list.remove(0));
        Set<?> set = (Set<?>) read(new TypeOf<Set<String>>() {}.type, List.of("a", "a"));
        assertEquals(Set.of("a"), set);
        assertThrows(UnsupportedOperationException.class, set::clear);
        Map<?, ?> map = (Map<?, ?>) read(new TypeOf<Map<String, String>>() {}.type, map("a", null));
        assertEquals(map("a", null), map);
        assertThrows(UnsupportedOperationException.class, map::clear);
    }

    @Test
    void longArraysGrow() {
        long[] longs = new long[1000];
        Arrays.setAll(longs, i -> i);
        assertArrayEquals(longs, (long[]) read(long[].class, TreeWriter.plain(longs)));
        int[] ints = Arrays.stream(longs).mapToInt(i -> (int) i).toArray();
        assertArrayEquals(ints, (int[]) read(int[].class, TreeWriter.plain(ints)));
        double[] doubles = Arrays.stream(longs).asDoubleStream().toArray();
        assertArrayEquals(doubles, (double[]) read(double[].class, TreeWriter.plain(doubles)));
        assertArrayEquals(doubles, (double[]) read(double[].class, TreeWriter.plain(longs)));
    }

    @Test
    void aWrongKeyIsNamed() {
        assertEquals(
                "expected an integer as key, got a string \"x\"",
                refusal(new TypeOf<Map<Integer, String>>() {}.type, Map.of("x", "y")));
        assertEquals(
                "expected an integer from -2147483648 to 2147483647, got 3000000000",
                refusal(new TypeOf<Map<Integer, String>>() {}.type, Map.of("3000000000", "y")));
        assertEquals(
                "expected one of NANOSECONDS, MICROSECONDS, MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS, got a string \"DAY\""
                        + "; did you mean DAYS?",
                refusal(new TypeOf<Map<TimeUnit, String>>() {}.type, Map.of("DAY", "y")));
        assertEquals(
                "expected a UUID such as 123e4567-e89b-12d3-a456-426614174000 as key, got a string \"x\"",
                refusal(new TypeOf<Map<UUID, String>>() {}.type, Map.of("x", "y")));
        assertEquals(
                "a java.util.ImmutableCollections$ListN cannot be the key of a map; use String, an enum, a number or a UUID",
                refusal(new TypeOf<Map<String, String>>() {}.type, Map.of(List.of(), "y")));
    }

    @Test
    void componentsComeInAnyOrderAndUnknownOnesArePassedOver() {
        assertEquals(new Point(1, 2), read(Point.class, map("y", 2L, "z", List.of(map("x", 9L)), "x", 1L)));
        assertEquals(new Empty(), read(Empty.class, map("x", 1L)));
    }

    @Test
    void aMissingComponentIsNullOrEmptyOrForAPrimitiveAnError() {
        Book bare = new Book("Emma", null, Optional.empty(), OptionalInt.empty());
        assertEquals(bare, read(Book.class, map("title", "Emma")));
        assertEquals(bare, read(Book.class, map("title", "Emma", "isbn-13", null, "subtitle", null, "pages", null)));
        assertEquals("y is missing; expected a map with x, y", refusal(Point.class, map("x", 1L)));
    }

    @Test
    void aComponentTravelsUnderTheNameItIsGiven() {
        Book book = new Book("Emma", "978", Optional.of("A Novel"), OptionalInt.of(300));
        Map<String, ?> wire = map("title", "Emma", "isbn-13", "978", "subtitle", "A Novel", "pages", 300L);
        assertEquals(wire, TreeWriter.plain(book));
        assertEquals(book, read(Book.class, wire));
        assertEquals("expected a map with title, isbn-13, subtitle, pages, got 1", refusal(Book.class, 1L));
    }

    @Test
    void aRecordMayContainItself() {
        Node leaf = new Node(3, null, List.of());
        Node tree = new Node(1, new Node(2, leaf, List.of(leaf)), List.of());
        assertEquals(tree, read(Node.class, TreeWriter.plain(tree)));
        assertEquals(
                "next.children[0].value: expected an integer, got null",
                refusal(
                        Node.class,
                        map("value", 1L, "next", map("value", 2L, "children", List.of(map("value", null))))));
        Left pair = new Left(new Right(new Left(null)));
        assertEquals(pair, read(Left.class, TreeWriter.plain(pair)));
        assertEquals(new Right(pair), read(Right.class, TreeWriter.plain(new Right(pair))));
    }

    @Test
    void whatARecordRefusesIsToldToItsSender() {
        assertEquals("[0]: refused: from 2 is over to 1", refusal(Range[].class, List.of(map("from", 2L, "to", 1L))));
        assertEquals(
                "refused: Cannot invoke \"String.length()\" because \"text\" is null", refusal(Strict.class, map()));
    }
}
