package dev.shorthand.binding.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.binding.types.app.Hidden;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import java.lang.reflect.Method;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class AccessTest {
    // On the class path nobody is named, and the line needs no reader.
    private static final boolean NAMED = Access.class.getModule().isNamed();
    private static final String WHO = NAMED ? "dev.shorthand.binding" : "Shorthand";
    private static final String TO = NAMED ? " to dev.shorthand.binding" : "";

    @Test
    void aPrivateRecordIsSentAndRead() {
        Object secret = Hidden.secret(1);
        Object plain = TreeWriter.plain(secret);
        assertEquals(Reading.map("value", 1L, "next", Reading.map("value", 2L, "next", null)), plain);
        assertEquals(secret, Reading.read(secret.getClass(), plain));
    }

    @Test
    void theLineThatAModuleLacksIsSpelledOut() throws ReflectiveOperationException {
        // A record that the JDK keeps to itself, as a closed module does with its own.
        Class<?> closed = Class.forName("sun.nio.ch.IOUtil$LinkedRunnable");
        String problem = WHO + " has no access to sun.nio.ch.IOUtil$LinkedRunnable; add \"opens sun.nio.ch" + TO
                + ";\" to the module-info of java.base, or give a Lookup with the interface";
        assertEquals(
                problem,
                assertThrows(IllegalArgumentException.class, () -> Shapes.of(closed))
                        .getMessage());
        Method accessor = closed.getRecordComponents()[0].getAccessor();
        assertEquals(
                problem,
                assertThrows(IllegalArgumentException.class, () -> Access.handle(accessor, null))
                        .getMessage());
        assertEquals(
                problem,
                assertThrows(
                                EncodeException.class,
                                () -> RecordWriting.of(closed)
                                        .write(closed, Conversions.standard(), new TreeWriter(), 0))
                        .getMessage());
    }

    @Test
    void aPublicInterfaceOfAnExportedPackageNeedsNothing() throws Throwable {
        Method compare = Comparator.class.getMethod("compare", Object.class, Object.class);
        Object result = Access.handle(compare, null).invoke(Comparator.naturalOrder(), "a", "b");
        assertEquals(-1, result);
    }
}
