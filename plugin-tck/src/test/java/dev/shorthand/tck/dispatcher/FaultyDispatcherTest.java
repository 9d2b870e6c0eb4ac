package dev.shorthand.tck.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Interceptor;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.tck.DispatcherContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** For each rule of the contract, a dispatcher that breaks it and is found out by that rule. */
class FaultyDispatcherTest {
    private final Map<String, DispatcherContract> faults = new LinkedHashMap<>();

    /** Answers what a sound dispatcher does not. */
    @FunctionalInterface
    private interface Dispatching {
        Promise<Optional<Message>> dispatch(Dispatcher dispatcher, Call call, Caller caller);
    }

    FaultyDispatcherTest() {
        dispatching("d1_aReplyHasTheIdOfItsCall", (dispatcher, call, caller) -> {
            Id numbered = call.id().equals(Id.of("seven")) ? Id.of(7) : call.id();
            return dispatcher.dispatch(new Call(numbered, call.method(), call.params()), caller);
        });
        dispatching(
                "d2_aNotificationIsNotAnswered",
                (dispatcher, call, caller) -> dispatcher.dispatch(
                        new Call(call.isNotification() ? Id.NULL : call.id(), call.method(), call.params()), caller));
        interceptor("d3_anUnknownMethodIsSaidToBeUnknown", (call, caller, next) -> {
            if (call.method().equals("tck.unknown")) {
                throw new RpcException(404, "not found");
            }
            return next.handle(call.params(), caller);
        });
        interceptor("d4_argumentsThatDoNotFitAreRefused", (call, caller, next) -> {
            try {
                return next.handle(call.params(), caller);
            } catch (RpcException e) {
                throw new RpcException(e.code(), "bad call");
            }
        });
        interceptor(
                "d5_argumentsComeAsTheyWereSent",
                (call, caller, next) ->
                        next.handle(Params.positional(call.params().asList().toArray()), caller));
        interceptor("d6_aResultComesBackAsItIs", (call, caller, next) -> {
            Object result = next.handle(call.params(), caller);
            return result == null ? "" : result;
        });
        interceptor("d7_aFailureKeepsItsCodeMessageAndData", (call, caller, next) -> {
            try {
                return next.handle(call.params(), caller);
            } catch (RpcException e) {
                throw new RpcException(e.code(), e.getMessage());
            }
        });
        interceptor("d8_aFaultOfThisSideSaysNothingOfIt", (call, caller, next) -> {
            try {
                return next.handle(call.params(), caller);
            } catch (Error e) {
                throw new RpcException(-32603, String.valueOf(e.getMessage()));
            }
        });
        interceptor("d9_aStageIsAnsweredWhenItCompletes", (call, caller, next) -> {
            Object result = next.handle(call.params(), caller);
            return result instanceof CompletionStage ? "a stage" : result;
        });
        interceptor("d10_theMethodKnowsWhoCalled", (call, caller, next) -> {
            next.handle(call.params(), caller);
            return next.handle(call.params(), caller);
        });
        interceptor("d11_interceptorsStandInTheirOrder", (call, caller, next) -> {
            next.handle(call.params(), caller);
            return next.handle(call.params(), caller);
        });
        dispatching("d12_whatIsMountedIsCalledByItsOwnName", (dispatcher, call, caller) -> {
            String method = call.method().replace("tck.inner.other", "tck.inner.name");
            return dispatcher.dispatch(new Call(call.id(), method, call.params()), caller);
        });
        AtomicReference<Message> last = new AtomicReference<>(new Reply(Id.of(0), null));
        dispatching("d13_manyThreadsCallAtOnce", (dispatcher, call, caller) -> {
            Message before =
                    last.getAndSet(dispatcher.dispatch(call, caller).result().orElseThrow());
            return Promise.of(Optional.of(before));
        });
    }

    private void interceptor(String rule, Interceptor interceptor) {
        faults.put(rule, new DispatcherContract() {
            @Override
            protected Dispatcher dispatcher() {
                return new Dispatcher().intercept(interceptor);
            }
        });
    }

    private void dispatching(String rule, Dispatching dispatching) {
        faults.put(rule, new DispatcherContract() {
            @Override
            protected Dispatcher dispatcher() {
                return new Dispatcher();
            }

            @Override
            protected Promise<Optional<Message>> dispatch(Dispatcher dispatcher, Call call, Caller caller) {
                return dispatching.dispatch(dispatcher, call, caller);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> findsOut() {
        return faults.entrySet().stream()
                .map(fault -> DynamicTest.dynamicTest(fault.getKey(), () -> {
                    Method rule = DispatcherContract.class.getMethod(fault.getKey());
                    Throwable found = assertThrows(InvocationTargetException.class, () -> rule.invoke(fault.getValue()))
                            .getCause();
                    assertInstanceOf(
                            AssertionError.class,
                            found instanceof ExecutionException ? found.getCause() : found,
                            "found for another reason");
                }));
    }

    @Test
    void hasAFaultForEachRule() {
        Set<String> rules = new TreeSet<>();
        for (Method method : DispatcherContract.class.getMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                rules.add(method.getName());
            }
        }
        assertEquals(rules, new TreeSet<>(faults.keySet()));
    }
}
