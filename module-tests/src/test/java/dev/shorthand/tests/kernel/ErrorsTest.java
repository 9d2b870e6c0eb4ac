package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.kernel.BadReplyException;
import dev.shorthand.kernel.BadRequestException;
import dev.shorthand.kernel.CancelledException;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.InvalidParamsException;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.MethodNotFoundException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.ServerException;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller gets for what a handler throws, and what it can catch by type. */
class ErrorsTest {
    private RpcException thrown;
    private Pair pair;

    @BeforeEach
    void open() throws Exception {
        // One of the calls is never answered; the end need not wait for it.
        pair = Pair.open(server -> server.grace(Duration.ZERO), client -> {});
        pair.server.dispatcher().add("fail", (params, caller) -> {
            throw thrown;
        });
        pair.server.dispatcher().add("failLater", (params, caller) -> Promise.failed(thrown));
    }

    @AfterEach
    void close() {
        pair.close();
    }

    private void arrives(RpcException failure, long code, String message, Object data) {
        thrown = failure;
        for (String method : new String[] {"fail", "failLater"}) {
            RemoteException arrived = assertThrows(RemoteException.class, () -> pair.client.call(method));
            assertEquals(code, arrived.code());
            assertEquals(message, arrived.getMessage());
            assertEquals(data, arrived.data());
        }
    }

    @Test
    void eachTypeArrivesWithItsCodeAndMessage() {
        arrives(new BadRequestException("no form of ours"), -32600, "no form of ours", null);
        arrives(new ServerException("the disk is full"), -32000, "the disk is full", null);
        arrives(new DeadlineException("too late"), -32001, "too late", null);
        arrives(new CancelledException("given up"), -32002, "given up", null);
        arrives(new DisconnectedException("nobody behind us"), -32003, "nobody behind us", null);
        arrives(new LimitException("11 of 10"), -32004, "11 of 10", null);
        arrives(new SecurityRefusedException("not for you"), -32005, "not for you", null);
        arrives(new BadReplyException("no answer from behind"), -32603, "no answer from behind", null);
        arrives(new RpcException(404, "no such book", Map.of("isbn", "x")), 404, "no such book", Map.of("isbn", "x"));
    }

    @Test
    void thoseOfTheProtocolArriveInItsWordsWithTheirOwnAsData() {
        arrives(new MethodNotFoundException("only on Mondays"), -32601, "Method not found", "only on Mondays");
        arrives(new InvalidParamsException("a is over b"), -32602, "Invalid params", "a is over b");
    }

    @Test
    void whatThePeerRepliesIsAlwaysRemote() {
        RemoteException unknown = assertThrows(RemoteException.class, () -> pair.client.call("unknown"));
        assertEquals(-32601, unknown.code());
    }

    @Test
    void whatGoesWrongOnThisSideIsCaughtByItsType() {
        pair.server.dispatcher().add("never", (params, caller) -> new Promise<>());
        pair.server.dispatcher().add("word", (params, caller) -> "word");
        assertThrows(
                DeadlineException.class,
                () -> pair.client
                        .callAsync("never", Params.absent(), Duration.ofMillis(20))
                        .result());
        assertThrows(
                BadReplyException.class, () -> pair.client.remote(Numbers.class).word());
        Promise<Object> never = pair.client.callAsync("never", Params.absent());
        pair.atServer.close();
        assertThrows(DisconnectedException.class, never::result);
        assertNull(thrown);
    }

    /** Has it that a word is a number. */
    interface Numbers {
        int word();
    }
}
