package dev.shorthand.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A decoder that has read much the same before finds in every message what a new one finds. */
final class FamiliarDecoderTest {
    private static final List<Message> MESSAGES = List.of(
            new Call(Id.of(7), "echo", Params.positional("a text", 42L, true)),
            new Call(Id.of(70_000), "files.search.recursively", Params.positional(List.of(1L), Map.of("a", -1L))),
            new Call(Id.NONE, "t\u00e4\u00dft", Params.positional()),
            new Call(Id.of(7), "rpc.cancel", Params.named(Map.of("id", 3L))),
            new Reply(Id.of(7), List.of("a")));

    @Test
    void messagesThatEndEarlyAreRefusedAsByANewOne() {
        for (String expression : List.of("msgpack", "msgpack?named=true")) {
            Codec codec = Plugins.installed().codec(expression, Limits.defaults());
            for (Message message : MESSAGES) {
                byte[] familiar = codec.encode(message);
                for (int length = 1; length <= familiar.length; length++) {
                    bothFind(codec, familiar, Arrays.copyOf(familiar, length));
                }
            }
        }
    }

    @Test
    void messagesWithAnotherByteAnywhereAreReadAsByANewOne() {
        Codec codec = Plugins.installed().codec("msgpack", Limits.defaults());
        for (Message message : MESSAGES) {
            byte[] familiar = codec.encode(message);
            for (int i = 0; i < familiar.length; i++) {
                for (int replacement = 0; replacement < 256; replacement++) {
                    byte[] changed = familiar.clone();
                    changed[i] = (byte) replacement;
                    bothFind(codec, familiar, changed);
                }
            }
        }
    }

    @Test
    void paramsThatAreTooDeepStayRefused() {
        Codec codec = Plugins.installed().codec("msgpack", Limits.defaults().with("maxDepth", 1));
        byte[] message = codec.encode(MESSAGES.get(0));
        bothFind(codec, message, message);
    }

    private static void bothFind(Codec codec, byte[] familiar, byte[] payload) {
        Message expected = codec.newDecoder().decode(payload, 0, payload.length, Binding.plain());
        Decoder decoder = codec.newDecoder();
        decoder.decode(familiar, 0, familiar.length, Binding.plain());
        decoder.decode(familiar, 0, familiar.length, Binding.plain());
        assertThat(decoder.decode(payload, 0, payload.length, Binding.plain())).isEqualTo(expected);
    }
}
