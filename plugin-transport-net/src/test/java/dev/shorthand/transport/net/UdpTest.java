package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What {@code udp} promises beyond the contract. Datagrams go to loopback addresses alone. */
@Timeout(60)
class UdpTest {
    private static final String GROUP = "239.1.2.3";

    private final BlockingQueue<Peer> came = new LinkedBlockingQueue<>();
    private final BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> noted = new LinkedBlockingQueue<>();

    private Endpoint open(String expression) throws IOException {
        Endpoint endpoint = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(expression)
                .onConnect(came::add)
                .onDisconnect(gone::add)
                .open();
        endpoint.dispatcher().add("echo", (params, caller) -> params.value(0));
        endpoint.dispatcher().add("note", (params, caller) -> noted.add(params.value(0)));
        return endpoint;
    }

    private Endpoint clientOf(Endpoint server) throws IOException {
        return open("udp:127.0.0.1:0?to=127.0.0.1:" + portOf(server));
    }

    private static int portOf(Endpoint endpoint) {
        return Integer.parseInt(endpoint.transports().get(0).replaceAll(".*:", ""));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static void send(DatagramSocket from, String text, int port) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), port));
    }

    private static String receive(DatagramSocket at) throws IOException {
        at.setSoTimeout(20_000);
        DatagramPacket packet = new DatagramPacket(new byte[Udp.LARGEST], Udp.LARGEST);
        at.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    /** Returns what the kit's codec makes of a notification, as it goes over the wire. */
    private String noteAsSent(String text) throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                Endpoint sender = open("udp:127.0.0.1:0?to=127.0.0.1:" + peer.getLocalPort())) {
            sender.notify("note", Params.positional(text));
            return receive(peer);
        }
    }

    @Test
    void aDatagramMayHoldSeveralMessagesAndWhatIsCutOffCostsNoOther() throws Exception {
        String one = noteAsSent("one");
        String two = noteAsSent("two");
        String three = noteAsSent("three");
        try (Endpoint server = open("udp:127.0.0.1:0?broadcast=none");
                DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            send(peer, one + two + three.substring(0, 5), portOf(server));
            assertThat(next(noted)).isEqualTo("one");
            assertThat(next(noted)).isEqualTo("two");
            assertThat(receive(peer)).contains("-32700");
            send(peer, three, portOf(server));
            assertThat(next(noted)).isEqualTo("three");
            assertThat(server.peers()).extracting(Peer::name).containsExactly("127.0.0.1:" + peer.getLocalPort());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where each address of 127.0.0.0/8 is this machine's
    void aPeerThatHasTheSamePortIsNamedAsItsAddress() throws Exception {
        try (Endpoint server = open("udp:127.0.0.1:0?broadcast=none")) {
            int port = portOf(server);
            try (Endpoint client = open("udp:127.0.0.2:" + port + "?to=127.0.0.1")) {
                assertThat(next(came).name()).isEqualTo("127.0.0.1");
                assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
                assertThat(next(came).name()).isEqualTo("127.0.0.2");
                assertThat(server.peer("127.0.0.2").orElseThrow().isConnected()).isTrue();
            }
        }
    }

    @Test
    void aMessageTooLongForADatagramIsRefusedAtTheSenderWithBothFigures() throws Exception {
        try (Endpoint server = open("udp:127.0.0.1:0?broadcast=none");
                Endpoint client = clientOf(server)) {
            assertThatThrownBy(() -> client.call("echo", Params.positional("x".repeat(70_000))))
                    .isInstanceOf(LimitException.class)
                    .hasMessageMatching(
                            "message of 70\\d\\d\\d bytes is over the limit of 65507 for a datagram; .*or use tcp");
            assertThat(client.call("echo", Params.positional("short"))).isEqualTo("short");
        }
    }

    @Test
    void aReplyTooLongForADatagramIsAnErrorForItsCaller() throws Exception {
        try (Endpoint server = open("udp:127.0.0.1:0?broadcast=none&maxDatagram=500");
                Endpoint client = clientOf(server)) {
            assertThatThrownBy(() -> client.call("echo", Params.positional("x".repeat(600))))
                    .hasMessageContaining("over the limit of 500 for a datagram");
        }
    }

    @Test
    void aPeerThatIsSilentIsForgottenAndComesBackWithItsNextDatagram() throws Exception {
        try (Endpoint server = open("udp:127.0.0.1:0?broadcast=none&idle=50ms");
                Endpoint client = clientOf(server)) {
            next(came);
            client.call("echo", Params.positional(1L));
            Peer known = next(came);
            assertThat(next(gone)).isSameAs(known);
            assertThat(server.peers()).isEmpty();
            client.call("echo", Params.positional(2L));
            assertThat(next(came).name()).isEqualTo(known.name());
            assertThat(client.peers()).hasSize(1);
        }
    }

    @Test
    void onePeerMoreThanTheLimitIsToldSoAndNotTaken() throws Exception {
        try (Endpoint server = open("udp:127.0.0.1:0?broadcast=none&maxConnections=2");
                Endpoint one = clientOf(server);
                Endpoint two = clientOf(server);
                DatagramSocket three = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            one.call("echo", Params.positional(1L));
            two.call("echo", Params.positional(2L));
            send(three, noteAsSent("three"), portOf(server));
            assertThat(receive(three)).startsWith("error null -32004 ").contains("too+many+connections");
            send(three, noteAsSent("three"), portOf(server));
            one.call("echo", Params.positional(3L));
            assertThat(server.peers()).hasSize(2);
            assertThat(noted).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere 127.255.255.255 may be no broadcast address
    void aNotificationToAllIsBroadcastWhileNoPeerIsKnown() throws Exception {
        InetAddress everybody = InetAddress.getByName("127.255.255.255");
        try (DatagramSocket listening = new DatagramSocket(new InetSocketAddress(everybody, 0));
                Endpoint node = open("udp:127.0.0.1:0?broadcast=127.255.255.255:" + listening.getLocalPort());
                DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            String name = "127.255.255.255:" + listening.getLocalPort();
            assertThat(next(came).name()).isEqualTo(name);
            node.notify("note", Params.positional("to all"));
            assertThat(receive(listening)).isEqualTo(noteAsSent("to all"));

            send(peer, noteAsSent("here I am"), portOf(node));
            assertThat(next(noted)).isEqualTo("here I am");
            assertThat(node.peers()).extracting(Peer::name).containsExactly("127.0.0.1:" + peer.getLocalPort());
            node.notify("note", Params.positional("to those who are known"));
            assertThat(receive(peer)).isEqualTo(noteAsSent("to those who are known"));

            node.peers().iterator().next().close();
            Peer again = next(came);
            while (!again.name().equals(name)) {
                again = next(came);
            }
            node.notify("note", Params.positional("to all again"));
            assertThat(receive(listening)).isEqualTo(noteAsSent("to all again"));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itsOwnBroadcastIsNoPeer() throws Exception {
        try (Endpoint node = open("udp:0?broadcast=127.255.255.255");
                DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            node.notify("note", Params.positional("to all"));
            // Read after what came back before it.
            send(peer, noteAsSent("later"), portOf(node));
            assertThat(next(noted)).isEqualTo("later");
            assertThat(node.peers()).extracting(Peer::name).containsExactly("127.0.0.1:" + peer.getLocalPort());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere the loopback interface may carry no multicast
    void aNotificationToAllGoesToTheGroupWhileNoPeerIsKnown() throws Exception {
        // Another program of the group on the same machine has the same port.
        try (Endpoint node = open("udp:127.0.0.1:0?group=239.1.2.3&reuse=true");
                MulticastSocket member = new MulticastSocket(new InetSocketAddress(GROUP, portOf(node)))) {
            member.joinGroup(new InetSocketAddress(GROUP, 0), loopback());
            node.notify("note", Params.positional("to the group"));
            assertThat(receive(member)).isEqualTo(noteAsSent("to the group"));
            // Where ports are shared, whose datagram it is cannot be told: it hears itself.
            assertThat(next(noted)).isEqualTo("to the group");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatTheGroupGetsIsReadAndWhoSentItIsKnown() throws Exception {
        try (Endpoint node = open("udp:127.0.0.1:0?group=239.1.2.3");
                DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            node.notify("note", Params.positional("heard by nobody, itself included"));
            peer.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback());
            byte[] note = noteAsSent("to all of you").getBytes(StandardCharsets.UTF_8);
            peer.send(new DatagramPacket(note, note.length, InetAddress.getByName(GROUP), portOf(node)));
            assertThat(next(noted)).isEqualTo("to all of you");
            assertThat(node.peers()).extracting(Peer::name).containsExactly("127.0.0.1:" + peer.getLocalPort());
            node.notify("note", Params.positional("to those who are known"));
            assertThat(receive(peer)).isEqualTo(noteAsSent("to those who are known"));
        }
    }

    private static NetworkInterface loopback() throws IOException {
        return NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void aCallFailsAtOnceWhereNobodyListens() throws Exception {
        int free;
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            free = probe.getLocalPort();
        }
        try (Endpoint client = open("udp:127.0.0.1:0?to=127.0.0.1:" + free)) {
            assertThatThrownBy(() -> client.call("echo", Params.positional(1L)))
                    .isInstanceOf(DisconnectedException.class)
                    .hasMessageContainingAll("nobody listens at", String.valueOf(free), "is the server running");
            client.awaitEnd();
        }
    }

    @Test
    void aPortInUseIsNamedWithTheMendAndMayBeShared() throws Exception {
        try (Endpoint first = open("udp:127.0.0.1:0?broadcast=none&reuse=true")) {
            int port = portOf(first);
            assertThatThrownBy(() -> open("udp:127.0.0.1:" + port + "?broadcast=none"))
                    .isInstanceOf(BindException.class)
                    .hasMessageContainingAll("port " + port + " is in use", "choose another port");
            open("udp:127.0.0.1:" + port + "?broadcast=none&reuse=true").close();
        }
    }

    @Test
    void closingEndsTheThreadAndFreesThePort() throws Exception {
        int port;
        try (Endpoint server = open("udp:127.0.0.1:0?broadcast=127.255.255.255")) {
            port = portOf(server);
        }
        new DatagramSocket(port, InetAddress.getByName("127.0.0.1")).close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("udp:127.0.0.1:" + port));
    }
}
