package dev.shorthand.tests.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Params;
import dev.shorthand.tests.kernel.Wait;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A notification to all peers, where not all of them can take it. */
@Timeout(60)
class NotifyAllTest {
    private static final String LONG = "x".repeat(3_000);

    private static Endpoint connect(String transport, BlockingQueue<Object> heard) throws Exception {
        Endpoint client = Endpoint.builder().codec("jrpc").transport(transport).open();
        client.dispatcher().add("note", (params, caller) -> heard.add(params.value(0)));
        return client;
    }

    private static String clientOf(Endpoint server, int transport) {
        String name = server.transports().get(transport);
        return name.startsWith("udp:")
                ? "udp:127.0.0.1:0?to=" + name.substring("udp:".length())
                : name.replace("tcpserv:", "tcp:");
    }

    @Test
    void whatIsTooLongForOnePeerGoesToTheOthersAndIsAnErrorWhereItIsForAll() throws Exception {
        BlockingQueue<Object> byDatagram = new LinkedBlockingQueue<>();
        BlockingQueue<Object> byStream = new LinkedBlockingQueue<>();
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport("udp:127.0.0.1:0?maxDatagram=1000&broadcast=none")
                        .transport("tcpserv:127.0.0.1:0")
                        .open();
                Endpoint first = connect(clientOf(server, 0), byDatagram);
                Endpoint second = connect(clientOf(server, 0), byDatagram)) {
            server.dispatcher().add("hello", (params, caller) -> "known from now on");
            first.call("hello", Params.absent());
            second.call("hello", Params.absent());
            LimitException tooLong =
                    assertThrows(LimitException.class, () -> server.notify("note", Params.positional(LONG)));
            assertTrue(tooLong.getMessage().contains("over the limit of 1000"), tooLong::getMessage);

            try (Endpoint third = connect(clientOf(server, 1), byStream)) {
                third.call("hello", Params.absent());
                server.notify("note", Params.positional(LONG));
                server.notify("note", Params.positional("short"));
                assertEquals(LONG, byStream.poll(20, TimeUnit.SECONDS));
                assertEquals("short", byStream.poll(20, TimeUnit.SECONDS));
                Wait.until("both others have heard what is short enough", () -> byDatagram.size() == 2);
                byDatagram.forEach(heard -> assertEquals("short", heard));
            }
        }
    }
}
