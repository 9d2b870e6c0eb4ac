package dev.shorthand.binding.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.binding.Incoming;
import dev.shorthand.binding.Named;
import dev.shorthand.binding.Outgoing;
import dev.shorthand.binding.Request;
import dev.shorthand.binding.Slot;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.spi.ResultReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContractTest {
    interface Base<T> {
        @Incoming
        void put(T item);

        @Incoming
        List<T> all(int from, T fallback);
    }

    interface Many extends Base<String> {
        @Incoming
        void none();

        @Incoming
        boolean flag(boolean value);

        @Incoming
        char letter(char value);

        @Incoming
        byte tiny(byte value);

        @Incoming
        short small(short value);

        @Incoming
        int whole(int value);

        @Incoming
        long big(long value);

        @Incoming
        float real(float value);

        @Incoming
        double precise(double value);

        @Incoming
        String mixed(String text, int count, double factor, List<String> rest);

        @Incoming
        Promise<String> later(Caller caller, int[] numbers);

        @Incoming
        @Named("overloaded.text")
        void overloaded(String text);

        @Incoming
        @Named("overloaded.number")
        void overloaded(int number);

        @Incoming
        default String body(String text) {
            throw new IllegalStateException("the body ran");
        }

        @Outgoing
        void sent(String text);
    }

    private static final Contract<Many> MANY = new Contract<>(Many.class, false, Converters.NONE);

    private static String name(Slot reference, int arity) {
        return MANY.incoming(reference, arity).name();
    }

    @Test
    void resolvesReferencesToMethodsWithPrimitives() {
        assertEquals("flag", name((Slot.Value2<Many, Boolean, Boolean>) Many::flag, 1));
        assertEquals("letter", name((Slot.Value2<Many, Character, Character>) Many::letter, 1));
        assertEquals("tiny", name((Slot.Value2<Many, Byte, Byte>) Many::tiny, 1));
        assertEquals("small", name((Slot.Value2<Many, Short, Short>) Many::small, 1));
        assertEquals("whole", name((Slot.Value2<Many, Integer, Integer>) Many::whole, 1));
        assertEquals("big", name((Slot.Value2<Many, Long, Long>) Many::big, 1));
        assertEquals("real", name((Slot.Value2<Many, Float, Float>) Many::real, 1));
        assertEquals("precise", name((Slot.Value2<Many, Double, Double>) Many::precise, 1));
        assertEquals("whole", name((Slot.Void2<Many, Integer>) Many::whole, 1));
    }

    @Test
    void resolvesReferencesToMethodsOfAnyNumberOfParameters() {
        assertEquals("none", name((Slot.Void1<Many>) Many::none, 0));
        assertEquals("later", name((Slot.Value3<Many, Caller, int[], Promise<String>>) Many::later, 2));
        assertEquals("mixed", name((Slot.Value5<Many, String, Integer, Double, List<String>, String>) Many::mixed, 4));
    }

    @Test
    void resolvesReferencesToInheritedGenericMethods() {
        assertEquals("put", name((Slot.Void2<Many, String>) Many::put, 1));
        assertEquals("all", name((Slot.Value3<Many, Integer, String, List<String>>) Many::all, 2));
    }

    @Test
    void resolvesOverloadsByTheirTypes() {
        assertEquals("overloaded.text", name((Slot.Void2<Many, String>) Many::overloaded, 1));
        assertEquals("overloaded.number", name((Slot.Void2<Many, Integer>) Many::overloaded, 1));
    }

    @Test
    void runsNoBodyWhenItResolvesAReference() {
        assertEquals("body", name((Slot.Value2<Many, String, String>) Many::body, 1));
    }

    @Test
    void refusesWhatRefersToNoIncomingMethod() {
        assertEquals(
                "what was given does not call a method of Many; give a method reference, for example Many::all",
                assertThrows(IllegalArgumentException.class, () -> name((Slot.Void1<Many>) many -> {}, 0))
                        .getMessage());
        assertEquals(
                "Many.sent is outgoing on this side: it is called here and handled on the other side, or with the inverted API",
                assertThrows(IllegalArgumentException.class, () -> name((Slot.Void2<Many, String>) Many::sent, 1))
                        .getMessage());
        assertEquals(
                "sent",
                MANY.invert().incoming((Slot.Void2<Many, String>) Many::sent, 1).name());
    }

    interface Neither {
        void plain();
    }

    interface Both {
        @Incoming
        @Outgoing
        void marked();
    }

    interface PlainDefault {
        @Outgoing
        void sent();

        default void helper() {}
    }

    @Test
    void refusesMethodsWithoutOneDirection() {
        assertEquals(
                "Neither.plain is marked neither @Incoming nor @Outgoing; mark it, or move it to another interface",
                refusal(Neither.class));
        assertEquals("Both.marked is marked both @Incoming and @Outgoing; keep one", refusal(Both.class));
        assertEquals(
                "PlainDefault.helper is marked neither @Incoming nor @Outgoing; mark it, or move it to another interface",
                refusal(PlainDefault.class));
    }

    private static String refusal(Class<?> type) {
        return assertThrows(IllegalArgumentException.class, () -> new Contract<>(type, false, Converters.NONE))
                .getMessage();
    }

    interface Printed {
        @Outgoing
        void say(String text, Caller caller);

        @Outgoing
        @Request
        void check(int level);

        @Incoming
        Map<String, List<Integer>> index(@Named("the-words") List<String> words, Thread.State state);
    }

    @Test
    void printsALineForEachMethod() {
        assertEquals("""
                Printed
                  outgoing request void check(int level)
                  incoming Map<String, List<Integer>> index(List<String> the-words, State state)
                  outgoing void say(String text)""", new Contract<>(Printed.class, false, Converters.NONE).toString());
        assertEquals("""
                Printed, inverted
                  incoming request void check(int level)
                  outgoing Map<String, List<Integer>> index(List<String> the-words, State state)
                  incoming void say(String text)""", new Contract<>(Printed.class, true, Converters.NONE).toString());
    }

    interface Guarded {
        @Outgoing
        default void shout(String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("nothing to shout");
            }
        }

        @Outgoing
        default int measure(String text) {
            shout(text);
            return -1;
        }
    }

    @Test
    void runsABodyBeforeTheCallAndSendsNothingIfItThrows() {
        List<String> sent = new ArrayList<>();
        Guarded proxy = new Contract<>(Guarded.class, false, Converters.NONE).proxy(new RemoteCalls() {
            @Override
            public @Nullable Object call(String method, Params params, @Nullable ResultReader result, boolean wait) {
                sent.add(method + params);
                return result == null ? null : 7;
            }

            @Override
            public String describe() {
                return "nowhere";
            }
        });
        assertThrows(IllegalArgumentException.class, () -> proxy.shout(" "));
        assertEquals(List.of(), sent);
        assertEquals(7, proxy.measure("loud"));
        assertEquals(List.of("shout{text=loud}", "measure{text=loud}"), sent);
        assertEquals("Guarded at nowhere", proxy.toString());
        assertEquals(proxy, proxy);
        assertEquals(proxy.hashCode(), proxy.hashCode());
    }
}
