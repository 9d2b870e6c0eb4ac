package dev.shorthand.binding.types;

import static dev.shorthand.binding.types.Reading.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Binding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainValuesTest {
    private static Params params(@Nullable Object plain) {
        return Binding.plain().readParams("", new TreeReader(plain));
    }

    @Test
    void paramsAreNamedPositionalOrAbsent() {
        assertEquals(Params.named(map("a", 1L, "b", null)), params(map("a", 1L, "b", null)));
        assertEquals(Params.positional(1L, null), params(Arrays.asList(1L, null)));
        assertSame(Params.absent(), params(null));
        assertEquals(Params.positional("only"), params("only"));
        assertEquals(Params.named(Map.of()), params(Map.of()));
        assertEquals(Params.positional(), params(List.of()));
    }

    @Test
    void aResultIsAPlainValue() {
        Map<String, Object> value = map("b", List.of(1L), "a", map("c", null));
        Object read = Binding.plain().readResult(Id.NONE, new TreeReader(value));
        assertEquals(value, read);
        assertEquals(List.of("b", "a"), List.copyOf(((Map<?, ?>) read).keySet()));
        assertEquals(value, Conversions.readPlain(new TreeReader(value)));
    }

    @Test
    void aReaderThatStandsOnNoValueIsAFault() {
        TreeReader reader = new TreeReader(List.of());
        reader.next();
        assertEquals(
                "a value cannot begin with the end of a list",
                assertThrows(IllegalStateException.class, () -> Conversions.readPlain(reader))
                        .getMessage());
    }
}
