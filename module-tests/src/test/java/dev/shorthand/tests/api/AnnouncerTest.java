package dev.shorthand.tests.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Announcer;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tests.kernel.Pair;
import dev.shorthand.tests.kernel.Wait;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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

    @Test
    void announcesAServerForAsLongAsItsTransportIsOpen() throws Exception {
        try (Endpoint seeking = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
            EndpointBuilder network = Endpoint.builder().codec("jrpc").transport(Pair.clientOf(seeking));
            Transport transport = Plugins.installed().transport("tcpserv:127.0.0.1:0", Limits.defaults());
            try (Endpoint server = Endpoint.builder()
                    .codec("jrpc")
                    .transport(Announcer.announced(transport, network, "printer, {}"))
                    .open()) {
                Wait.until("it is announced", () -> seeking.peers().size() == 1);
                new Announcer(seeking).seek("printer", (description, caller) -> found.add(description));
                assertEquals("printer, " + server.transports().get(0), found.poll(20, TimeUnit.SECONDS));
                Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(server))
                        .open()
                        .close();
            }
            Wait.until("it is announced no more", () -> seeking.peers().isEmpty());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere 127.255.255.255 may be no broadcast address
    void isFoundByABroadcastOfOneWhoKnowsNobody() throws Exception {
        Transport hearing = Plugins.installed().transport("udp:0?broadcast=none", Limits.defaults());
        String port = hearing.expression().replaceAll(".*:", "");
        Transport transport = Plugins.installed().transport("tcpserv:127.0.0.1:0", Limits.defaults());
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Announcer.announced(
                                transport, Endpoint.builder().codec("jrpc").transport(hearing), "printer, {}"))
                        .open();
                Endpoint seeking = Endpoint.builder()
                        .codec("jrpc")
                        .transport("udp:127.0.0.1:0?broadcast=127.255.255.255:" + port)
                        .open()) {
            new Announcer(seeking).seek("printer", (description, caller) -> found.add(description + " at " + caller));
            assertEquals(
                    "printer, " + server.transports().get(0) + " at 127.0.0.1:" + port,
                    found.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatIsAnnouncedWaitsForPeersIfItDoesOtherwise() throws Exception {
        for (boolean waiting : new boolean[] {true, false}) {
            try (Transport transport = Plugins.installed()
                            .transport("restart:1h:tcp:127.0.0.1:1?waiting=" + waiting, Limits.defaults());
                    Transport announced = Announcer.announced(transport, Endpoint.builder(), "printer")) {
                assertEquals(waiting, announced.awaitsPeers());
                assertEquals(transport.isServer(), announced.isServer());
            }
        }
    }

    @Test
    void opensNoServerThatCannotBeAnnounced() throws Exception {
        Transport transport = Plugins.installed().transport("tcpserv:127.0.0.1:0", Limits.defaults());
        EndpointBuilder network = Endpoint.builder().codec("jrpc"); // and no transport
        EndpointBuilder server =
                Endpoint.builder().codec("jrpc").transport(Announcer.announced(transport, network, "printer"));
        assertThrows(IllegalStateException.class, server::open);
        assertThrows(
                IOException.class,
                () -> Endpoint.builder()
                        .codec("jrpc")
                        .transport(transport.expression().replace("tcpserv:", "tcp:"))
                        .open());
    }
}
