package dev.shorthand.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.ErrorCode;
import dev.shorthand.kernel.ErrorData;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A dispatcher by itself, without codec and transport. */
class DispatcherTest {
    private static final Caller CALLER = Caller.local();

    private static Message ask(Dispatcher dispatcher, String method, Params params) {
        return dispatcher
                .dispatch(new Call(Id.of(1), method, params), CALLER)
                .result()
                .orElseThrow();
    }

    private static Reply reply(Object result) {
        return new Reply(Id.of(1), result);
    }

    private static ErrorReply error(long code, String message, Object data) {
        return new ErrorReply(Id.of(1), code, message, data);
    }

    @ErrorCode(99)
    private static final class Own extends Exception implements ErrorData {
        private static final long serialVersionUID = 1;

        Own() {
            super("own failure");
        }

        @Override
        public Object errorData() {
            return List.of(1L, 2L);
        }
    }

    /** A class as an application has it: some of it is public to peers. */
    public static final class Library {
        @Public
        public int twice(int value) {
            return 2 * value;
        }

        @Public
        @Named("words")
        public static int countWords(String text) {
            return text.split(" ").length;
        }

        @Public
        public void fail() throws Own {
            throw new Own();
        }

        public int hidden() {
            return 1;
        }
    }

    @Test
    void callsAFunctionByItsName() {
        Dispatcher dispatcher =
                new Dispatcher().add("add", (params, caller) -> (Long) params.value(0) + (Long) params.value(1));
        assertEquals(reply(3L), ask(dispatcher, "add", Params.positional(1L, 2L)));
    }

    @Test
    void answersNoNotification() {
        List<Object> seen = new ArrayList<>();
        Dispatcher dispatcher = new Dispatcher().add("note", (params, caller) -> seen.add(params.value(0)));
        Call notification = Call.notification("note", Params.positional("x"));
        assertEquals(Optional.empty(), dispatcher.dispatch(notification, CALLER).result());
        assertEquals(
                Optional.empty(),
                dispatcher
                        .dispatch(Call.notification("unknown", Params.absent()), CALLER)
                        .result());
        assertEquals(List.of("x"), seen);
    }

    @Test
    void waitsForAPromise() {
        Promise<Object> later = new Promise<>();
        Dispatcher dispatcher = new Dispatcher().add("later", (params, caller) -> later);
        Promise<Optional<Message>> reply = dispatcher.dispatch(new Call(Id.of(1), "later", Params.absent()), CALLER);
        assertFalse(reply.isDone());
        later.complete("now");
        assertEquals(Optional.of(reply("now")), reply.result());
    }

    @Test
    void reachesPublicMethodsAloneStaticOnesToo() {
        Dispatcher dispatcher = new Dispatcher().addPublic("lib.", new Library());
        assertEquals(reply(14), ask(dispatcher, "lib.twice", Params.named(Map.of("value", 7L))));
        assertEquals(reply(2), ask(dispatcher, "lib.words", Params.positional("two words")));
        assertEquals(
                error(-32601, "Method not found", "no method \"lib.hidden\" is served here"),
                ask(dispatcher, "lib.hidden", Params.absent()));
        assertEquals(List.of("lib.fail", "lib.twice", "lib.words"), List.copyOf(dispatcher.methods()));
    }

    @Test
    void sendsCodeAndDataOfAnExceptionThatHasThem() {
        Dispatcher dispatcher = new Dispatcher()
                .addPublic("", new Library())
                .add("rpc", (params, caller) -> {
                    throw new RpcException(7, "seven", Map.of("a", 1L));
                })
                .add("plain", (params, caller) -> {
                    throw new IllegalStateException("plain");
                })
                .add("bug", (params, caller) -> {
                    throw new AssertionError("dev.shorthand.Secret at /home");
                });
        assertEquals(error(99, "own failure", List.of(1L, 2L)), ask(dispatcher, "fail", Params.absent()));
        assertEquals(error(7, "seven", Map.of("a", 1L)), ask(dispatcher, "rpc", Params.absent()));
        assertEquals(error(-32000, "plain", null), ask(dispatcher, "plain", Params.absent()));
        assertEquals(error(-32603, "Internal error", null), ask(dispatcher, "bug", Params.absent()));
    }

    @Test
    void namesBothWhenANameIsTaken() {
        Dispatcher dispatcher = new Dispatcher().addPublic("", new Library());
        IllegalArgumentException taken =
                assertThrows(IllegalArgumentException.class, () -> dispatcher.add("twice", (params, caller) -> 1));
        assertEquals(
                "the name \"twice\" of a handler is taken by " + Library.class.getName()
                        + "; rename one with @Named, or serve it with a prefix",
                taken.getMessage());
    }

    @Test
    void keepsTheNamesOfTheProtocol() {
        IllegalArgumentException kept = assertThrows(
                IllegalArgumentException.class, () -> new Dispatcher().add("rpc.mine", (params, caller) -> 1));
        assertEquals(
                "the name \"rpc.mine\" begins with rpc., which JSON-RPC 2.0 (section 8) keeps for itself; choose another",
                kept.getMessage());
    }

    @Test
    void mountsAnotherUnderAPrefixAlsoWhatIsAddedLater() {
        Dispatcher inner = new Dispatcher();
        Dispatcher outer = new Dispatcher().mount("in.", inner);
        inner.add("x", (params, caller) -> "inner x");
        assertEquals(reply("inner x"), ask(outer, "in.x", Params.absent()));
        assertEquals(
                error(-32601, "Method not found", "no method \"in.y\" is served here; did you mean in.x?"),
                ask(outer, "in.y", Params.absent()));
        assertThrows(IllegalArgumentException.class, () -> outer.mount("in.", new Dispatcher()));
    }

    @Test
    void putsInterceptorsAroundCallsInTheirOrder() {
        List<String> order = new ArrayList<>();
        Dispatcher dispatcher = new Dispatcher()
                .add("m", (params, caller) -> {
                    order.add("method sees " + caller.attributes());
                    return params.value(0);
                })
                .intercept((call, caller, next) -> {
                    order.add("outer " + call.method());
                    caller.attributes().put("user", "alice");
                    Object result = next.handle(Params.positional("changed"), caller);
                    order.add("outer got " + result);
                    return result + "!";
                })
                .intercept((call, caller, next) -> {
                    order.add("inner " + call.params().value(0));
                    return next.handle(call.params(), caller);
                });
        assertEquals(
                reply("changed!"),
                dispatcher
                        .dispatch(new Call(Id.of(1), "m", Params.positional("x")), Caller.local())
                        .result()
                        .orElseThrow());
        assertEquals(List.of("outer m", "inner changed", "method sees {user=alice}", "outer got changed"), order);
    }

    @Test
    void letsAnInterceptorRefuse() {
        Dispatcher dispatcher = new Dispatcher().add("m", (params, caller) -> 1).intercept((call, caller, next) -> {
            throw new RpcException(403, "not for you");
        });
        assertEquals(error(403, "not for you", null), ask(dispatcher, "m", Params.absent()));
    }
}
