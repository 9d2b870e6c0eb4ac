package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Api;
import dev.shorthand.binding.Default;
import dev.shorthand.binding.Incoming;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.InvalidParamsException;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.RpcException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Who checks arguments beside their types: one of the application's own, or nobody. The same by itself and over a connection. */
class ArgumentCheckTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final BiConsumer<Call, Caller> remembers =
            (call, caller) -> seen.add(call.method() + ' ' + call.params() + " of " + caller.peerName());

    interface Shop {
        String order(String item, int count, Caller caller, Optional<String> note);

        String all(
                boolean flag,
                char letter,
                long number,
                double fraction,
                String text,
                List<String> list,
                OptionalInt maybe,
                @Default("7") int seven);

        String none();
    }

    static final class Counter implements Shop {
        @Override
        public String order(String item, int count, Caller caller, Optional<String> note) {
            return count + " " + item + note.orElse("");
        }

        @Override
        public String all(
                boolean flag,
                char letter,
                long number,
                double fraction,
                String text,
                List<String> list,
                OptionalInt maybe,
                int seven) {
            return flag + " " + (int) letter + ' ' + number + ' ' + fraction + ' ' + text + ' ' + list + ' ' + maybe
                    + ' ' + seven;
        }

        @Override
        public String none() {
            return "none";
        }
    }

    interface Bell {
        @Incoming
        String ring(String tone, int times);
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static Message ask(Dispatcher dispatcher, String method, Params params) {
        return dispatcher
                .dispatch(new Call(Id.of(1), method, params), Caller.local())
                .result()
                .orElseThrow();
    }

    /** Calls by itself and over a connection, and sees the same. */
    private static void answers(Dispatcher dispatcher, String result, String method, Params params) throws Exception {
        assertEquals(new Reply(Id.of(1), result), ask(dispatcher, method, params));
        try (Pair pair = Pair.open(server -> server.dispatcher(dispatcher), client -> {})) {
            assertEquals(result, pair.client.call(method, params));
        }
    }

    private static void refuses(Dispatcher dispatcher, String why, String method, Params params) throws Exception {
        assertEquals(new ErrorReply(Id.of(1), -32602, "Invalid params", why), ask(dispatcher, method, params));
        try (Pair pair = Pair.open(server -> server.dispatcher(dispatcher), client -> {})) {
            RemoteException refused = assertThrows(RemoteException.class, () -> pair.client.call(method, params));
            assertEquals(-32602, refused.code());
            assertEquals(why, refused.data());
        }
    }

    private Dispatcher lenient() {
        return new Dispatcher().lenient().serve(Shop.class, new Counter());
    }

    @Test
    void aValidatorSeesArgumentsAsTheMethodDeclaresThem() {
        Dispatcher dispatcher = new Dispatcher()
                .serve(Shop.class, new Counter())
                .validator((call, caller) -> {
                    Params params = call.params();
                    assertTrue(params.isNamed());
                    assertEquals(List.of("ink", 2, Optional.empty()), params.asList());
                    assertEquals("count", params.name(1));
                    remembers.accept(call, caller);
                });
        assertEquals(new Reply(Id.of(1), "2 ink"), ask(dispatcher, "order", Params.positional("ink", 2.0)));
        assertEquals(1, seen.size());
    }

    @Test
    void aValidatorSeesCallsOverAConnectionToo() throws Exception {
        Dispatcher dispatcher =
                new Dispatcher().serve(Shop.class, new Counter()).validator(remembers);
        answers(dispatcher, "2 ink", "order", Params.named(map("count", 2L, "item", "ink")));
        assertEquals(2, seen.size());
        assertTrue(seen.get(0).startsWith("order {item=ink, count=2, note=Optional.empty} of local"), seen::toString);
        assertTrue(seen.get(1).startsWith("order {item=ink, count=2, note=Optional.empty} of 127."), seen::toString);
    }

    @Test
    void aValidatorRefusesACall() throws Exception {
        Dispatcher dispatcher = new Dispatcher()
                .serve(Shop.class, new Counter())
                .validator((call, caller) -> {
                    if (call.params().asMap().get("count") instanceof Integer count && count < 1) {
                        throw new InvalidParamsException(
                                call.method() + ": count is " + count + ", expected 1 or more");
                    }
                });
        refuses(dispatcher, "order: count is 0, expected 1 or more", "order", Params.positional("ink", 0));
        answers(dispatcher, "1 ink", "order", Params.positional("ink", 1));
    }

    @Test
    void aValidatorIsNotAskedAboutWhatDoesNotFit() throws Exception {
        Dispatcher dispatcher =
                new Dispatcher().serve(Shop.class, new Counter()).validator(remembers);
        refuses(dispatcher, "none: 1 argument where none is taken", "none", Params.positional("surplus"));
        assertEquals(List.of(), seen);
    }

    @Test
    void aValidatorSeesArgumentsOfAHandlerAsTheyCame() {
        Dispatcher dispatcher = new Dispatcher()
                .add("echo", (params, caller) -> params.value(0))
                .validator(remembers);
        assertEquals(new Reply(Id.of(1), "x"), ask(dispatcher, "echo", Params.positional("x", 1L)));
        assertEquals(List.of("echo [x, 1] of local"), seen);
    }

    @Test
    void aValidatorSeesWhatIsMountedUnderItsFullNameBeforeThatOfTheMounted() throws Exception {
        Dispatcher inner = new Dispatcher().serve(Shop.class, new Counter()).validator(remembers);
        Dispatcher outer = new Dispatcher().mount("shop.", inner).validator(remembers);
        assertEquals(new Reply(Id.of(1), "none"), ask(outer, "shop.none", Params.absent()));
        assertEquals(List.of("shop.none {} of local", "none {} of local"), seen);
    }

    @Test
    void aValidatorIsReplacedByTheNext() {
        Dispatcher dispatcher = new Dispatcher()
                .serve(Shop.class, new Counter())
                .validator((call, caller) -> {
                    throw new RpcException(1, "replaced");
                })
                .validator(remembers);
        assertEquals(new Reply(Id.of(1), "none"), ask(dispatcher, "none", Params.absent()));
    }

    @Test
    void aValidatorSeesTheSignalsOfATwoWayApi() throws Exception {
        Dispatcher dispatcher = new Dispatcher().validator(remembers);
        try (Pair pair = Pair.open(server -> server.dispatcher(dispatcher), client -> {})) {
            Api<Bell> bell = Api.of(pair.server, Bell.class);
            bell.on("ring", (params, caller) -> params.value(0) + "!");
            assertEquals("ding!", pair.client.call("ring", "ding", 2));
            assertTrue(seen.get(0).startsWith("ring {tone=ding, times=2} of 127."), seen::toString);
        }
    }

    @Test
    void aLenientDispatcherDropsWhatIsTooMuch() throws Exception {
        answers(lenient(), "2 ink", "order", Params.named(map("item", "ink", "colour", List.of(1), "count", 2)));
        answers(lenient(), "2 inkx", "order", Params.positional("ink", 2, "x", Map.of("y", 1), 5));
        answers(lenient(), "none", "none", Params.positional(1, 2));
        answers(lenient(), "none", "none", Params.named(map("a", 1)));
    }

    @Test
    void aLenientDispatcherFillsInWhatIsMissing() throws Exception {
        String blank = "false 0 0 0.0 null null OptionalInt.empty 7";
        answers(lenient(), blank, "all", Params.absent());
        answers(lenient(), blank, "all", Params.named(map("other", 1)));
        answers(lenient(), blank.replace("false", "true"), "all", Params.positional(true));
        answers(lenient(), "0 null", "order", Params.absent());
    }

    @Test
    void aLenientDispatcherStillChecksTypes() throws Exception {
        refuses(
                lenient(),
                "order: parameter count: expected an integer, got a string \"x\"",
                "order",
                Params.named(map("count", "x", "unknown", 1)));
    }

    @Test
    void aLenientDispatcherIsSoForTwoWayApis() throws Exception {
        try (Pair pair = Pair.open(server -> server.dispatcher(new Dispatcher().lenient()), client -> {})) {
            Api<Bell> bell = Api.of(pair.server, Bell.class);
            bell.on("ring", (params, caller) -> params.value(0) + " " + params.value(1));
            assertEquals("null 0", pair.client.call("ring"));
            assertEquals("ding 2", pair.client.call("ring", "ding", 2, "surplus"));
        }
    }

    @Test
    void aMountedDispatcherIsAsLenientAsItIsItself() throws Exception {
        Dispatcher strict = new Dispatcher().serve(Shop.class, new Counter()).mount("loose.", lenient());
        answers(strict, "none", "loose.none", Params.positional(1));
        refuses(strict, "none: 1 argument where none is taken", "none", Params.positional(1));
    }

    @Test
    void aDispatcherIsMadeLenientBeforeItServes() {
        Dispatcher late = new Dispatcher().serve(Shop.class, new Counter());
        IllegalStateException refused = assertThrows(IllegalStateException.class, late::lenient);
        assertEquals(
                "lenient() comes too late; call it before the first interface is served and before the endpoint opens",
                refused.getMessage());
        assertNull(refused.getCause());
    }
}
