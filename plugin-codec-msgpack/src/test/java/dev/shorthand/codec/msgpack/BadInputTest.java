package dev.shorthand.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.ValueReader;
import dev.shorthand.tck.Allocation;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a peer can do wrong, and what is said about it; the same decoder reads the next message. */
final class BadInputTest {
    private final Decoder decoder = MsgpackCodec.builder().maxDepth(8).build().newDecoder();

    @AfterEach
    void theNextMessageIsRead() {
        assertThat(decode("940001a36164649201a162").toString()).isEqualTo("Call[id=1, method=add, params=[1, b]]");
    }

    @Test
    void notMessagePack() {
        unparsable("c1", "0xc1, with which no value begins, at byte 0 of 0xc1; send MessagePack");
        unparsable(
                "940001a16d91c1", "0xc1, with which no value begins, at byte 6 of 0x940001a16d91c1; send MessagePack");
        unparsable("940001a1ff90", "a string that is not UTF-8: 0xff at byte 4 of 0x940001a1ff90; send text in UTF-8");
        unparsable("9302a16d9181c001", "the key of a map is null at byte 6 of 0x9302a16d9181c001; send a string");
        unparsable(
                "9302a16d91d5ff0000",
                "a timestamp of 2 bytes that stands for no time at byte 7 of 0x9302a16d91d5ff0000; send 4, 8 or 12 bytes,"
                        + " with nanoseconds up to 999,999,999, and within the years of an Instant");
        unparsable(
                "9302a16d91d7ffffffffffffffffff",
                "a timestamp of 8 bytes that stands for no time at byte 7 of 0x9302a16d91d7ffffffffffffffffff; send 4, 8 or 12"
                        + " bytes, with nanoseconds up to 999,999,999, and within the years of an Instant");
        unparsable(
                "9302a16d9000",
                "1 bytes after the message at byte 5 of 0x9302a16d9000; send one message alone in a payload");
    }

    @Test
    void truncated() {
        unparsable(
                "940001",
                "truncated: 4 values are announced where 2 bytes follow at byte 1 of 0x940001; send the whole of it in one payload");
        unparsable(
                "9302a16d91cd01",
                "truncated: the value ends in the middle at byte 7 of 0x9302a16d91cd01; send the whole of it in one payload");
        unparsable(
                "9302a16d91dbffffffff",
                "truncated: 4294967295 bytes are announced where 0 bytes follow at byte 10 of 0x9302a16d91dbffffffff;"
                        + " send the whole of it in one payload");
    }

    @Test
    void everyTruncationIsAnsweredWithAParseError() {
        byte[] whole = HexFormat.of()
                .parseHex(
                        "9400cd0102a3e282ac9a82a16101a162c402ff00c3cb3ff0000000000000d6ff00000001c70305010203cfffffffffffffffff"
                                + "d1ff00da0003616263dc000101de0001a16bd2ffff0000");
        assertThat(decoder.decode(whole, 0, whole.length, Binding.plain())).isInstanceOf(Call.class);
        for (int length = 1; length < whole.length; length++) {
            Message message = decoder.decode(whole, 0, length, Binding.plain());
            assertThat(message)
                    .as("%d bytes", length)
                    .isInstanceOfSatisfying(
                            Malformed.class, m -> assertThat(m.code()).isEqualTo(ErrorCodes.PARSE_ERROR));
        }
    }

    @Test
    void tooDeep() {
        String digits = "940001a16d9191919191919190";
        String problem = "nesting 9 deep or more is over the limit of 8";
        String mend = "; nest less, or raise maxDepth";
        assertThat(decode(digits))
                .isEqualTo(new Malformed(
                        Id.NULL, ErrorCodes.PARSE_ERROR, problem + mend, problem + " in 0x" + digits + mend, true));
    }

    @Test
    void aHundredThousandArraysCostNothing() throws Exception {
        byte[] arrays = repeated("91", 100_000);
        byte[] inParams = HexFormat.of().parseHex("9302a16d91" + "91".repeat(100_000));
        byte[] inMaps = HexFormat.of().parseHex("9302a16d91" + "81a161".repeat(100_000));
        for (byte[] payload : new byte[][] {arrays, inParams, inMaps}) {
            costsLittle(payload, "maxDepth");
        }
    }

    @Test
    void announcedGigabytesCostNothing() throws Exception {
        for (String announced : new String[] {"db", "c6", "dd", "df", "c9"}) {
            costsLittle(
                    HexFormat.of().parseHex("9302a16d91" + announced + "7fffffff0102030405"), "2147483647|4294967294");
        }
    }

    private void costsLittle(byte[] payload, String says) throws Exception {
        // Skipped and read.
        for (Binding binding : new Binding[] {Binding.plain(), new Skipping()}) {
            Message[] read = new Message[1];
            long allocated = Allocation.of(() -> read[0] = decoder.decode(payload, 0, payload.length, binding));
            assertThat(allocated).isLessThan(1 << 20);
            assertThat(read[0])
                    .isInstanceOfSatisfying(
                            Malformed.class, m -> assertThat(m.code()).isEqualTo(ErrorCodes.PARSE_ERROR));
            if (binding == Binding.plain()) {
                assertThat(((Malformed) read[0]).problem()).containsPattern(says);
            }
        }
    }

    /** Passes over all that comes. */
    private static final class Skipping implements Binding {
        @Override
        public Params readParams(String method, ValueReader in) {
            in.skip();
            return Params.absent();
        }

        @Override
        public @Nullable Object readResult(Id id, ValueReader in) {
            in.skip();
            return null;
        }
    }

    @Test
    void theDeepestLimitFitsTheStack() {
        Decoder deep = MsgpackCodec.builder().maxDepth(1_000).build().newDecoder();
        byte[] payload = HexFormat.of().parseHex("9302a16d" + "91".repeat(998) + "90");
        assertThat(deep.decode(payload, 0, payload.length, Binding.plain())).isInstanceOf(Call.class);
        byte[] deeper = HexFormat.of().parseHex("9302a16d" + "91".repeat(999) + "90");
        assertThat(deep.decode(deeper, 0, deeper.length, Binding.plain())).isInstanceOf(Malformed.class);
    }

    @Test
    void noMessage() {
        invalid(Id.NULL, "05", "the message is an integer in 0x05; send an array");
        invalid(Id.NULL, "80", "the message is a map in 0x80; send an array");
        invalid(Id.NULL, "90", "the message is an empty array in 0x90; send [0, id, method, params]");
        invalid(Id.NULL, "91a130", "the kind of message is a string in 0x91a130; send 0, 1 or 2");
        invalid(Id.NULL, "9103", "the kind of message is 3 in 0x9103; send 0, 1 or 2");
    }

    @Test
    void noRequest() {
        invalid(Id.NULL, "9100", "a request of 1 element in 0x9100; send [0, id, method, params]");
        invalid(Id.of(7), "930007a16d", "a request of 3 elements in 0x930007a16d; send [0, id, method, params]");
        invalid(Id.NULL, "9400a137a16d90", "the id is a string in 0x9400a137a16d90; send an integer");
        invalid(Id.of(7), "940007c4016d90", "the method is bytes in 0x940007c4016d90; send a string");
        invalid(Id.NULL, "9202a16d", "a notification of 2 elements in 0x9202a16d; send [2, method, params]");
    }

    @Test
    void aBlankMethodIsOneThatNobodyServesAndOfANotificationIsNotAnswered() {
        assertThat(decode("940007a12090"))
                .isEqualTo(new Malformed(
                        Id.of(7),
                        ErrorCodes.METHOD_NOT_FOUND,
                        "Method not found",
                        "the method is blank in 0x940007a12090; name one, for example \"echo.say\"",
                        true));
        assertThat(((Malformed) decode("9302a090")).mayBeAnswered()).isFalse();
    }

    @Test
    void paramsThatAreNoArrayAreAnsweredWithTheIdAndOfANotificationNotAtAll() {
        assertThat(decode("940007a16d80"))
                .isEqualTo(new Malformed(
                        Id.of(7),
                        ErrorCodes.INVALID_PARAMS,
                        "Invalid params",
                        "the params are a map in 0x940007a16d80; send an array",
                        true));
        assertThat(decode("9302a16dc0"))
                .isEqualTo(new Malformed(
                        Id.NULL,
                        ErrorCodes.INVALID_PARAMS,
                        "Invalid params",
                        "the params are null in 0x9302a16dc0; send an array",
                        false));
    }

    @Test
    void aBadReplyFailsItsCallAndIsNotAnswered() {
        invalidReply(Id.of(7), "930107c0", "a reply of 3 elements in 0x930107c0; send [1, id, error, result]");
        invalidReply(Id.NULL, "9401a137c001", "the id of a reply is a string in 0x9401a137c001; send that of the call");
        invalidReply(Id.NULL, "9401c0c001", "the id of a result is null in 0x9401c0c001; send that of the call");
        invalidReply(
                Id.of(7),
                "9401079201a16d03",
                "both an error and a result in 0x9401079201a16d03; send one of them, and nil for the other");
        invalidReply(
                Id.of(7),
                "940107c0c1",
                "0xc1, with which no value begins, at byte 4 of 0x940107c0c1; send MessagePack");
        invalidReply(
                Id.of(7),
                "940107c00102",
                "1 bytes after the message at byte 5 of 0x940107c00102; send one message alone in a payload");
    }

    @Test
    void errorsOfForeignFormsAreData() {
        assertThat(decode("940107a4626f6f6dc0")).isEqualTo(new ErrorReply(Id.of(7), 0, "boom", "boom"));
        assertThat(decode("94010781a16101c0").toString())
                .isEqualTo("ErrorReply[id=7, code=0, message=Unknown error, data={a=1}]");
        assertThat(decode("9401079300a162a163c0").toString())
                .isEqualTo("ErrorReply[id=7, code=0, message=Unknown error, data=[0, b, c]]");
        assertThat(decode("940107c3c0")).isEqualTo(new ErrorReply(Id.of(7), 0, "Unknown error", true));
        // Neovim's [type, message].
        assertThat(decode("9401079200a3626164c0")).isEqualTo(new ErrorReply(Id.of(7), 0, "bad", null));
        // An error of nil is none.
        assertThat(decode("940107c0c0")).isEqualTo(new Reply(Id.of(7), null));
    }

    @Test
    void aStreamThatCannotBeCutEndsWithTheReason() {
        broken(
                "c1",
                "0xc1 stands where a message begins, and a message is an array; see that the other side speaks MessagePack-RPC");
        broken(
                "7b226a736f6e",
                "0x7b stands where a message begins ('{'), and a message is an array; see that the other side speaks MessagePack-RPC");
        broken("940001c1", "0xc1 stands in a message, where no MessagePack value begins with it; send MessagePack");
    }

    @Test
    void aFrameOverTheLimitIsRefusedBeforeItHasArrived() {
        String mend = " is over the limit of 64; send less at once, or raise maxFrame";
        tooLong("9302a16d91d93b", "frame of 66 bytes or more" + mend);
        tooLong("c441", "frame of 65 bytes or more" + mend);
        tooLong("dd7fffffff", "frame of 2147483652 bytes or more" + mend);
        tooLong("93df7fffffff", "frame of 4294967302 bytes or more" + mend);
        Framing framing = MsgpackCodec.builder().maxFrame(64).build().newFraming();
        byte[] longest = HexFormat.of().parseHex("c440" + "00".repeat(64));
        assertThat(Splits.arriving(framing, longest, longest.length)).containsExactly("00".repeat(64));
    }

    private static void tooLong(String stream, String problem) {
        Framing framing = MsgpackCodec.builder().maxFrame(64).build().newFraming();
        byte[] bytes = HexFormat.of().parseHex(stream);
        assertThatThrownBy(() -> framing.split(bytes, 0, bytes.length))
                .isInstanceOfSatisfying(
                        FramingException.class, e -> assertThat(e.overLimit()).isTrue())
                .hasMessage(problem);
    }

    private static void broken(String stream, String problem) {
        Framing framing = MsgpackCodec.builder().build().newFraming();
        byte[] bytes = HexFormat.of().parseHex(stream);
        assertThatThrownBy(() -> framing.split(bytes, 0, bytes.length))
                .isInstanceOfSatisfying(
                        FramingException.class, e -> assertThat(e.overLimit()).isFalse())
                .hasMessage(problem);
    }

    private static byte[] repeated(String digits, int times) {
        return HexFormat.of().parseHex(digits.repeat(times));
    }

    private Message decode(String digits) {
        byte[] bytes = HexFormat.of().parseHex(digits);
        // Amid other bytes, to see that it keeps to its own.
        byte[] buffer = new byte[bytes.length + 20];
        Arrays.fill(buffer, (byte) 7);
        System.arraycopy(bytes, 0, buffer, 10, bytes.length);
        return decoder.decode(buffer, 10, bytes.length, Binding.plain());
    }

    private void unparsable(String payload, String problem) {
        assertThat(decode(payload)).isEqualTo(Malformed.unparsable(problem));
    }

    private void invalid(Id id, String payload, String problem) {
        assertThat(decode(payload))
                .isEqualTo(new Malformed(id, ErrorCodes.INVALID_REQUEST, "Invalid request", problem, true));
    }

    private void invalidReply(Id id, String payload, String problem) {
        assertThat(decode(payload)).isEqualTo(Malformed.invalidReply(id, problem));
    }
}
