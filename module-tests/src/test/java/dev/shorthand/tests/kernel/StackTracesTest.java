package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.ErrorCode;
import dev.shorthand.kernel.InvalidParamsException;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a caller is told about the inside of the program that failed: nothing, or all of it where the endpoint says so. */
class StackTracesTest {
    private static final int LONGEST = 16_000;

    private Throwable thrown;
    private Pair pair;

    /** Has a word for its caller, and says so. */
    @ErrorCode(9)
    private static final class Marked extends Exception {
        private static final long serialVersionUID = 1;

        Marked(String message) {
            super(message);
        }
    }

    /** Fails once more when it is asked why. */
    private static final class Speechless extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("speechless");
        }
    }

    private void open(boolean stackTraces) throws Exception {
        pair = Pair.open(server -> server.stackTraces(stackTraces), client -> {});
        pair.server.dispatcher().add("fail", (params, caller) -> {
            if (thrown instanceof Exception e) {
                throw e;
            }
            throw (Error) thrown;
        });
        pair.server.dispatcher().add("failLater", (params, caller) -> Promise.failed(thrown));
        pair.server.dispatcher().add("unsendable", (params, caller) -> new Object());
    }

    @AfterEach
    void close() {
        pair.close();
    }

    /** Returns what arrives of a failure, of a handler and of a promise alike. */
    private List<RemoteException> arrive(Throwable failure) {
        thrown = failure;
        List<RemoteException> arrived = new ArrayList<>();
        for (String method : new String[] {"fail", "failLater"}) {
            arrived.add(assertThrows(RemoteException.class, () -> pair.client.call(method)));
        }
        return arrived;
    }

    private void arrivesWithout(Throwable failure, long code, String message) {
        for (RemoteException arrived : arrive(failure)) {
            assertEquals(code, arrived.code());
            assertEquals(message, arrived.getMessage());
            assertNull(arrived.data());
        }
    }

    @Test
    void nothingOfTheInsideGoesOutUnlessAskedFor() throws Exception {
        open(false);
        arrivesWithout(new IllegalStateException(), -32000, "Server error");
        arrivesWithout(new IllegalStateException(new IOException("x")), -32000, "Server error");
        arrivesWithout(new IllegalStateException("got com.example.Secret$Inner"), -32000, "Server error");
        arrivesWithout(new IllegalStateException("cannot read /srv/keys"), -32000, "Server error");
        arrivesWithout(new IllegalStateException("cannot read C:\\keys"), -32000, "Server error");
        arrivesWithout(new IllegalStateException("cannot read file:/srv/keys"), -32000, "Server error");
        arrivesWithout(new NoSuchFileException("keys"), -32000, "Server error");
        arrivesWithout(new FileNotFoundException("keys (No such file)"), -32000, "Server error");
        arrivesWithout(new UncheckedIOException(new NoSuchFileException("keys")), -32000, "Server error");
        arrivesWithout(new CompletionException(new CompletionException(new IOException("/x"))), -32000, "Server error");
        arrivesWithout(new ClassNotFoundException("com.example.Missing"), -32000, "Server error");
        arrivesWithout(new AssertionError("com.example.Missing"), -32603, "Internal error");
        arrivesWithout(new StackOverflowError(), -32603, "Internal error");
        arrivesWithout(new Speechless(), -32603, "Internal error");
        arrivesWithout(new IllegalStateException("the connection goes on"), -32000, "the connection goes on");
    }

    @Test
    void whatTheRuntimeWordsItselfStaysHere() throws Exception {
        open(false);
        Object word = "word";
        arrivesWithout(assertThrows(ClassCastException.class, () -> ((Long) word).intValue()), -32000, "Server error");
        arrivesWithout(
                assertThrows(
                        NullPointerException.class,
                        () -> Objects.requireNonNull((String) thrownMessage()).length()),
                -32000,
                "Server error");
        arrivesWithout(
                assertThrows(IllegalArgumentException.class, () -> Thread.State.valueOf("GONE")),
                -32000,
                "Server error");
    }

    private static Object thrownMessage() {
        return new IllegalStateException().getMessage();
    }

    @Test
    void wordsForTheCallerArriveAsTheyAre() throws Exception {
        open(false);
        arrivesWithout(new IllegalArgumentException("a must be over b"), -32000, "a must be over b");
        arrivesWithout(new ArithmeticException("/ by zero"), -32000, "/ by zero");
        arrivesWithout(new IllegalStateException("see https://example.org/x"), -32000, "see https://example.org/x");
        arrivesWithout(
                new RpcException(5, "no /books/7 for com.example.Reader"), 5, "no /books/7 for com.example.Reader");
        arrivesWithout(new Marked("no /books/7"), 9, "no /books/7");
    }

    @Test
    void classAndStackTraceArriveWhereTheEndpointSaysSo() throws Exception {
        open(true);
        for (Throwable failure : List.of(
                new IllegalStateException(),
                new IOException("cannot read /srv/keys"),
                new Marked("own"),
                new RpcException(5, "five"),
                new AssertionError("bug"))) {
            for (RemoteException arrived : arrive(failure)) {
                Map<?, ?> data = (Map<?, ?>) arrived.data();
                assertNotNull(data, failure::toString);
                assertEquals(failure.getClass().getName(), data.get("exception"));
                String trace = (String) data.get("stackTrace");
                assertTrue(trace.startsWith(failure.toString()), trace);
                assertTrue(trace.contains("StackTracesTest.java"), trace);
            }
        }
        assertEquals(
                "cannot read /srv/keys",
                arrive(new IOException("cannot read /srv/keys")).get(0).getMessage());
    }

    @Test
    void dataOfItsOwnIsNotReplaced() throws Exception {
        open(true);
        assertEquals("own", arrive(new RpcException(5, "five", "own")).get(0).data());
        assertEquals("why", arrive(new InvalidParamsException("why")).get(0).data());
    }

    @Test
    void aStackTraceIsBounded() throws Exception {
        open(true);
        Throwable deep = new IllegalStateException("innermost");
        for (int i = 0; i < 500; i++) {
            deep = new IllegalStateException("level " + i, deep);
        }
        StackTraceElement[] frames = new StackTraceElement[5_000];
        Arrays.fill(frames, new StackTraceElement("a.B", "c", "B.java", 1));
        deep.setStackTrace(frames);
        for (RemoteException arrived : arrive(deep)) {
            Map<?, ?> data = (Map<?, ?>) arrived.data();
            assertEquals(LONGEST, ((String) data.get("stackTrace")).length());
        }
    }

    @Test
    void aResultThatCannotBeSentTellsNoType() throws Exception {
        open(false);
        RemoteException arrived = assertThrows(RemoteException.class, () -> pair.client.call("unsendable"));
        assertEquals(-32603, arrived.code());
        assertFalse(arrived.getMessage().contains("Object"), arrived::getMessage);
        assertNull(arrived.data());
    }
}
