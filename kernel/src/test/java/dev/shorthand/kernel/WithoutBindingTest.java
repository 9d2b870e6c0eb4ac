package dev.shorthand.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The kernel by itself, as an image has it that goes by name: nothing binds interfaces, and values are plain. */
class WithoutBindingTest {
    interface Greeter {
        String greet(String name);
    }

    record Point(int x, int y) {}

    @Test
    void callsGoByName() throws InterruptedException, ExecutionException {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.add("add", (params, caller) -> (Long) params.value(0) + (Long) params.value(1));
        Message reply = dispatcher
                .dispatch(new Call(Id.of(1), "add", Params.positional(1L, 2L)), Caller.local())
                .get()
                .orElseThrow();
        assertEquals(3L, assertInstanceOf(Reply.class, reply).result());
    }

    @Test
    void anInterfaceIsRefusedAndTheMissingModuleNamed() {
        Dispatcher dispatcher = new Dispatcher();
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> dispatcher.serve(Greeter.class, name -> "Hello, " + name));
        assertTrue(refused.getMessage().contains("dev.shorthand.binding"), refused.getMessage());
        assertEquals(List.of(), List.copyOf(dispatcher.methods()));
    }

    @Test
    void aDirectoryOfPluginsIsRefusedAndTheMissingModuleNamed() {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> Plugins.fromDirectory(Path.of("plugins")));
        assertEquals(
                "nothing here opens the directory plugins; put the module dev.shorthand.directory on the module path"
                        + " (shorthand-directory on the class path)",
                refused.getMessage());
    }

    @Test
    void plainValuesAreWritten() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("nothing", null);
        map.put("numbers", List.of(1L, 2, 0.5, BigInteger.ONE.shiftLeft(70), BigInteger.TEN));
        map.put("sorted", new TreeSet<>(List.of("b", "a")));
        assertEquals(
                "{ nothing null numbers [ 1 2 0.5 1180591620717411303424 10 ] sorted [ a b ] }", Written.text(map));
    }

    @Test
    void whatIsNotPlainIsRefusedWithItsPathAndTheMend() {
        EncodeException refused =
                assertThrows(EncodeException.class, () -> Written.text(List.of(Map.of("p", new Point(1, 2)))));
        assertTrue(refused.getMessage().contains("[0].p"), refused.getMessage());
        assertTrue(refused.getMessage().contains("dev.shorthand.binding"), refused.getMessage());
    }

    @Test
    void whatTheFormatHasAFormForIsLeftToIt() {
        assertEquals("[ locale fr 1 ]", Written.text(List.of(Locale.FRENCH, 1)));
    }

    @Test
    void onlyTextIsTheKeyOfAMap() {
        assertThrows(EncodeException.class, () -> Written.text(Map.of(7, "seven")));
    }

    @Test
    void whatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        EncodeException refused = assertThrows(EncodeException.class, () -> Written.text(list));
        assertTrue(refused.getMessage().contains("cycle"), refused.getMessage());
    }
}
