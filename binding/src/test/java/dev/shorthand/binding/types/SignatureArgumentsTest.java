package dev.shorthand.binding.types;

import static dev.shorthand.binding.types.Reading.map;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.InvalidParamsException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignatureArgumentsTest {
    record Point(int x, int y) {}

    interface Calculator {
        int add(int a, int b);

        void draw(String name, Caller caller, List<Point> points, Optional<String> colour);

        void nothing();

        void one(Point point);

        void optional(Optional<Integer> limit);
    }

    private static final Signature ADD = of("add");
    private static final Signature DRAW = of("draw");

    private static Signature of(String name) {
        return Signature.allOf(Calculator.class).stream()
                .filter(signature -> signature.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the arguments, which are the same from a codec and from memory. */
    private static @Nullable Object[] read(Signature signature, @Nullable Object plain) {
        TreeReader reader = new TreeReader(plain);
        @Nullable Object[] arguments = signature.read(reader);
        assertThrows(IllegalStateException.class, reader::next);
        assertArrayEquals(arguments, signature.bind(Binding.plain().readParams("", new TreeReader(plain))));
        return arguments;
    }

    /** Returns the message, which names the method only where the receiver is told. */
    private static String refusal(Signature signature, @Nullable Object plain) {
        String read = String.valueOf(assertThrows(MismatchException.class, () -> signature.read(new TreeReader(plain)))
                .getMessage());
        Params params = Binding.plain().readParams("", new TreeReader(plain));
        InvalidParamsException bound = assertThrows(InvalidParamsException.class, () -> signature.bind(params));
        assertEquals(signature.name() + ": " + read, bound.getMessage());
        return bound.getMessage();
    }

    @Test
    void namedArgumentsComeInAnyOrder() {
        assertArrayEquals(new Object[] {1, 2}, read(ADD, map("a", 1L, "b", 2L)));
        assertArrayEquals(new Object[] {1, 2}, read(ADD, map("b", 2L, "a", 1L)));
    }

    @Test
    void positionalArgumentsComeInOrder() {
        assertArrayEquals(new Object[] {1, 2}, read(ADD, List.of(1L, 2L)));
        assertArrayEquals(new Object[] {Optional.of(5)}, read(of("optional"), 5L));
        assertArrayEquals(new Object[] {}, read(of("nothing"), List.of()));
    }

    @Test
    void theCallersPlaceIsLeftFree() {
        Object[] expected = {"n", null, List.of(new Point(1, 2)), Optional.of("red")};
        List<Object> points = List.of(map("x", 1L, "y", 2L));
        assertArrayEquals(expected, read(DRAW, List.of("n", points, "red")));
        assertArrayEquals(expected, read(DRAW, map("colour", "red", "points", points, "name", "n")));
    }

    @Test
    void absentParamsAreNone() {
        assertArrayEquals(new Object[] {}, read(of("nothing"), null));
        assertArrayEquals(new Object[] {}, read(of("nothing"), Map.of()));
        assertArrayEquals(new Object[] {Optional.empty()}, read(of("optional"), null));
        assertEquals("add: parameter a is missing", refusal(ADD, null));
    }

    @Test
    void anOptionalMayBeMissingAndNothingElse() {
        assertArrayEquals(
                new Object[] {"n", null, List.of(), Optional.empty()},
                read(DRAW, map("name", "n", "points", List.of())));
        assertArrayEquals(
                new Object[] {null, null, null, Optional.empty()}, read(DRAW, map("name", null, "points", null)));
        assertEquals("draw: parameter points is missing", refusal(DRAW, map("name", "n")));
        assertEquals("draw: parameter points is missing", refusal(DRAW, List.of("n")));
        assertEquals("add: parameter b is missing", refusal(ADD, 5L));
    }

    @Test
    void aWrongArgumentIsNamedWithWhatWasExpectedAndWhatCame() {
        assertEquals("add: parameter a: expected an integer, got a string \"x\"", refusal(ADD, map("a", "x", "b", 1L)));
        assertEquals("add: parameter b: expected an integer, got null", refusal(ADD, map("a", 1L, "b", null)));
        assertEquals(
                "draw: parameter points[1].x: expected an integer, got true",
                refusal(DRAW, map("name", "n", "points", List.of(map("x", 1L, "y", 2L), map("x", true)))));
        assertEquals(
                "one: parameter point: y is missing; expected a map with x, y",
                refusal(of("one"), List.of(map("x", 1L))));
    }

    @Test
    void anUnknownNameIsToldTheRightOnes() {
        assertEquals("add: no parameter \"c\"; did you mean a? There are a, b", refusal(ADD, map("a", 1L, "c", 2L)));
        assertEquals("draw: no parameter \"weight\"; there are name, points, colour", refusal(DRAW, map("weight", 1L)));
        assertEquals("draw: no parameter \"caller\"; there are name, points, colour", refusal(DRAW, map("caller", 1L)));
        assertEquals("one: no parameter \"x\"; there is point", refusal(of("one"), map("x", 1L, "y", 2L)));
        assertEquals("nothing: no parameter \"x\"; there are none", refusal(of("nothing"), map("x", 1L)));
    }

    @Test
    void tooManyArgumentsAreCounted() {
        assertEquals("add: 4 arguments for a, b", refusal(ADD, List.of(1L, 2L, List.of(3L), 4L)));
        assertEquals("nothing: 1 argument where none is taken", refusal(of("nothing"), "x"));
        assertEquals("one: 2 arguments for point", refusal(of("one"), List.of(map("x", 1L, "y", 2L), 3L)));
    }

    @Test
    void argumentsReadForThisSignatureAreNotLookedAtAgain() {
        Object[] values = {1, 2};
        Params bound = Params.bound(ADD, ADD.names(), values, ADD.callerIndex());
        assertSame(values, ADD.bind(bound));
        assertArrayEquals(values, ADD.withPrefix("sub.").bind(bound));
    }

    @Test
    void outgoingArgumentsAreNamed() {
        Object[] args = {1, 2};
        Params params = ADD.toParams(args);
        assertEquals(Map.of("a", 1, "b", 2), params.asMap());
        assertTrue(params.isInDeclaredOrder());
        assertFalse(Params.named(map("a", 1, "b", 2)).isInDeclaredOrder());
        assertEquals(
                map("name", "n", "points", List.of(), "colour", Optional.empty()),
                DRAW.toParams(new Object[] {"n", null, List.of(), Optional.empty()})
                        .asMap());
        assertEquals(Params.absent(), of("nothing").toParams(null));
    }

    @Test
    void theReaderIsLeftOnTheLastToken() {
        TreeReader reader = new TreeReader(List.of(map("a", 1L, "b", 2L), "next"));
        assertEquals(Token.MAP, reader.next());
        assertArrayEquals(new Object[] {1, 2}, ADD.read(reader));
        assertEquals(Token.END_MAP, reader.token());
        assertEquals(Token.STRING, reader.next());
        assertEquals(Token.END_LIST, reader.next());
        assertNull(new TreeReader(null).object());
    }
}
