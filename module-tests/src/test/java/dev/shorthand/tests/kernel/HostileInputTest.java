package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.tck.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What somebody sends to have this side run out of memory or stack, with every limit as it is by default: framing and decoder together answer with an error that says
 * which limit it was, allocate less than 1 MiB beyond the bytes that have come, and read the message that follows.
 */
class HostileInputTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int BRACKETS = 100_000;
    private static final int DIGITS = 10_000_000;
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":";
    private static final String DEEP = "nesting 501 deep or more is over the limit of 500";
    private static final String LONG_NUMBER = "is over the limit of 1000";

    private record Case(String name, String codec, byte[] payload, String says) {}

    @TestFactory
    Stream<DynamicTest> isAnsweredWithAnErrorAndCostsLittle() {
        List<Case> cases = new ArrayList<>();
        for (String codec : List.of("jrpc", "jrpc:lines", "jrpc:headers", "jrpc:concatenated")) {
            cases.add(text("brackets", codec, "[".repeat(BRACKETS) + "]".repeat(BRACKETS), DEEP));
            cases.add(text("brackets in params", codec, CALL + nested("[", "]") + "}", DEEP));
            cases.add(text(
                    "brackets in a result",
                    codec,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + nested("{\"a\":", "}") + "}",
                    DEEP));
            cases.add(text(
                    "brackets in what is unknown",
                    codec,
                    "{\"more\":" + nested("[", "]") + ",\"jsonrpc\":\"2.0\"}",
                    DEEP));
            cases.add(text("a long number", codec, CALL + "[" + "7".repeat(DIGITS) + "]}", LONG_NUMBER));
            cases.add(text("a long fraction", codec, CALL + "[0." + "7".repeat(DIGITS) + "]}", LONG_NUMBER));
            cases.add(text(
                    "a long id",
                    codec,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + "7".repeat(DIGITS) + ",\"method\":\"m\"}",
                    LONG_NUMBER));
            cases.add(text(
                    "a batch of thousands", codec, "[" + "1,".repeat(5_000_000) + "1]", "is over the limit of 1000"));
        }
        cases.add(text("brackets", "terse", "m a:" + nested("[", "]"), DEEP));
        cases.add(text("maps", "terse", "m a:" + nested("{a:", "}"), DEEP));
        cases.add(text("a long number", "terse", "m a:" + "7".repeat(DIGITS), LONG_NUMBER));
        cases.add(hex("brackets", "94000" + "1a16d91" + "91".repeat(BRACKETS) + "c0", DEEP));
        cases.add(hex("maps", "940001a16d91" + "81a161".repeat(BRACKETS) + "c0", DEEP));
        return cases.stream()
                .map(each -> DynamicTest.dynamicTest(each.codec() + ", " + each.name(), () -> check(each)));
    }

    @TestFactory
    Stream<DynamicTest> aLengthThatIsOnlyAnnouncedEndsTheStreamWithAnError() {
        return Stream.of(
                        hex("a list", "9400" + "01a16ddd7fffffff", "over the limit of 16777216"),
                        hex("a map", "940001a16d91df7fffffff", "over the limit of 16777216"),
                        hex("a string", "940001a16d91db7fffffff", "over the limit of 16777216"),
                        hex("bytes", "940001a16d91c67fffffff", "over the limit of 16777216"),
                        hex("an extension", "940001a16d91c97fffffff01", "over the limit of 16777216"),
                        hex("lists in lists", "94dd00ffffffdd00ffffff", "over the limit of 16777216"))
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> announced(each)));
    }

    @TestFactory
    Stream<DynamicTest> aLengthThatIsOnlyAnnouncedInAMessageIsAnError() {
        // As where each message comes by itself, over UDP or ZeroMQ.
        return Stream.of(
                        "940001a16ddd7fffffff",
                        "940001a16d91df7fffffff",
                        "940001a16d91db7fffffff",
                        "940001a16d91c67fffffff")
                .map(digits -> DynamicTest.dynamicTest(digits, () -> {
                    byte[] payload = HexFormat.of().parseHex(digits);
                    Decoder decoder = Plugins.installed()
                            .codec("msgpack", Limits.defaults())
                            .newDecoder();
                    long allocated =
                            Allocation.of(() -> assertFails(decode(decoder, payload, 0, payload.length), "announced"));
                    assertTrue(allocated < MEBIBYTE, allocated + " bytes allocated");
                }));
    }

    @Test
    void listsInListsThatAnnounceWhatFollowsOnceAllTogetherCostThatOnce() {
        int items = 50_000;
        String digits = "940001a16d91" + "dd0000c350".repeat(400) + "c0".repeat(items);
        byte[] payload = HexFormat.of().parseHex(digits);
        Decoder decoder =
                Plugins.installed().codec("msgpack", Limits.defaults()).newDecoder();
        long allocated = Allocation.of(() -> assertFails(decode(decoder, payload, 0, payload.length), "truncated"));
        assertTrue(allocated < MEBIBYTE, allocated + " bytes allocated");
    }

    private static String nested(String open, String close) {
        return open.repeat(BRACKETS) + "1" + close.repeat(BRACKETS);
    }

    private static Case text(String name, String codec, String payload, String says) {
        return new Case(name, codec, payload.getBytes(StandardCharsets.US_ASCII), says);
    }

    private static Case hex(String name, String digits, String says) {
        return new Case(name, "msgpack", HexFormat.of().parseHex(digits), says);
    }

    private static void check(Case hostile) throws FramingException {
        Codec codec = Plugins.installed().codec(hostile.codec(), Limits.defaults());
        // MessagePack-RPC always has params.
        Params params = hostile.codec().equals("msgpack") ? Params.positional() : Params.absent();
        Call next = new Call(Id.of(7), "next", params);
        OutputBuffer stream = new OutputBuffer(1);
        for (byte[] payload : List.of(hostile.payload(), codec.encode(next))) {
            int start = stream.size();
            stream.write(payload);
            codec.newFraming().wrap(stream, start);
        }
        List<Message> messages = new ArrayList<>();
        // Once before, as classes that are loaded count, too.
        read(codec, new OutputBuffer(1), messages);
        long allocated = Allocation.of(() -> read(codec, stream, messages));
        assertEquals(2, messages.size(), messages::toString);
        assertFails(messages.get(0), hostile.says());
        assertEquals(next, messages.get(1));
        assertTrue(allocated < MEBIBYTE, allocated + " bytes allocated");
    }

    private static void read(Codec codec, OutputBuffer stream, List<Message> messages) {
        Framing framing = codec.newFraming();
        Decoder decoder = codec.newDecoder();
        int at = 0;
        try {
            while (framing.split(stream.array(), at, stream.size())) {
                messages.add(decode(decoder, stream.array(), framing.payloadStart(), framing.payloadEnd()));
                at = framing.frameEnd();
            }
        } catch (FramingException e) {
            throw new AssertionError(e);
        }
    }

    private static Message decode(Decoder decoder, byte[] array, int start, int end) {
        return decoder.decode(array, start, end - start, Binding.plain());
    }

    private static void assertFails(Message message, String says) {
        assertTrue(message instanceof Malformed bad && bad.problem().contains(says), message::toString);
    }

    private static void announced(Case hostile) {
        Framing framing =
                Plugins.installed().codec("msgpack", Limits.defaults()).newFraming();
        byte[] stream = hostile.payload();
        long allocated = Allocation.of(() -> {
            try {
                framing.split(stream, 0, stream.length);
                throw new AssertionError("waits for what is announced");
            } catch (FramingException e) {
                assertTrue(e.getMessage().contains(hostile.says()), e::getMessage);
            }
        });
        assertTrue(allocated < MEBIBYTE, allocated + " bytes allocated");
    }
}
