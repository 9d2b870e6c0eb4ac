package dev.shorthand.binding.types;

import static dev.shorthand.binding.types.Reading.map;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Params;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversionsTest {
    record Point(double x, double y) {}

    record Shape(String name, List<Point> points) {}

    record Broken(int value) {
        public int value() {
            throw new IllegalStateException("no value today");
        }
    }

    record Box(@Nullable Object content) {}

    private static String refusal(@Nullable Object value) {
        return assertThrows(EncodeException.class, () -> TreeWriter.plain(value))
                .getMessage();
    }

    private static String refusal(Params params) {
        return assertThrows(EncodeException.class, () -> TreeWriter.plainParams(params))
                .getMessage();
    }

    @Test
    void paramsAreAMapOrAList() {
        assertEquals(map("a", 1L, "b", null), TreeWriter.plainParams(Params.named(map("a", 1, "b", null))));
        assertEquals(List.of(1L, "b"), TreeWriter.plainParams(Params.positional(1, "b")));
        assertEquals(Map.of(), TreeWriter.plainParams(Params.named(Map.of())));
        assertEquals(List.of(), TreeWriter.plainParams(Params.positional()));
    }

    @Test
    void anUnknownClassIsNamedWithItsPathAndTheMend() {
        String mend =
                " cannot be sent; use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it";
        assertEquals("a java.lang.Object" + mend, refusal(new Object()));
        Object nested = List.of(1, List.of(Map.of("a", new Object[] {new Object()})));
        assertEquals("[1][0].a[0]: a java.lang.Object" + mend, refusal(nested));
        assertEquals(
                "params.deep[1][0].a[0]: a java.lang.Object" + mend, refusal(Params.named(Map.of("deep", nested))));
        assertEquals(
                "params[1].content: a java.lang.Object" + mend, refusal(Params.positional(1, new Box(new Object()))));
        assertEquals("[0]: a java.lang.Object" + mend, refusal(Set.of(new Object())));
        assertEquals("[1]: a java.lang.Object" + mend, refusal(new LinkedList<>(List.of(1, new Object()))));
        Path path = Path.of("x");
        assertEquals("a " + path.getClass().getName() + mend, refusal(path));
    }

    @Test
    void whatTheFormatHasNoWordForHasAPathToo() {
        Shape shape = new Shape("s", List.of(new Point(0, 0), new Point(Double.NaN, 0)));
        assertEquals("params.shape.points[1].x: NaN has no word here", refusal(Params.named(Map.of("shape", shape))));
        assertEquals("[1]: Infinity has no word here", refusal(new double[] {1, Double.POSITIVE_INFINITY}));
        assertEquals("[0]: NaN has no word here", refusal(new float[] {Float.NaN}));
    }

    @Test
    void aKeyThatHasNoNameIsRefused() {
        assertEquals(
                "a: a java.lang.Object cannot be the key of a map; use String, an enum, a number or a UUID",
                refusal(Map.of("a", Map.of(new Object(), 1))).replaceAll("Object@?[0-9a-f]*", "Object"));
    }

    @Test
    void aCycleIsRefusedWithoutOverflowingTheStack() {
        List<Object> list = new ArrayList<>();
        list.add("first");
        list.add(list);
        String where = "[1]".repeat(32) + ".…";
        String problem = ": nested over 1000 deep; it looks like a cycle, a list, map or record that contains itself";
        assertEquals(where + problem, refusal(list));

        Map<String, Object> map = new HashMap<>();
        map.put("me", map);
        assertEquals("me.".repeat(32) + "…" + problem, refusal(map));

        Object[] array = new Object[2];
        array[1] = array;
        assertEquals(where + problem, refusal(array));

        List<Object> boxes = new LinkedList<>();
        boxes.add(new Box(boxes));
        assertEquals("[0].content".repeat(16) + ".…" + problem, refusal(boxes));
        assertEquals("params[0]" + "[1]".repeat(31) + ".…" + problem, refusal(Params.positional(list)));
    }

    @Test
    void aThousandDeepIsSent() {
        Object deep = "bottom";
        for (int i = 0; i < 1000; i++) {
            deep = i % 2 == 0 ? List.of(deep) : new Box(deep);
        }
        Object plain = TreeWriter.plain(deep);
        assertTrue(plain instanceof Map);
        List<Object> tooDeep = List.of(deep);
        assertThrows(EncodeException.class, () -> TreeWriter.plain(tooDeep));
    }

    @Test
    void aMapThatChangesWhileItIsWrittenIsRefused() {
        Map<String, Integer> lying = new AbstractMap<>() {
            @Override
            public int size() {
                return 2;
            }

            @Override
            public Set<Entry<String, Integer>> entrySet() {
                return Map.of("only", 1).entrySet();
            }
        };
        assertEquals("the map changed while it was being written; send a copy", refusal(lying));
    }

    @Test
    void anAccessorThatThrowsIsNamed() {
        assertEquals(
                "[0].value: its accessor threw java.lang.IllegalStateException: no value today",
                refusal(List.of(new Broken(1))));
    }

    @Test
    void aBufferIsLeftWhereItStands() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}, 1, 2).slice();
        assertArrayEquals(new byte[] {1, 2}, (byte[]) TreeWriter.plain(buffer));
        ByteBuffer direct =
                ByteBuffer.allocateDirect(3).put(0, (byte) 7).position(0).limit(1);
        assertArrayEquals(new byte[] {7}, (byte[]) TreeWriter.plain(direct.asReadOnlyBuffer()));
        assertEquals(1, direct.remaining());
        assertEquals(2, buffer.remaining());
    }

    @Test
    void smallThingsAreWrittenInTheirPlainForm() {
        assertNull(TreeWriter.plain(null));
        assertEquals("builder", TreeWriter.plain(new StringBuilder("builder")));
        assertEquals(5L, TreeWriter.plain(BigInteger.valueOf(5)));
        assertEquals(List.of("x"), TreeWriter.plain(new LinkedList<>(List.of("x"))));
        assertEquals(Map.of("1", List.of(2L)), TreeWriter.plain(Map.of((short) 1, Set.of(2))));
    }
}
