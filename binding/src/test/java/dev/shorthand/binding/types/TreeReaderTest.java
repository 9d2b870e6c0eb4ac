package dev.shorthand.binding.types;

import static dev.shorthand.binding.types.Reading.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TreeReaderTest {
    private static List<String> tokens(@Nullable Object value) {
        TreeReader reader = new TreeReader(value);
        List<String> tokens = new ArrayList<>();
        int depth = 0;
        Token token = reader.token();
        while (true) {
            tokens.add(token == Token.NAME ? reader.string() : token.name());
            depth += token == Token.LIST || token == Token.MAP ? 1 : 0;
            depth -= token == Token.END_LIST || token == Token.END_MAP ? 1 : 0;
            if (depth == 0) {
                assertThrows(IllegalStateException.class, reader::next);
                return tokens;
            }
            token = reader.next();
        }
    }

    @Test
    void plainValuesAreTokens() {
        assertEquals(List.of("NULL"), tokens(null));
        assertEquals(
                List.of("LIST", "TRUE", "FALSE", "LONG", "DOUBLE", "STRING", "BYTES", "NULL", "END_LIST"),
                tokens(Arrays.asList(true, false, 1L, 1.5, "s", new byte[0], null)));
        assertEquals(
                List.of("LONG", "BIG_INTEGER", "DECIMAL"),
                List.of(
                        tokens(BigInteger.TEN).get(0),
                        tokens(BigInteger.ONE.shiftLeft(63)).get(0),
                        tokens(BigDecimal.ONE).get(0)));
        assertEquals(
                List.of(
                        "MAP",
                        "a",
                        "LIST",
                        "MAP",
                        "END_MAP",
                        "END_LIST",
                        "b",
                        "MAP",
                        "c",
                        "LONG",
                        "END_MAP",
                        "END_MAP"),
                tokens(map("a", List.of(Map.of()), "b", Map.of("c", 1))));
    }

    @Test
    void otherObjectsAreObjectsButForTheirPlainKin() {
        Object object = new Object();
        assertEquals(List.of("OBJECT"), tokens(object));
        assertSame(object, new TreeReader(object).object());
        assertEquals(List.of("LIST", "STRING", "END_LIST"), tokens(Set.of('c')));
        assertEquals(List.of("STRING"), tokens(Optional.of("s")));
        assertEquals(List.of("NULL"), tokens(Optional.empty()));
        assertEquals(List.of("MAP", "1", "LONG", "END_MAP"), tokens(Map.of(1, (short) 2)));
        assertEquals(0.1, new TreeReader(0.1f).doubleValue());
        assertEquals(new BigDecimal("0.1"), new TreeReader(0.1f).bigDecimal());
    }

    @Test
    void aWholeValueIsPassedOver() {
        TreeReader reader = new TreeReader(List.of(List.of(List.of(1), Map.of("a", 2)), "next"));
        reader.next();
        reader.skip();
        assertEquals(Token.STRING, reader.next());
        reader.skip();
        assertEquals(Token.END_LIST, reader.next());
    }

    @Test
    void aCycleIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        MismatchException refused =
                assertThrows(MismatchException.class, () -> Conversions.readPlain(new TreeReader(list)));
        assertEquals("nested over 1000 deep", refused.getMessage());
    }

    @Test
    void plainValuesAreReadBackAsTheyWere() {
        Map<String, Object> tree = map("a", Arrays.asList(1L, null, 2.5), "b", map("c", "d"));
        assertEquals(tree, Conversions.readPlain(new TreeReader(tree)));
        assertSame(tree, Shapes.of(Object.class).convert(tree));
    }

    @Test
    void scalarsAreConvertedAsTheyAre() {
        String text = new String("text");
        assertSame(text, Shapes.of(String.class).convert(text));
        assertEquals(7, Shapes.of(int.class).convert(7L));
        assertEquals((byte) 7, Shapes.of(byte.class).convert(7));
    }

    record Box<T>(T content) {}

    record Shelf(Box<String> box, List<Box<String>> more) {}

    @Test
    void aGenericRecordIsTakenAsItIsWhereWhatIsInItFits() {
        Box<String> box = new Box<>("text");
        Shelf shelf = (Shelf) Shapes.of(Shelf.class).convert(map("box", box, "more", List.of(box)));
        assertSame(box, shelf.box());
        assertSame(box, shelf.more().get(0));
        MismatchException refused = assertThrows(
                MismatchException.class,
                () -> Shapes.of(Shelf.class).convert(map("box", box, "more", List.of(box, new Box<>(1)))));
        assertEquals("more[1]: expected a map with content, got a " + Box.class.getName(), refused.getMessage());
    }
}
