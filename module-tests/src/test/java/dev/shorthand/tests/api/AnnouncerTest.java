package dev.shorthand.tests.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Announcer;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.tests.kernel.Pair;
import dev.shorthand.tests.kernel.Wait;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Seeking and being found over real sockets. */
class AnnouncerTest {
    private final BlockingQueue<String> found = new LinkedBlockingQueue<>();

    @Test
    void findsWhatMatchesTheFilter() throws Exception {
        try (Pair pair = Pair.open(server -> {}, client -> {})) {
            Announcer sought = new Announcer(pair.server);
            sought.advertise("printer, colour");
            sought.advertise("scanner");
            Announcer seeker = new Announcer(pair.client);
            seeker.seek("nothing of the kind", (description, caller) -> found.add("not sought: " + description));
            seeker.seek("print", (description, caller) -> found.add(description + " at " + caller));
            seeker.seek("scan", (description, caller) -> found.add(description + " at " + caller));
            String server = pair.client.peers().iterator().next().name();
            assertEquals("printer, colour at " + server, found.poll(20, TimeUnit.SECONDS));
            assertEquals("scanner at " + server, found.poll(20, TimeUnit.SECONDS));
            assertTrue(found.isEmpty());
        }
    }

    @Test
    void answersAnyoneWhoGivesNoFilter() throws Exception {
        try (Pair pair = Pair.open(server -> {}, client -> {})) {
            new Announcer(pair.server).advertise("printer");
            pair.client
                    .dispatcher()
                    .add(
                            "advertise",
                            (params, caller) -> found.add(params.asMap().toString()));
            pair.client.notify("seek", Map.of());
            assertEquals("{description=printer}", found.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void hearsAnswersThatGoToAll() throws Exception {
        try (Pair pair = Pair.open(server -> {}, client -> {});
                Endpoint second = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(pair.server))
                        .open()) {
            Wait.until("both are connected", () -> pair.server.peers().size() == 2);
            new Announcer(pair.server).advertiseToAll("printer");
            second.dispatcher().add("advertise", (params, caller) -> found.add("overheard"));
            BlockingQueue<String> sought = new LinkedBlockingQueue<>();
            new Announcer(pair.client).seek("", (description, caller) -> sought.add(description));
            assertEquals("printer", sought.poll(20, TimeUnit.SECONDS));
            assertEquals("overheard", found.poll(20, TimeUnit.SECONDS));
        }
    }
}
