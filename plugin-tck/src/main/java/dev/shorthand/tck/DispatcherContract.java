package dev.shorthand.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Named;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.ErrorCode;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.RpcException;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a caller may expect of every dispatcher, whatever interceptors stand around its methods; the numbers are those of
 * {@code module-info-docs/dispatcher-contract.md}.
 *
 * <pre>{@code
 * final class OurDispatcherContractTest extends DispatcherContract {
 *     @Override protected Dispatcher dispatcher() {
 *         return new Dispatcher().intercept(new Audit());
 *     }
 * }
 * }</pre>
 *
 * <p>An interceptor that refuses calls is given a {@link #caller()} that may make them.
 */
public abstract class DispatcherContract {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int THREADS = 4;
    private static final int EACH = 250;

    /** For those who extend it. */
    protected DispatcherContract() {}

    /**
     * Makes what is tested.
     *
     * @return a new dispatcher, with the interceptors to be tested, and without methods whose names begin with {@code tck.}
     */
    protected abstract Dispatcher dispatcher();

    /**
     * Returns who calls.
     *
     * @return somebody who may call everything; the default is {@link Caller#local()}
     */
    protected Caller caller() {
        return Caller.local();
    }

    /**
     * Has a call handled; overridden where a program does so in another way than by {@link Dispatcher#dispatch}.
     *
     * @param dispatcher made by {@link #dispatcher()}, with the methods of the test
     * @param call       the call
     * @param caller     who called
     * @return completes with the reply, or with nothing for a notification
     */
    protected Promise<Optional<Message>> dispatch(Dispatcher dispatcher, Call call, Caller caller) {
        return dispatcher.dispatch(call, caller);
    }

    /** What is called with types. */
    interface Joining {
        @Named("tck.join")
        String join(@Named("a") String a, @Named("b") long b);
    }

    /** A failure with a code of its own. */
    @ErrorCode(4711)
    private static final class OutOfTea extends Exception {
        private static final long serialVersionUID = 1;

        OutOfTea() {
            super("no tea");
        }
    }

    private Optional<Message> ask(Dispatcher dispatcher, Id id, String method, Params params) {
        return dispatch(dispatcher, new Call(id, method, params), caller()).result(LONGEST);
    }

    private @Nullable Object result(Dispatcher dispatcher, String method, @Nullable Object... arguments) {
        Message reply =
                ask(dispatcher, Id.of(1), method, Params.positional(arguments)).orElseThrow();
        return assertInstanceOf(Reply.class, reply).result();
    }

    private ErrorReply failure(Dispatcher dispatcher, String method, @Nullable Object... arguments) {
        Message reply =
                ask(dispatcher, Id.of(1), method, Params.positional(arguments)).orElseThrow();
        return assertInstanceOf(ErrorReply.class, reply);
    }

    /** A reply has the id of its call, exactly as it came. */
    @Test
    public void d1_aReplyHasTheIdOfItsCall() {
        Dispatcher dispatcher = dispatcher().add("tck.same", (params, caller) -> params.value(0));
        for (Id id : List.of(Id.of(7), Id.of("seven"), Id.of(Long.MIN_VALUE))) {
            assertEquals(
                    new Reply(id, "x"),
                    ask(dispatcher, id, "tck.same", Params.positional("x")).orElseThrow());
            Message unknown =
                    ask(dispatcher, id, "tck.unknown", Params.absent()).orElseThrow();
            assertEquals(id, assertInstanceOf(ErrorReply.class, unknown).id());
        }
    }

    /** A notification is handled and not answered, whatever becomes of it. */
    @Test
    public void d2_aNotificationIsNotAnswered() {
        List<String> handled = new ArrayList<>();
        Dispatcher dispatcher = dispatcher()
                .add("tck.note", (params, caller) -> handled.add("note"))
                .add("tck.fail", (params, caller) -> {
                    handled.add("fail");
                    throw new RpcException(1, "never told");
                });
        for (String method : List.of("tck.note", "tck.fail", "tck.unknown")) {
            assertEquals(Optional.empty(), ask(dispatcher, Id.NONE, method, Params.absent()), method);
        }
        assertEquals(List.of("note", "fail"), handled);
    }

    /** A method that there is not is told by the code that JSON-RPC 2.0 (section 5.1) has for it. */
    @Test
    public void d3_anUnknownMethodIsSaidToBeUnknown() {
        assertEquals(
                ErrorCodes.METHOD_NOT_FOUND,
                failure(dispatcher(), "tck.unknown").code());
    }

    /** Arguments that do not fit are refused before the method is called, and the parameter is named. */
    @Test
    public void d4_argumentsThatDoNotFitAreRefused() {
        List<String> called = new ArrayList<>();
        Joining noted = (a, b) -> {
            called.add(a);
            return a;
        };
        Dispatcher dispatcher = dispatcher().serve(Joining.class, noted, MethodHandles.lookup());
        ErrorReply refused = failure(dispatcher, "tck.join", "a", "not a number");
        assertEquals(ErrorCodes.INVALID_PARAMS, refused.code());
        assertTrue(
                (refused.message() + refused.data()).contains("parameter b"), () -> "names no parameter: " + refused);
        assertEquals(ErrorCodes.INVALID_PARAMS, failure(dispatcher, "tck.join").code());
        assertEquals(List.of(), called);
    }

    /** Arguments come as they were sent, by name or by position. */
    @Test
    public void d5_argumentsComeAsTheyWereSent() {
        Dispatcher dispatcher = dispatcher()
                .serve(Joining.class, (a, b) -> a + b, MethodHandles.lookup())
                .add("tck.params", (params, caller) -> params);
        assertEquals("a1", result(dispatcher, "tck.join", "a", 1L));
        Params named = Params.named(Map.of("b", 2L, "a", "c"));
        assertEquals(
                new Reply(Id.of(1), "c2"),
                ask(dispatcher, Id.of(1), "tck.join", named).orElseThrow());
        for (Params sent : List.of(named, Params.absent(), Params.positional("x", null, List.of(1L)))) {
            assertEquals(
                    new Reply(Id.of(1), sent),
                    ask(dispatcher, Id.of(1), "tck.params", sent).orElseThrow());
        }
    }

    /** A result comes back as it is; null is a result, too. */
    @Test
    public void d6_aResultComesBackAsItIs() {
        Object returned = new Object();
        Dispatcher dispatcher =
                dispatcher().add("tck.object", (params, caller) -> returned).add("tck.none", (params, caller) -> null);
        assertSame(returned, result(dispatcher, "tck.object"));
        assertNull(result(dispatcher, "tck.none"));
    }

    /** A failure that is meant for the caller reaches it with its code, message and data. */
    @Test
    public void d7_aFailureKeepsItsCodeMessageAndData() {
        Dispatcher dispatcher = dispatcher()
                .add("tck.refuse", (params, caller) -> {
                    throw new RpcException(404, "no such book", Map.of("author", "Homer"));
                })
                .add("tck.tea", (params, caller) -> {
                    throw new OutOfTea();
                })
                .add("tck.state", (params, caller) -> {
                    throw new IllegalStateException("not now");
                });
        assertEquals(
                new ErrorReply(Id.of(1), 404, "no such book", Map.of("author", "Homer")),
                failure(dispatcher, "tck.refuse"));
        assertEquals(new ErrorReply(Id.of(1), 4711, "no tea", null), failure(dispatcher, "tck.tea"));
        assertEquals(
                new ErrorReply(Id.of(1), ErrorCodes.SERVER_ERROR, "not now", null), failure(dispatcher, "tck.state"));
    }

    /** A fault of this side is an internal error, and says nothing of this side. */
    @Test
    public void d8_aFaultOfThisSideSaysNothingOfIt() {
        Dispatcher dispatcher = dispatcher().add("tck.fault", (params, caller) -> {
            throw new AssertionError("secret");
        });
        ErrorReply fault = failure(dispatcher, "tck.fault");
        assertEquals(ErrorCodes.INTERNAL_ERROR, fault.code());
        assertFalse(fault.toString().contains("secret"), fault::toString);
    }

    /** A stage is answered with what it completes with, and not before. */
    @Test
    public void d9_aStageIsAnsweredWhenItCompletes() {
        Promise<@Nullable Object> good = new Promise<>();
        Promise<@Nullable Object> bad = new Promise<>();
        Dispatcher dispatcher =
                dispatcher().add("tck.good", (params, caller) -> good).add("tck.bad", (params, caller) -> bad);
        Promise<Optional<Message>> first =
                dispatch(dispatcher, new Call(Id.of(1), "tck.good", Params.absent()), caller());
        Promise<Optional<Message>> second =
                dispatch(dispatcher, new Call(Id.of(2), "tck.bad", Params.absent()), caller());
        assertFalse(first.isDone() || second.isDone(), "answered before its stage was complete");
        bad.completeExceptionally(new RpcException(5, "in the end"));
        assertEquals(
                new ErrorReply(Id.of(2), 5, "in the end", null),
                second.result(LONGEST).orElseThrow());
        good.complete("late");
        assertEquals(new Reply(Id.of(1), "late"), first.result(LONGEST).orElseThrow());
    }

    /** The method is told who called, and by nobody else. */
    @Test
    public void d10_theMethodKnowsWhoCalled() {
        List<Caller> seen = new ArrayList<>();
        Dispatcher dispatcher = dispatcher().add("tck.who", (params, caller) -> seen.add(caller));
        Caller asked = caller();
        dispatch(dispatcher, new Call(Id.of(1), "tck.who", Params.absent()), asked)
                .result(LONGEST);
        assertEquals(1, seen.size(), "calls of the method");
        assertSame(asked, seen.get(0));
    }

    /** Interceptors stand in the order in which they were added, each around those after it, and around methods that there are not. */
    @Test
    public void d11_interceptorsStandInTheirOrder() {
        List<String> order = new ArrayList<>();
        Dispatcher dispatcher = dispatcher();
        for (String name : List.of("first", "second")) {
            dispatcher.intercept((call, caller, next) -> {
                order.add(name);
                try {
                    return next.handle(call.params(), caller);
                } finally {
                    order.add("after " + name);
                }
            });
        }
        dispatcher.add("tck.method", (params, caller) -> order.add("method"));
        result(dispatcher, "tck.method");
        assertEquals(List.of("first", "second", "method", "after second", "after first"), order);
        order.clear();
        failure(dispatcher, "tck.unknown");
        assertEquals(List.of("first", "second", "after second", "after first"), order);
    }

    /** What is mounted is called inside the interceptors, by its name without the prefix. */
    @Test
    public void d12_whatIsMountedIsCalledByItsOwnName() {
        Dispatcher inner = new Dispatcher().intercept((call, caller, next) -> call.method());
        Dispatcher dispatcher = dispatcher().mount("tck.inner.", inner.add("name", (params, caller) -> "never called"));
        assertEquals("name", result(dispatcher, "tck.inner.name"));
        assertEquals(
                ErrorCodes.METHOD_NOT_FOUND,
                failure(dispatcher, "tck.inner.other").code());
    }

    /**
     * Many threads call at once, and each gets the answer to its own calls.
     *
     * @throws Exception if one does not
     */
    @Test
    public void d13_manyThreadsCallAtOnce() throws Exception {
        Dispatcher dispatcher = dispatcher().add("tck.same", (params, caller) -> params.value(0));
        CountDownLatch start = new CountDownLatch(THREADS);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            long base = t * (long) EACH;
            FutureTask<?> task = new FutureTask<>(() -> {
                start.countDown();
                start.await();
                for (long id = base; id < base + EACH; id++) {
                    assertEquals(
                            Optional.of(new Reply(Id.of(id), id)),
                            ask(dispatcher, Id.of(id), "tck.same", Params.positional(id)));
                }
                return null;
            });
            running.add(task);
            Thread thread = new Thread(task, "dispatcher-contract-" + t);
            thread.setDaemon(true);
            thread.start();
        }
        for (Future<?> task : running) {
            task.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
