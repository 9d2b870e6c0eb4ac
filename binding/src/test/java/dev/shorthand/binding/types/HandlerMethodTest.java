package dev.shorthand.binding.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.binding.types.app.Hidden;
import dev.shorthand.kernel.Params;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandlerMethodTest {
    interface Adder {
        int add(int a, int b);
    }

    interface Failing {
        void fail(String message) throws IOException;
    }

    interface Variadic {
        String join(String... parts);
    }

    interface Keyed<K> {
        String of(K key);
    }

    interface Numbered extends Keyed<Integer> {}

    private static Signature only(Class<?> contract) {
        return Signature.allOf(contract).get(0);
    }

    @Test
    void aLambdaIsCalledThroughItsInterface() throws Throwable {
        Adder adder = (a, b) -> a + b;
        HandlerMethod method = HandlerMethod.of(only(Adder.class), adder, null);
        assertEquals(5, method.invoke(new Object[] {2, 3}));
        assertEquals(Adder.class.getName(), method.toString());
        assertEquals("add", method.signature().name());
    }

    @Test
    void aVoidMethodReturnsNullAndWhatItThrowsComesAsItIs() throws Throwable {
        List<String> said = new ArrayList<>();
        assertNull(
                HandlerMethod.of(only(Failing.class), (Failing) said::add, null).invoke(new Object[] {"x"}));
        assertEquals(List.of("x"), said);
        IOException thrown = new IOException("thrown");
        HandlerMethod failing = HandlerMethod.of(
                only(Failing.class),
                (Failing) message -> {
                    throw thrown;
                },
                null);
        assertSame(thrown, assertThrows(IOException.class, () -> failing.invoke(new Object[] {"x"})));
    }

    @Test
    void variableArgumentsAreOneList() throws Throwable {
        Signature join = only(Variadic.class);
        HandlerMethod method = HandlerMethod.of(join, (Variadic) parts -> String.join("-", parts), null);
        assertEquals("a-b", method.invoke(join.bind(Params.named(Map.of("parts", List.of("a", "b"))))));
    }

    @Test
    void anInheritedGenericMethodTakesWhatItsHeirSays() throws Throwable {
        Signature of = only(Numbered.class);
        HandlerMethod method = HandlerMethod.of(of, (Numbered) key -> "number " + key, null);
        assertEquals("number 7", method.invoke(of.bind(Params.positional(7L))));
    }

    @Test
    void anInterfaceOfAnotherPackageIsReached() throws Throwable {
        Signature greet = only(Hidden.contract());
        assertEquals(
                "Hello, you", HandlerMethod.of(greet, Hidden.greeter(), null).invoke(new Object[] {"you"}));
    }

    @Test
    void aLookupIsUsedAndOneWithoutAccessIsNamed() throws Throwable {
        Adder adder = Math::addExact;
        HandlerMethod method = HandlerMethod.of(only(Adder.class), adder, MethodHandles.lookup());
        assertEquals(5, method.invoke(new Object[] {2, 3}));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> HandlerMethod.of(only(Hidden.contract()), Hidden.greeter(), MethodHandles.lookup()));
        assertEquals(
                "the lookup of dev.shorthand.binding.types.HandlerMethodTest has no access to "
                        + "dev.shorthand.binding.types.app.Hidden$Greeter; give one made by a class that has, or none",
                refused.getMessage());
    }

    @Test
    void anObjectThatDoesNotImplementTheInterfaceIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> HandlerMethod.of(only(Adder.class), "text", null));
        assertEquals(
                "a java.lang.String is to serve add(a, b), but it is no "
                        + "dev.shorthand.binding.types.HandlerMethodTest$Adder; let its class implement that",
                refused.getMessage());
    }
}
