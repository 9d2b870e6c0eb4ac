package dev.shorthand.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class PromiseTest {
    @Test
    void isDoneOnce() {
        Promise<String> promise = new Promise<>();
        promise.succeed("first");
        IllegalStateException twice = assertThrows(IllegalStateException.class, () -> promise.succeed("second"));
        assertTrue(twice.getMessage().startsWith("the promise is complete already: "), twice::getMessage);
        assertThrows(IllegalStateException.class, () -> promise.fail(new RuntimeException("third")));
        assertEquals("first", promise.result());
        Promise<String> failed = new Promise<>();
        failed.fail(new RpcException(1, "bad"));
        assertThrows(IllegalStateException.class, () -> failed.succeed("good"));
        assertThrows(IllegalStateException.class, () -> failed.fail(new RpcException(2, "worse")));
        assertEquals("bad", assertThrows(RpcException.class, failed::result).getMessage());
    }

    @Test
    void throwsTheFailureItself() {
        RpcException failure = new RpcException(7, "seven");
        Promise<String> promise = Promise.failed(failure);
        assertSame(failure, assertThrows(RpcException.class, promise::result));
        assertSame(failure, assertThrows(RpcException.class, () -> promise.result(Duration.ofSeconds(1))));
        Promise<String> checked = Promise.failed(new java.io.IOException("checked"));
        assertEquals(
                "checked",
                assertThrows(CompletionException.class, checked::result)
                        .getCause()
                        .getMessage());
    }

    @Test
    void doesNotWaitForEver() {
        Promise<String> never = new Promise<>();
        DeadlineException late = assertThrows(DeadlineException.class, () -> never.result(Duration.ofMillis(5)));
        assertEquals("no result within 5 ms; wait longer, or cancel it", late.getMessage());
    }

    @Test
    void tellsACancelledCallByItsType() {
        Promise<String> promise = new Promise<>();
        promise.cancel(false);
        assertThrows(CancelledException.class, promise::result);
    }

    @Test
    void callsOneOfTwoHandlers() {
        List<String> called = new ArrayList<>();
        Promise.of("x").then(result -> called.add("result " + result), failure -> called.add("failure"));
        Promise.failed(new RpcException(1, "bad"))
                .then(result -> called.add("result"), failure -> called.add("failure " + failure.getMessage()));
        assertEquals(List.of("result x", "failure bad"), called);
    }

    @Test
    void callsOneOfTwoHandlersWhenItIsCompleteLater() {
        List<String> called = new ArrayList<>();
        Promise<String> good = new Promise<>();
        Promise<String> bad = new Promise<>();
        for (Promise<String> promise : List.of(good, bad)) {
            promise.then(result -> called.add("result " + result), failure -> called.add(failure.getMessage()));
        }
        // It comes wrapped in a CompletionException where it has passed another stage, but not to the handler.
        Promise<String> stage = (Promise<String>) bad.thenApply(result -> result + "!");
        stage.then(result -> called.add("result"), failure -> called.add("again " + failure.getMessage()));
        assertEquals(List.of(), called);
        good.succeed("x");
        bad.fail(new RpcException(1, "bad"));
        assertEquals("result x", called.get(0));
        assertEquals(
                List.of("again bad", "bad"), called.stream().skip(1).sorted().toList());
    }

    @Test
    void tellsWhatAHandlerThrew() {
        Promise<?> followed = Promise.of("x")
                .then(
                        result -> {
                            throw new IllegalStateException("meant to");
                        },
                        failure -> {});
        assertEquals(
                "meant to",
                assertThrows(IllegalStateException.class, followed::result).getMessage());
    }

    @Test
    void staysAPromiseThroughTheStagesOfItsFuture() {
        assertInstanceOf(Promise.class, Promise.of(1).thenApply(x -> x + 1));
    }
}
