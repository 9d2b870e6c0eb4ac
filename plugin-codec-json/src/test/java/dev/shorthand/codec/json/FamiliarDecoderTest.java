package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.ValueReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A decoder that has read much the same before finds in every message what a new one finds. */
final class FamiliarDecoderTest {
    private static final List<String> MESSAGES = List.of(
            "{'jsonrpc':'2.0','id':7,'method':'echo','params':{'text':'a','n':42,'flag':true}}",
            "{'jsonrpc':'2.0','id':123456,'method':'files.search.recursively','params':{'text':'a','quiteALongName':1}} ",
            "{'jsonrpc':'2.0','method':'note','params':['a',{'__bytes':'AAEC'}]}",
            "{'jsonrpc':'2.0','id':'a','method':'e','params':{'t\\u00e4\\u00dft':{'text':'a'},'n':{'__bytes':'AAEC'}}}",
            "[{'jsonrpc':'2.0','id':7,'method':'echo','params':{'text':'a'},'method':'note'},{'jsonrpc':'2.0','id':8,'result':{'n':[]}}]");

    private static final String LONG = "l".repeat(65);

    private static final byte[] REPLACEMENTS = {'"', ':', ',', '{', '}', '[', ']', ' ', '\\', 'a', '0', '-', 1, -1};

    @Test
    void messagesThatEndEarlyAreRefusedAsByANewOne() {
        everyMessage(message -> {
            for (int length = 1; length <= message.length; length++) {
                bothFind(message, Arrays.copyOf(message, length));
            }
        });
    }

    @Test
    void messagesWithAnotherByteAnywhereAreReadAsByANewOne() {
        everyMessage(message -> {
            for (int i = 0; i < message.length; i++) {
                for (byte replacement : REPLACEMENTS) {
                    byte[] changed = message.clone();
                    changed[i] = replacement;
                    bothFind(message, changed);
                }
            }
        });
    }

    @Test
    void messagesWithABlankAnywhereAreReadAsByANewOne() {
        everyMessage(message -> {
            for (int i = 0; i <= message.length; i++) {
                byte[] longer = Arrays.copyOf(message, message.length + 1);
                System.arraycopy(message, i, longer, i + 1, message.length - i);
                longer[i] = ' ';
                bothFind(message, longer);
            }
        });
    }

    @Test
    void methodsThatAreBlankStayRefused() {
        byte[] blank = bytes("{'jsonrpc':'2.0','id':7,'method':' ','params':{}}");
        bothFind(blank, blank);
    }

    @Test
    void namesThatAreOverTheLimitStayRefused() {
        byte[] message = bytes("{'jsonrpc':'2.0','id':7,'method':'long','params':{'" + LONG + "':1}}");
        JrpcCodec codec = JrpcCodec.builder().maxString(LONG.length() - 1).build();
        bothFind(message, message, codec::newDecoder);
    }

    private static void everyMessage(Consumer<byte[]> test) {
        for (String message : MESSAGES) {
            test.accept(bytes(message));
        }
    }

    private static byte[] bytes(String message) {
        return message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static void bothFind(byte[] familiar, byte[] payload) {
        bothFind(familiar, payload, JrpcCodec.builder().build()::newDecoder);
    }

    private static void bothFind(byte[] familiar, byte[] payload, Supplier<Decoder> made) {
        Decoder decoder = made.get();
        for (Binding binding : List.of(Binding.plain(), new Declared())) {
            Message expected = made.get().decode(payload, 0, payload.length, binding);
            decoder.decode(familiar, 0, familiar.length, binding);
            decoder.decode(familiar, 0, familiar.length, binding);
            Message found = decoder.decode(payload, 0, payload.length, binding);
            assertThat(found)
                    .as(() -> new String(payload, StandardCharsets.UTF_8))
                    .isEqualTo(expected);
        }
    }

    /** Reads maps as a method does that declares some names, in their order. */
    private static final class Declared implements Binding {
        private static final String[] NAMES = {"text", "n", "flag"};
        private static final String[] OTHERS = {"text", "quiteALongName"};
        private static final String[] LONGER = {LONG};
        private static final String[] BEYOND = {"t\u00e4\u00dft", "n", "\ud800"};

        @Override
        public Params readParams(String method, ValueReader in) {
            return Params.positional(read(
                    in,
                    switch (method) {
                        case "echo" -> NAMES;
                        case "e" -> BEYOND;
                        case "long" -> LONGER;
                        default -> OTHERS;
                    }));
        }

        @Override
        public @Nullable Object readResult(Id id, ValueReader in) {
            return read(in, NAMES);
        }

        private static @Nullable Object read(ValueReader in, String[] names) {
            StringBuilder seen = new StringBuilder();
            switch (in.token()) {
                case MAP -> {
                    int i = 0;
                    for (String name = in.nextMember(names, i); name != null; name = in.nextMember(names, i)) {
                        seen.append(name).append('=').append(read(in, OTHERS)).append(';');
                        i++;
                    }
                }
                case STRING -> seen.append(in.string());
                case LONG -> seen.append(in.longValue());
                case BYTES -> seen.append(Arrays.toString(in.bytes()));
                default -> {
                    seen.append(in.token());
                    in.skip();
                }
            }
            return seen.toString();
        }
    }
}
