package dev.shorthand.binding.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.binding.Named;
import dev.shorthand.binding.types.app.Hidden;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.ResultReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypedProxyTest {
    interface Greeter {
        String greet(String name);

        void say(@Nullable Caller caller, @Named("what") String text);

        int count();

        default String greetTwice(String name) {
            return greet(name) + greet(name);
        }
    }

    interface Polite extends Greeter {
        @Override
        default String greetTwice(String name) {
            return Greeter.super.greetTwice("dear " + name);
        }
    }

    interface One {
        int same();
    }

    interface Two {
        int same();
    }

    interface Both extends One, Two {}

    interface Source<T> {
        T get(T like);
    }

    interface Texts extends Source<String> {
        @Override
        String get(String like);
    }

    static final class Stage<T> extends CompletableFuture<T> {}

    interface OwnStage {
        Stage<String> later();
    }

    interface Failing {
        void fail();
    }

    /** Remembers calls, and answers each with the same. */
    private static final class Recorder implements RemoteCalls {
        final List<String> calls = new ArrayList<>();
        final @Nullable Object answer;

        Recorder(@Nullable Object answer) {
            this.answer = answer;
        }

        @Override
        public @Nullable Object call(String method, Params params, @Nullable ResultReader result, boolean wait) {
            calls.add(method + params.asMap());
            if (answer instanceof RuntimeException thrown) {
                throw thrown;
            }
            return answer;
        }

        @Override
        public String describe() {
            return "127.0.0.1:8888";
        }
    }

    @Test
    void aMethodIsACallWithNamedArguments() {
        Recorder recorder = new Recorder("Hello!");
        Greeter greeter = TypedProxy.of(Greeter.class, recorder, "", false, Converters.NONE);
        assertEquals("Hello!", greeter.greet("you"));
        assertEquals(List.of("greet{name=you}"), recorder.calls);
    }

    @Test
    void theCallerIsNotSentAndVoidReturns() {
        Recorder recorder = new Recorder(null);
        TypedProxy.of(Greeter.class, recorder, "sub.", false, Converters.NONE).say(null, "x");
        assertEquals(List.of("sub.say{what=x}"), recorder.calls);
    }

    @Test
    void aDefaultMethodRunsHere() {
        Recorder recorder = new Recorder("Hello!");
        assertEquals(
                "Hello!Hello!",
                TypedProxy.of(Greeter.class, recorder, "", false, Converters.NONE)
                        .greetTwice("you"));
        assertEquals(
                "Hello!Hello!",
                TypedProxy.of(Polite.class, recorder, "", false, Converters.NONE)
                        .greetTwice("you"));
        assertEquals(
                List.of("greet{name=you}", "greet{name=you}", "greet{name=dear you}", "greet{name=dear you}"),
                recorder.calls);
    }

    @Test
    void anInterfaceOfAnotherPackageServes() {
        Recorder recorder = new Recorder("Hello!");
        Object greeter = TypedProxy.of(Hidden.contract(), recorder, "", false, Converters.NONE);
        assertEquals("Hello!", Hidden.greetAll(greeter, "you", "me"));
        assertEquals(List.of("greet{name=you and me}"), recorder.calls);
    }

    @Test
    void aMethodOfTwoParentsIsCalledThroughEither() {
        Recorder recorder = new Recorder(7);
        Both both = TypedProxy.of(Both.class, recorder, "", false, Converters.NONE);
        assertEquals(7, both.same());
        assertEquals(7, ((One) both).same());
        assertEquals(7, ((Two) both).same());
    }

    @Test
    void anOverriddenGenericMethodIsCalledThroughItsParent() {
        Recorder recorder = new Recorder("x");
        Source<String> source = TypedProxy.of(Texts.class, recorder, "", false, Converters.NONE);
        assertEquals("x", source.get("a"));
        assertEquals(List.of("get{like=a}"), recorder.calls);
    }

    @Test
    void whatTheCallThrowsIsThrown() {
        DisconnectedException thrown = new DisconnectedException("gone");
        Failing failing = TypedProxy.of(Failing.class, new Recorder(thrown), "", false, Converters.NONE);
        assertSame(thrown, assertThrows(DisconnectedException.class, failing::fail));
    }

    @Test
    void itIsKnownByItsInterfaceAndWhomItCalls() {
        Recorder recorder = new Recorder(null);
        Greeter greeter = TypedProxy.of(Greeter.class, recorder, "", false, Converters.NONE);
        Greeter same = TypedProxy.of(Greeter.class, recorder, "", false, Converters.NONE);
        assertEquals("Greeter at 127.0.0.1:8888", greeter.toString());
        assertEquals(
                "Greeter under \"sub.\" at 127.0.0.1:8888",
                TypedProxy.of(Greeter.class, recorder, "sub.", false, Converters.NONE)
                        .toString());
        assertEquals(greeter, same);
        assertEquals(greeter.hashCode(), same.hashCode());
        assertNotEquals(greeter, TypedProxy.of(Greeter.class, recorder, "sub.", false, Converters.NONE));
        assertNotEquals(greeter, TypedProxy.of(Greeter.class, recorder, "", true, Converters.NONE));
        assertNotEquals(greeter, TypedProxy.of(Polite.class, recorder, "", false, Converters.NONE));
        assertNotEquals(greeter, TypedProxy.of(Greeter.class, new Recorder(null), "", false, Converters.NONE));
        assertNotEquals(null, greeter);
        assertEquals(Map.of(greeter, 1), Map.of(same, 1));
        assertEquals(List.of(), recorder.calls);
        assertNull(recorder.answer);
    }

    @Test
    void aStageThatNobodyCanMakeIsRefused() {
        assertEquals(
                "OwnStage.later returns a dev.shorthand.binding.types.TypedProxyTest$Stage, which a proxy cannot make; "
                        + "declare a Promise, CompletableFuture or CompletionStage",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TypedProxy.of(OwnStage.class, new Recorder(null), "", false, Converters.NONE))
                        .getMessage());
    }
}
