package dev.shorthand.binding.types;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Named;
import dev.shorthand.binding.Request;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SignatureTest {
    record Book(String title) {}

    interface Greeter {
        String greet(String name, @Named("how-often") int times);

        void said(String text);

        @Request
        void save(Caller caller, String text);

        @Named("late.answer")
        CompletionStage<List<Integer>> late();

        Promise<Book> promised();

        CompletableFuture<?> anything();

        default String greet() {
            return greet("world", 1);
        }

        @Override
        String toString();
    }

    interface Crud<K, V> {
        V get(K key);

        void put(K key, V value);

        Map<K, List<? extends V>> all(V[] like);

        <T> T any(T value);
    }

    interface ByTitle<V> extends Crud<String, V> {
        @Override
        V get(String key);
    }

    interface Books extends ByTitle<Book> {
        @Override
        Book get(String key);
    }

    interface One {
        Object same(List<String> list);

        int other();
    }

    interface Two {
        String same(List<String> list);
    }

    interface Both extends One, Two {
        @Override
        String same(List<String> list);
    }

    interface Alike {
        int other();
    }

    interface Diamond extends One, Alike {}

    interface Overloaded {
        int add(int a, int b);

        double add(double a, double b);
    }

    interface Twice {
        int add(@Named("a") int x, int a);
    }

    interface TwoCallers {
        int add(Caller one, Caller two);
    }

    interface Unsupported {
        String run(Runnable task);
    }

    interface UnsupportedResult {
        CompletionStage<Thread> run();
    }

    interface Blank {
        @Named(" ")
        void run();
    }

    private static Signature of(Class<?> contract, String name) {
        return Signature.allOf(contract).stream()
                .filter(signature -> signature.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String refusal(Class<?> contract) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> Signature.allOf(contract))
                .getMessage());
    }

    @Test
    void aMethodIsKnownByItsNamesOnTheWire() {
        Signature greet = of(Greeter.class, "greet");
        assertArrayEquals(new String[] {"name", "how-often"}, greet.names());
        assertSame(greet.names(), greet.names());
        assertEquals("greet(name, how-often)", greet.toString());
        assertEquals("a string", greet.resultShape().expected());
        assertSame(String.class, greet.returnType());
        assertFalse(greet.notification());
        assertFalse(greet.async());
        assertEquals(2, greet.arity());
        assertEquals(-1, greet.callerIndex());
        assertEquals(
                List.of(
                        "anything()",
                        "greet(name, how-often)",
                        "late.answer()",
                        "promised()",
                        "said(text)",
                        "save(text)"),
                Signature.allOf(Greeter.class).stream()
                        .map(Signature::toString)
                        .sorted()
                        .toList());
    }

    @Test
    void aVoidMethodIsANotificationUnlessMarked() {
        assertTrue(of(Greeter.class, "said").notification());
        assertFalse(of(Greeter.class, "save").notification());
    }

    @Test
    void theCallerDoesNotTravel() {
        Signature save = of(Greeter.class, "save");
        assertEquals(0, save.callerIndex());
        assertEquals(2, save.arity());
        assertArrayEquals(new String[] {"text"}, save.names());
    }

    @Test
    void aStageIsKnownByWhatItCompletesWith() {
        Signature late = of(Greeter.class, "late.answer");
        assertTrue(late.async());
        assertFalse(late.notification());
        assertEquals("a list of an integer", late.resultShape().expected());
        assertEquals(
                "a map with title", of(Greeter.class, "promised").resultShape().expected());
        assertEquals("any value", of(Greeter.class, "anything").resultShape().expected());
    }

    @Test
    void variablesAreResolvedThroughTheHierarchy() {
        assertEquals("a map with title", of(Books.class, "get").resultShape().expected());
        assertEquals(
                "a map of a list of a map with title",
                of(Books.class, "all").resultShape().expected());
        assertEquals("any value", of(Books.class, "any").resultShape().expected());
        Object[] put = of(Books.class, "put").bind(Params.positional("k", Map.of("title", "Emma")));
        assertArrayEquals(new Object[] {"k", new Book("Emma")}, put);
        assertEquals(4, Signature.allOf(Books.class).size());
        assertEquals("any value", of(Crud.class, "get").resultShape().expected());
    }

    @Test
    void aMethodOfTwoParentsIsOne() {
        assertEquals(2, Signature.allOf(Both.class).size());
        assertSame(String.class, of(Both.class, "same").returnType());
        assertEquals(2, Signature.allOf(Diamond.class).size());
    }

    @Test
    void aDefaultMethodIsLeftOutUnlessAskedFor() throws NoSuchMethodException {
        assertEquals(6, Signature.allOf(Greeter.class).size());
        Signature greet = Signature.of(Greeter.class.getMethod("greet"), Greeter.class, Converters.NONE);
        assertTrue(greet.isDefault());
        assertFalse(of(Greeter.class, "greet").isDefault());
        assertEquals(
                "two methods are named \"greet\" on the wire: Greeter.greet(String, int) and Greeter.greet(); "
                        + "rename one with @Named",
                String.valueOf(assertThrows(
                                IllegalArgumentException.class,
                                () -> Signature.allOf(Greeter.class, method -> true, Converters.NONE))
                        .getMessage()));
    }

    @Test
    void whatIsWrongWithAMethodIsFoundAtOnce() {
        assertEquals(
                "two methods are named \"add\" on the wire: Overloaded.add(double, double) and Overloaded.add(int, int); "
                        + "rename one with @Named",
                refusal(Overloaded.class));
        assertEquals(
                "Twice.add has two parameters named \"a\" on the wire, number 1 and 2; rename one with @Named",
                refusal(Twice.class));
        assertEquals(
                "TwoCallers.add has two parameters of type Caller; there is only one caller",
                refusal(TwoCallers.class));
        assertEquals(
                "java.lang.Runnable cannot be read from the wire (parameter task of Unsupported.run); "
                        + "use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it",
                refusal(Unsupported.class));
        assertEquals(
                "java.lang.Thread cannot be read from the wire (what UnsupportedResult.run returns); "
                        + "use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it",
                refusal(UnsupportedResult.class));
        assertEquals("a blank @Named in Blank.run; give the name on the wire", refusal(Blank.class));
        assertEquals(
                "Function.apply: the name of parameter 1 (Object) is not in the class file; "
                        + "compile with -parameters, or annotate it with @Named(\"…\")",
                refusal(UnaryOperator.class));
        assertEquals(
                "java.lang.String is not an interface; declare the remote methods in one and give that",
                refusal(String.class));
    }

    @Test
    void aPrefixGoesBeforeTheName() {
        Signature greet = of(Greeter.class, "greet");
        assertSame(greet, greet.withPrefix(""));
        assertEquals("sub.greet", greet.withPrefix("sub.").name());
        assertSame(greet.names(), greet.withPrefix("sub.").names());
    }
}
