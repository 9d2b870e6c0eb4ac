package dev.shorthand.binding.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.types.Reading.TypeOf;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShapesTest {
    record Task(String name, @Nullable Thread worker) {}

    record Plan(List<Task> tasks) {}

    record Growing<T>(@Nullable Growing<List<T>> next) {}

    record Sorted<T extends Comparable<T>>(List<T> items) {}

    record Good(String text) {}

    private static String refusal(Type type) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> Shapes.of(type))
                .getMessage());
    }

    @Test
    void aTypeThatCannotBeReadIsNamedWithItsPlaceAndTheMend() {
        assertEquals(
                "java.lang.Thread cannot be read from the wire; "
                        + "use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it",
                refusal(Thread.class));
        assertEquals(
                "java.lang.Thread cannot be read from the wire (component worker of Task, in component tasks of Plan); "
                        + "use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it",
                refusal(Plan.class));
        assertEquals("java.util.ArrayList cannot be read from the wire; use List", refusal(ArrayList.class));
        assertEquals("java.util.TreeSet cannot be read from the wire; use Set", refusal(TreeSet.class));
        assertEquals("java.util.HashMap cannot be read from the wire; use Map", refusal(HashMap.class));
        assertEquals("java.util.Date cannot be read from the wire; use Instant", refusal(Date.class));
        assertEquals("java.io.InputStream cannot be read from the wire; use byte[]", refusal(InputStream.class));
        assertEquals(
                "java.util.concurrent.CompletableFuture cannot be read from the wire; "
                        + "use CompletionStage, and only as what a method returns",
                refusal(CompletableFuture.class));
        assertEquals(
                "java.nio.file.Path cannot be read from the wire; "
                        + "use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it",
                refusal(new TypeOf<List<Optional<Path[]>>>() {}.type));
        assertEquals(
                "List<String> cannot be the key of a map; use String, an enum, an integer or a UUID",
                refusal(new TypeOf<Map<List<String>, String>>() {}.type));
    }

    @Test
    void aTypeThatFailedOnceFailsAgain() {
        assertEquals(refusal(Plan.class), refusal(Plan.class));
    }

    @Test
    void aTypeWithoutEndIsRefused() {
        assertEquals(
                "the record dev.shorthand.binding.types.ShapesTest$Growing (component next of Growing) has type arguments "
                        + "over 12 deep; let it contain itself with the same ones",
                refusal(new TypeOf<Growing<String>>() {}.type).replace(", in component next of Growing", ""));
    }

    @Test
    void aBoundStandsForAVariableThatNobodyResolves() {
        String refusal = "java.lang.Comparable cannot be read from the wire (component items of Sorted); "
                + "use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it";
        assertEquals(refusal, refusal(new TypeOf<Sorted<?>>() {}.type));
        assertEquals(refusal, refusal(Sorted.class));
        assertEquals("a list of any value", Shapes.of(List.class).expected());
        assertEquals(
                "a list of any value", Shapes.of(new TypeOf<List<?>>() {}.type).expected());
    }

    @Test
    void aClassIsLookedIntoOnce() {
        assertSame(Shapes.of(Good.class), Shapes.of(Good.class));
        Type list = new TypeOf<List<Good>>() {}.type;
        assertNotSame(Shapes.of(list), Shapes.of(list));
    }

    @Test
    void onlyOptionalsMayBeAbsent() {
        assertTrue(Shapes.of(Optional.class).mayBeAbsent());
        assertEquals(Optional.empty(), Shapes.of(Optional.class).absent());
        assertEquals(OptionalInt.empty(), Shapes.of(OptionalInt.class).absent());
        assertFalse(Shapes.of(String.class).mayBeAbsent());
        assertFalse(Shapes.of(int.class).mayBeAbsent());
    }

    @Test
    void aShapeSaysWhatItExpects() {
        assertEquals("an integer from -128 to 127", Shapes.of(byte.class).expected());
        assertEquals(
                "a list of a string",
                Shapes.of(new TypeOf<List<String>>() {}.type).expected());
        assertEquals(
                "a map of a list of an integer",
                Shapes.of(new TypeOf<Map<String, int[]>>() {}.type).expected());
        assertEquals("a map with text", Shapes.of(Good.class).toString());
        assertEquals("any value", Shapes.of(Object.class).expected());
    }
}
