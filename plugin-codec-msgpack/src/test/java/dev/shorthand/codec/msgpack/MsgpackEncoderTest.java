package dev.shorthand.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written, what is refused, and what an option changes; the values' forms are compared with those of others in {@link OtherImplementationTest}. */
final class MsgpackEncoderTest {
    private static final MsgpackCodec CODEC = MsgpackCodec.builder().build();
    private static final MsgpackCodec NAMED =
            MsgpackCodec.builder().named(true).errorData(true).build();
    private static final Map<String, Integer> A = Map.of("a", 1);

    record Point(int x, int y) {}

    @Test
    void writesMessagesAsTheSpecificationHasThem() {
        assertThat(hex(CODEC, new Call(Id.of(1), "add", Params.positional(1, 2))))
                .isEqualTo("940001a3616464920102");
        assertThat(hex(CODEC, Call.notification("log", Params.absent()))).isEqualTo("9302a36c6f6790");
        assertThat(hex(CODEC, new Reply(Id.of(1), 3))).isEqualTo("940101c003");
        assertThat(hex(CODEC, new ErrorReply(Id.of(1), 5, "no", null))).isEqualTo("9401019205a26e6fc0");
        assertThat(hex(CODEC, new ErrorReply(Id.NULL, 5, "no", null))).isEqualTo("9401c09205a26e6fc0");
    }

    @Test
    void namesTravelWhereTheOptionAsksForIt() {
        Call call = new Call(Id.of(1), "m", Params.named(A));
        assertThat(hex(NAMED, call)).isEqualTo("940001a16d9181a16101");
        assertThat(NAMED.decode(NAMED.encode(call)).toString()).isEqualTo("Call[id=1, method=m, params={a=1}]");
        refused(
                CODEC,
                call,
                "params: the arguments are named, and MessagePack-RPC has positions alone; give them by position, call a typed"
                        + " method, or set named=true on both sides");
        // Without the option a map is what it looks like.
        assertThat(CODEC.decode(NAMED.encode(call)).toString()).isEqualTo("Call[id=1, method=m, params=[{a=1}]]");
    }

    @Test
    void theArgumentsOfATypedMethodGoByPositionUnlessTheOptionAsksForNames() {
        Params bound = Params.bound(this, new String[] {"b", "a"}, new Object[] {"caller", 2, 1}, 0);
        assertThat(hex(CODEC, new Call(Id.of(1), "m", bound))).isEqualTo("940001a16d920201");
        assertThat(hex(NAMED, new Call(Id.of(1), "m", bound))).isEqualTo("940001a16d9182a16202a16101");
        Params bad = Params.bound(this, new String[] {"b", "a"}, new Object[] {2, List.of(new Object())}, -1);
        assertThatThrownBy(() -> CODEC.encode(new Call(Id.of(1), "m", bad)))
                .hasMessageStartingWith("params.a[0]: a java.lang.Object cannot be sent");
    }

    @Test
    void integersThatAreKeysStayIntegersWhereTheOptionAsksForIt() {
        MsgpackCodec codec = MsgpackCodec.builder().integerKeys(true).build();
        BigInteger largest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        Map<Object, String> forms = Map.of(
                1,
                "01",
                200L,
                "ccc8",
                (short) -1,
                "ff",
                (byte) 5,
                "05",
                BigInteger.TEN,
                "0a",
                largest,
                "cfffffffffffffffff",
                1.5,
                "a3312e35",
                true,
                "a474727565",
                "1",
                "a131");
        forms.forEach((key, form) -> {
            Reply reply = new Reply(Id.of(1), Map.of(key, 2));
            assertThat(hex(codec, reply)).as("the key %s", key).isEqualTo("940101c081" + form + "02");
            assertThat(((Map<?, ?>) ((Reply) codec.decode(codec.encode(reply))).result()))
                    .isEqualTo(Map.of(key.toString(), 2L));
        });
        assertThat(hex(CODEC, new Reply(Id.of(1), Map.of(1, 2)))).isEqualTo("940101c081a13102");
        refused(
                codec,
                new Reply(Id.of(1), Map.of(largest.add(BigInteger.ONE), 2)),
                "result: an integer of 65 bits; MessagePack has those from -2^63 to 2^64-1, so send a text or bytes");
    }

    @Test
    void whatBeginsWithRpcHasNamesAlways() {
        Call header = Call.notification("rpc.secinfo", Params.named(Map.of("user", "bob")));
        assertThat(hex(CODEC, header)).isEqualTo("9302ab7270632e736563696e666f9181a475736572a3626f62");
        assertThat(CODEC.decode(CODEC.encode(header)).toString())
                .isEqualTo("Call[id=none, method=rpc.secinfo, params={user=bob}]");
        Call empty = Call.notification("rpc.secinfo", Params.named(Map.of()));
        assertThat(((Call) CODEC.decode(CODEC.encode(empty))).params().isAbsent())
                .isTrue();
    }

    @Test
    void aMapAloneIsRefusedWhereItWouldBecomeNames() {
        Params map = Params.positional(A);
        assertThat(hex(CODEC, new Call(Id.of(1), "m", map))).isEqualTo("940001a16d9181a16101");
        refused(
                NAMED,
                new Call(Id.of(1), "m", map),
                "params: the only argument is a map, which the other side would take for named arguments; name it, or leave out"
                        + " named=true");
        refused(
                NAMED,
                new Call(Id.of(1), "m", Params.positional(new Point(1, 2))),
                "params: the only argument is a map, which the other side would take for named arguments; name it, or leave out"
                        + " named=true");
        assertThat(hex(NAMED, new Call(Id.of(1), "m", Params.positional(A, 2)))).isEqualTo("940001a16d9281a1610102");
    }

    @Test
    void dataOfAnErrorTravelsWhereTheOptionAsksForIt() {
        ErrorReply error = new ErrorReply(Id.of(1), 5, "no", 0L);
        assertThat(hex(CODEC, error)).isEqualTo("9401019205a26e6fc0");
        assertThat(hex(NAMED, error)).isEqualTo("9401019305a26e6f00c0");
        assertThat(NAMED.decode(NAMED.encode(error))).isEqualTo(error);
    }

    @Test
    void idsAreIntegers() {
        assertThat(hex(CODEC, new Reply(Id.of(0xffff_ffffL), null))).isEqualTo("9401ceffffffffc0c0");
        refused(
                CODEC,
                new Reply(Id.of("a"), null),
                "id: MessagePack-RPC has integers as ids, and not \"a\"; give a number");
        refused(
                CODEC,
                new Reply(Id.NONE, null),
                "id: MessagePack-RPC has integers as ids, and not none; give a number");
        refused(
                CODEC,
                new Reply(Id.NULL, null),
                "id: MessagePack-RPC has integers as ids, and not null; give a number");
        refused(
                CODEC,
                new ErrorReply(Id.NONE, 1, "x", null),
                "id: MessagePack-RPC has integers as ids, and not none; give a number");
        refused(
                CODEC,
                new Reply(Id.ofValue(BigInteger.ONE.shiftLeft(64)), null),
                "id: an integer of 65 bits; MessagePack has those from -2^63 to 2^64-1, so send a text or bytes");
    }

    @Test
    void thereAreNoBatches() {
        refused(
                CODEC,
                new Batch(List.of(new Reply(Id.of(1), 1))),
                "MessagePack-RPC has no batches; send the messages one by one");
        assertThatThrownBy(() -> CODEC.encode(Malformed.unparsable("x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCannotBeCarriedIsNamedWithItsPath() {
        refusedValue(
                BigInteger.ONE.shiftLeft(64),
                "an integer of 65 bits; MessagePack has those from -2^63 to 2^64-1, so send a text or bytes");
        refusedValue(
                BigInteger.ONE.shiftLeft(63).negate().subtract(BigInteger.ONE),
                "an integer of 64 bits; MessagePack has those from -2^63 to 2^64-1, so send a text or bytes");
        refusedValue(
                new BigDecimal("0.12345678901234567890"),
                "the decimal number has 20 digits, and MessagePack only doubles; send a text, or round it");
        refusedValue(
                new BigDecimal("1e999"),
                "the decimal number has 1 digits, and MessagePack only doubles; send a text, or round it");
        refusedValue(
                "a\ud800",
                "the text \"a\ud800\" has half of a surrogate pair, which is no character; send a text without it, or bytes");
    }

    @Test
    void decimalsOfFewDigitsAreDoubles() {
        assertThat(hex(CODEC, new Reply(Id.of(1), new BigDecimal("0.1")))).isEqualTo("940101c0cb3fb999999999999a");
        assertThat(hex(CODEC, new Reply(Id.of(1), new BigDecimal("1.50")))).isEqualTo("940101c0cb3ff8000000000000");
    }

    @Test
    void instantsAreTimestampsAndOtherTimesAreText() {
        assertThat(hex(CODEC, new Reply(Id.of(1), Instant.ofEpochSecond(1)))).isEqualTo("940101c0d6ff00000001");
        assertThat(hex(CODEC, new Reply(Id.of(1), List.of(Instant.ofEpochSecond(-1)))))
                .isEqualTo("940101c091c70cff00000000ffffffffffffffff");
        assertThat(hex(CODEC, new Reply(Id.of(1), LocalDate.of(2026, 11, 22))))
                .isEqualTo("940101c0aa323032362d31312d3232");
    }

    @Test
    void extensionsAreOfATypeThatIsNotTheTimestamps() {
        Extension extension = Extension.of(5, new byte[] {1, 2});
        assertThat(CODEC.decode(CODEC.encode(new Reply(Id.of(1), extension))))
                .isEqualTo(new Reply(Id.of(1), extension));
        assertThat(extension)
                .hasToString("Extension 5, 2 bytes 0x0102")
                .isNotEqualTo(Extension.of(6, new byte[] {1, 2}))
                .isNotEqualTo(Extension.of(5, new byte[] {1, 3}));
        assertThat(extension.type()).isEqualTo(5);
        assertThat(extension.data()).containsExactly(1, 2);
        assertThatThrownBy(() -> Extension.of(-1, new byte[4]))
                .hasMessage("the type -1 is that of timestamps; give an Instant instead");
        assertThatThrownBy(() -> Extension.of(128, new byte[4]))
                .hasMessage("the type of an extension is 128; give a number from 0 to 127");
    }

    @Test
    void whatIsNoMessageTravelsInABin() throws Exception {
        for (int length : new int[] {0, 1, 255, 256, 65_535, 65_536}) {
            byte[] sealed = new byte[length];
            // Begins as an array would.
            Arrays.fill(sealed, (byte) 0x92);
            OutputBuffer out = new OutputBuffer(8);
            out.writeAscii("before");
            out.write(sealed);
            Framing framing = CODEC.newFraming();
            framing.wrap(out, 6);
            assertThat(CODEC.newFraming().split(out.array(), 6, out.size() - 1)).isFalse();
            assertThat(framing.split(out.array(), 6, out.size())).isTrue();
            assertThat(Arrays.copyOfRange(out.array(), framing.payloadStart(), framing.payloadEnd()))
                    .isEqualTo(sealed);
            assertThat(framing.frameEnd()).isEqualTo(out.size());
        }
    }

    private static void refusedValue(@Nullable Object value, String problem) {
        refused(CODEC, new Reply(Id.of(1), Map.of("k", List.of(1, value))), "result.k[1]: " + problem);
    }

    private static void refused(MsgpackCodec codec, Message message, String problem) {
        assertThatThrownBy(() -> codec.encode(message))
                .isInstanceOf(EncodeException.class)
                .hasMessage(problem);
    }

    private static String hex(MsgpackCodec codec, Message message) {
        return HexFormat.of().formatHex(codec.encode(message));
    }
}
