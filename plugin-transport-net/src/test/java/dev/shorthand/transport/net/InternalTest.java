package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code internal} promises beyond the contract. */
@Timeout(60)
class InternalTest {
    private static Endpoint open(String expression) throws IOException {
        Endpoint endpoint = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(expression)
                .open();
        endpoint.dispatcher().add("echo", (params, caller) -> params.value(0));
        endpoint.dispatcher()
                .add(
                        "who",
                        (params, caller) -> caller.peerName() + " asks "
                                + endpoint.transports().get(0));
        return endpoint;
    }

    @Test
    void allWhoJoinAreConnectedWithOneAnotherByName() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Endpoint kitchen = open("internal:house:kitchen");
                Endpoint cellar = open("internal:house:cellar");
                Endpoint attic = open("internal:house")) {
            assertThat(attic.transports()).containsExactly("internal:house:house.0");
            assertThat(kitchen.peers()).extracting(Peer::name).containsExactlyInAnyOrder("cellar", "house.0");
            assertThat(attic.peers()).extracting(Peer::name).containsExactlyInAnyOrder("cellar", "kitchen");
            assertThat(attic.peer("cellar").orElseThrow().call("who", Params.absent()))
                    .isEqualTo("house.0 asks internal:house:cellar");
            for (Endpoint each : List.of(kitchen, cellar, attic)) {
                each.dispatcher()
                        .add(
                                "note",
                                (params, caller) ->
                                        heard.add(each.transports().get(0) + " hears " + caller.peerName()));
            }
            kitchen.notify("note", Params.absent());
            assertThat(List.of(heard.poll(20, TimeUnit.SECONDS), heard.poll(20, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder(
                            "internal:house:cellar hears kitchen", "internal:house:house.0 hears kitchen");
        }
    }

    @Test
    void aNameThatNobodyHasIsAnErrorWithThoseThatThereAre() throws Exception {
        assertThatThrownBy(() -> open("internal:office?to=boss"))
                .isInstanceOf(IOException.class)
                .hasMessage("nobody named boss is on the bus office of this process (nobody is there);"
                        + " open internal:office:boss first");
        try (Endpoint clerk = open("internal:office:clerk")) {
            assertThatThrownBy(() -> open("internal:office?to=boss")).hasMessageContaining("(there are clerk)");
            assertThatThrownBy(() -> open("internal:office:clerk"))
                    .hasMessage(
                            "the name clerk is taken on the bus office; close whoever has it, or choose another name");
            assertThat(clerk.peers()).isEmpty();
        }
        open("internal:office:clerk").close();
    }

    @Test
    void whoConnectsWithOneAloneEndsWithIt() throws Exception {
        try (Endpoint other = open("internal:street:other")) {
            Endpoint server = open("internal:street:server");
            try (Endpoint client = open("internal:street?to=server")) {
                assertThat(other.peers()).extracting(Peer::name).containsExactly("server");
                assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
                server.close();
                client.awaitEnd();
                assertThatThrownBy(() -> client.call("echo", Params.positional("nobody")))
                        .isInstanceOf(DisconnectedException.class);
            }
        }
    }

    @Test
    void whatTwoSidesFloodOneAnotherWithArrives() throws Exception {
        try (Endpoint one = open("internal:flood:one?maxQueued=256KiB");
                Endpoint two = open("internal:flood:two?maxQueued=256KiB")) {
            String text = "x".repeat(64 << 10);
            List<Promise<Object>> promises = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                promises.add(one.callAsync("echo", Params.positional(text)));
                promises.add(two.callAsync("echo", Params.positional(text)));
            }
            for (Promise<Object> promise : promises) {
                assertThat(promise.result()).isEqualTo(text);
            }
        }
    }
}
