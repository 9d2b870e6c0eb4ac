package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.tck.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a peer can do wrong, and what is said about it; the same decoder reads the next message. */
final class BadInputTest {
    private static final JrpcCodec CODEC =
            JrpcCodec.builder().maxDepth(8).maxNumber(20).maxBatch(2).build();

    private final Decoder decoder = CODEC.newDecoder();

    @AfterEach
    void theNextMessageIsRead() {
        Message next = decode("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":{\"a\":[1,{\"b\":2}]}}");
        assertThat(next.toString()).isEqualTo("Call[id=1, method=add, params={a=[1, {b=2}]}]");
    }

    @Test
    void notUtf8() {
        unparsable(
                new byte[] {'{', '"', (byte) 0xff, '"', '}'},
                "not UTF-8: 0xff at byte 2 of \"{\"?\"}\"; send JSON in UTF-8");
        // An overlong slash, half of a surrogate pair, and past U+10FFFF: what lax decoders let through.
        unparsable(
                new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'},
                "not UTF-8: 0xc0 at byte 1 of \"\"??\"\"; send JSON in UTF-8");
        unparsable(
                new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
                "not UTF-8: 0xed at byte 1 of \"\"???\"\"; send JSON in UTF-8");
        unparsable(
                new byte[] {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
                "not UTF-8: 0xf4 at byte 1 of \"\"????\"\"; send JSON in UTF-8");
    }

    @Test
    void notJson() {
        unparsable(
                "garbage", "not JSON: 'g' where a value should begin at byte 0 of \"garbage\"; send JSON (RFC 8259)");
        unparsable(
                "{\"a\":1 \"b\":2}",
                "not JSON: '\"' where a comma or '}' should be at byte 7 of \"{\"a\":1 \"b\":2}\"; send JSON (RFC 8259)");
        unparsable(
                "{\"a\":\"x\ny\"}",
                "not JSON: the control character 0x0a in a string, without an escape at byte 7 of \"{\"a\":\"x\\ny\"}\"; send JSON (RFC 8259)");
        unparsable("[NaN]", "not JSON: 'N' where a value should begin at byte 1 of \"[NaN]\"; send JSON (RFC 8259)");
        unparsable(
                "[nil]",
                "not JSON: 'i' where only true, false or null could go on at byte 2 of \"[nil]\"; send JSON (RFC 8259)");
        unparsable("[01]", "not JSON: a number that begins with 0 at byte 1 of \"[01]\"; send JSON (RFC 8259)");
        unparsable("[1.]", "not JSON: ']' where a digit should be at byte 3 of \"[1.]\"; send JSON (RFC 8259)");
        unparsable(
                "{5:1}",
                "not JSON: '5' where a name in quotes should begin at byte 1 of \"{5:1}\"; send JSON (RFC 8259)");
        unparsable(
                "[\"\\q\"]",
                "not JSON: the escape \\ and 'q' in a string at byte 2 of \"[\"\\q\"]\"; send JSON (RFC 8259)");
        unparsable(
                "[\"\\u12x4\"]",
                "not JSON: 'x' where a hexadecimal digit should be at byte 6 of \"[\"\\u12x4\"]\"; send JSON (RFC 8259)");
        unparsable(
                "\ufeff{}", "a byte order mark at byte 0 of \"???{}\"; send JSON without it (RFC 8259, section 8.1)");
        unparsable(" \n", "nothing but blanks in \" \\n\"; send a JSON object");
    }

    @Test
    void truncated() {
        unparsable(
                "{\"jsonrpc\":\"2.0\",\"meth",
                "truncated: the JSON ends in the middle at byte 22 of \"{\"jsonrpc\":\"2.0\",\"meth\";"
                        + " send the whole of it in one frame");
        unparsable(
                "[1,",
                "truncated: the JSON ends in the middle at byte 3 of \"[1,\"; send the whole of it in one frame");
    }

    @Test
    void everyTruncationIsAnsweredWithAParseError() {
        String whole =
                "{\"jsonrpc\":\"2.0\",\"id\":-1.5e3,\"method\":\"\u20ac\",\"params\":{\"a\":{\"__bytes\":\"AQI=\"},\"b\":[true,null]}}";
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < bytes.length; length++) {
            Message message = decoder.decode(bytes, 0, length, Binding.plain());
            assertThat(message)
                    .as("%d bytes", length)
                    .isInstanceOfSatisfying(
                            Malformed.class, m -> assertThat(m.code()).isEqualTo(ErrorCodes.PARSE_ERROR));
        }
    }

    @Test
    void tooDeep() {
        overLimit(
                ErrorCodes.PARSE_ERROR,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":[[[[[[[[",
                "nesting 9 deep or more is over the limit of 8; nest less, or raise maxDepth",
                "nesting 9 deep or more is over the limit of 8 in"
                        + " \"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":[[[[[[[[\";"
                        + " nest less, or raise maxDepth");
    }

    @Test
    void aHundredThousandBracketsCostNothing() throws Exception {
        byte[] brackets = "[".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        byte[] inParams = ("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":" + "[".repeat(100_000))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] skipped = ("{\"other\":" + "{\"a\":".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);
        for (byte[] payload : new byte[][] {brackets, inParams, skipped}) {
            long allocated = Allocation.of(() -> assertThat(decoder.decode(payload, 0, payload.length, Binding.plain()))
                    .isInstanceOf(Malformed.class));
            assertThat(allocated).isLessThan(1 << 20);
        }
    }

    @Test
    void theDeepestLimitFitsTheStack() {
        Decoder deep = JrpcCodec.builder().maxDepth(1_000).build().newDecoder();
        String nested = "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":" + "[".repeat(999) + "]".repeat(999) + "}";
        byte[] payload = nested.getBytes(StandardCharsets.US_ASCII);
        assertThat(deep.decode(payload, 0, payload.length, Binding.plain())).isInstanceOf(Call.class);
    }

    @Test
    void numberTooLong() {
        String says = "a number of 21 digits or more is over the limit of 20; send it as a string, or raise maxNumber";
        overLimit(
                ErrorCodes.PARSE_ERROR,
                "{\"a\":" + "1".repeat(21) + "}",
                says,
                "a number of 21 digits or more is over the limit of 20 in \"{\"a\":111111111111111111111}\";"
                        + " send it as a string, or raise maxNumber");
        overLimit(
                ErrorCodes.PARSE_ERROR,
                "[-0." + "1".repeat(20) + "]",
                says,
                "a number of 21 digits or more is over the limit of 20 in \"[-0.11111111111111111111]\";"
                        + " send it as a string, or raise maxNumber");
    }

    @Test
    void aNumberOfTenMegabytesCostsNothing() throws Exception {
        for (String before : List.of("", "-", "0.", "1e")) {
            String message =
                    "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[" + before + "7".repeat(10 << 20) + "]}";
            byte[] payload = message.getBytes(StandardCharsets.US_ASCII);
            long allocated = Allocation.of(() -> assertThat(decoder.decode(payload, 0, payload.length, Binding.plain()))
                    .isInstanceOfSatisfying(
                            Malformed.class,
                            malformed -> assertThat(malformed.problem())
                                    .startsWith("a number of 21 digits or more is over the limit of 20 in ")
                                    .endsWith("; send it as a string, or raise maxNumber")));
            assertThat(allocated).as(before).isLessThan(1 << 20);
        }
    }

    @Test
    void notAnObject() {
        invalidRequest(Id.NULL, "5", "the message is a number in \"5\"; send an object, or a list of objects");
        invalidRequest(Id.NULL, "\"x\"", "the message is a string in \"\"x\"\"; send an object, or a list of objects");
        invalidRequest(Id.NULL, "null", "the message is null in \"null\"; send an object, or a list of objects");
    }

    @Test
    void noVersion() {
        invalidRequest(
                Id.NULL, "{}", "jsonrpc is missing in \"{}\"; send \"jsonrpc\":\"2.0\", or choose version=1 here");
        invalidRequest(
                Id.of(3),
                "{\"method\":\"m\",\"id\":3}",
                "jsonrpc is missing in \"{\"method\":\"m\",\"id\":3}\"; send \"jsonrpc\":\"2.0\", or choose version=1 here");
        invalidRequest(
                Id.of("a"),
                "{\"jsonrpc\":\"1.0\",\"method\":\"m\",\"id\":\"a\"}",
                "jsonrpc is \"1.0\" at byte 11 of \"{\"jsonrpc\":\"1.0\",\"method\":\"m\",\"id\":\"a\"}\";"
                        + " send \"jsonrpc\":\"2.0\"");
        invalidRequest(
                Id.NULL,
                "{\"jsonrpc\":2.0,\"method\":\"m\"}",
                "jsonrpc is a number at byte 11 of \"{\"jsonrpc\":2.0,\"method\":\"m\"}\"; send \"jsonrpc\":\"2.0\"");
        invalidReply(
                Id.of(3),
                "{\"result\":1,\"id\":3}",
                "jsonrpc is missing in \"{\"result\":1,\"id\":3}\"; send \"jsonrpc\":\"2.0\", or choose version=1 here");
    }

    @Test
    void noneOfMethodResultAndError() {
        invalidRequest(
                Id.of(1),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"params\":[]}",
                "none of method, result and error in \"{\"jsonrpc\":\"2.0\",\"id\":1,\"params\":[]}\"; send one of them");
        for (String json : List.of("{\"jsonrpc\":\"2.0\"}", "{\"jsonrpc\":\"2.0\",\"id\":null}")) {
            invalidRequest(Id.NULL, json, "none of method, result and error in \"" + json + "\"; send one of them");
        }
    }

    @Test
    void anIdAndNothingElseMayBeABadReply() {
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"id\":1}"))
                .isEqualTo(Malformed.undecided(
                        Id.of(1),
                        "none of method, result and error in \"{\"jsonrpc\":\"2.0\",\"id\":1}\"; send one of them"));
        assertThat(decode("{\"id\":\"a\",\"more\":1}"))
                .isEqualTo(Malformed.undecided(
                        Id.of("a"),
                        "jsonrpc is missing in \"{\"id\":\"a\",\"more\":1}\"; send \"jsonrpc\":\"2.0\","
                                + " or choose version=1 here"));
    }

    @Test
    void aResultThatIsNoJsonOrOverALimitFailsItsCall() {
        invalidReply(
                Id.of(7),
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":[1,",
                "truncated: the JSON ends in the middle at byte 36 of \"{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":[1,\";"
                        + " send the whole of it in one frame");
        invalidReply(
                Id.of(7),
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":[[[[[[[[",
                "nesting 9 deep or more is over the limit of 8 in \"{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":[[[[[[[[\";"
                        + " nest less, or raise maxDepth");
    }

    @Test
    void methodIsNoName() {
        invalidRequest(
                Id.of(3),
                "{\"jsonrpc\":\"2.0\",\"method\":5,\"id\":3}",
                "method is a number at byte 26 of \"{\"jsonrpc\":\"2.0\",\"method\":5,\"id\":3}\"; send a string");
        invalidRequest(
                Id.NULL,
                "{\"jsonrpc\":\"2.0\",\"method\":[]}",
                "method is a list at byte 26 of \"{\"jsonrpc\":\"2.0\",\"method\":[]}\"; send a string");
    }

    @Test
    void aBlankMethodIsOneThatNobodyServesAndOfANotificationIsNotAnswered() {
        String request = "{\"jsonrpc\":\"2.0\",\"method\":\" \",\"id\":3}";
        assertThat(decode(request))
                .isEqualTo(new Malformed(
                        Id.of(3),
                        ErrorCodes.METHOD_NOT_FOUND,
                        "Method not found",
                        "method is blank at byte 26 of \"" + request + "\"; name one, for example \"echo.say\"",
                        true));
        Malformed notification = (Malformed) decode("{\"jsonrpc\":\"2.0\",\"method\":\"\",\"params\":5}");
        assertThat(notification.code()).isEqualTo(ErrorCodes.METHOD_NOT_FOUND);
        assertThat(notification.mayBeAnswered()).isFalse();
        // Without its version it is no request yet.
        assertThat(((Malformed) decode("{\"method\":\"\",\"id\":3}")).code()).isEqualTo(ErrorCodes.INVALID_REQUEST);
        assertThat(((Malformed) decode("{\"jsonrpc\":\"2.0\",\"method\":\"\",\"method\":5,\"id\":3}")).code())
                .isEqualTo(ErrorCodes.INVALID_REQUEST);
    }

    @Test
    void idIsNoId() {
        invalidRequest(
                Id.NULL,
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":[1]}",
                "id is a list at byte 35 of \"{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":[1]}\"; send a number or a string");
        invalidRequest(
                Id.NULL,
                "{\"jsonrpc\":\"2.0\",\"id\":{\"a\":1},\"method\":\"m\"}",
                "id is an object at byte 22 of \"{\"jsonrpc\":\"2.0\",\"id\":{\"a\":1},\"method\":\"m\"}\";"
                        + " send a number or a string");
        invalidRequest(
                Id.NULL,
                "{\"jsonrpc\":\"2.0\",\"id\":1e999,\"method\":\"m\"}",
                "id is a number past all doubles at byte 22 of \"{\"jsonrpc\":\"2.0\",\"id\":1e999,\"method\":\"m\"}\";"
                        + " send a number or a string");
    }

    @Test
    void idsOfReplies() {
        invalidReply(
                Id.ofValue(1.5),
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1.5}",
                "the id of a reply is 1.5 in \"{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1.5}\"; send that of the call");
        invalidReply(
                Id.ofValue(true),
                "{\"jsonrpc\":\"2.0\",\"error\":{},\"id\":true}",
                "the id of a reply is true in \"{\"jsonrpc\":\"2.0\",\"error\":{},\"id\":true}\"; send that of the call");
        invalidReply(
                Id.NULL,
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":null}",
                "the id of a reply is null in \"{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":null}\"; send that of the call");
        invalidReply(
                Id.NULL,
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":[2]}",
                "id is a list at byte 33 of \"{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":[2]}\"; send a number or a string");
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"result\":1}")).isEqualTo(new Reply(Id.NONE, 1L));
    }

    @Test
    void errorIsNoObject() {
        invalidReply(
                Id.of(3),
                "{\"jsonrpc\":\"2.0\",\"error\":null,\"id\":3}",
                "error is null at byte 25 of \"{\"jsonrpc\":\"2.0\",\"error\":null,\"id\":3}\";"
                        + " send an object with code and message");
        invalidReply(
                Id.of(3),
                "{\"jsonrpc\":\"2.0\",\"error\":\"boom\",\"id\":3}",
                "error is a string at byte 25 of \"{\"jsonrpc\":\"2.0\",\"error\":\"boom\",\"id\":3}\";"
                        + " send an object with code and message");
    }

    @Test
    void anErrorMayLeaveOutEverything() {
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":\"5\",\"message\":7,\"more\":[1]},\"id\":3}")
                        .toString())
                .isEqualTo("ErrorReply[id=3, code=0, message=Unknown error, data=null]");
    }

    @Test
    void bytesAreNoBase64() {
        invalidRequest(
                Id.of(3),
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[[{\"__bytes\":\"AQI\"}],[1]],\"id\":3}",
                "__bytes is \"AQI\" at byte 52 of \"{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[[{\"__bytes\":\"AQI\"}],[1]],"
                        + "\"id\":3}\"; send base64 in the standard alphabet, with padding");
        invalidRequest(
                Id.of(3),
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"m\",\"params\":{\"__bytes\":[1]}}",
                "__bytes is a list at byte 57 of \"{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"m\",\"params\":{\"__bytes\":[1]}}\";"
                        + " send base64 in a string");
        invalidReply(
                Id.of(3),
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"__bytes\":\"-_8=\"}}",
                "__bytes is \"-_8=\" at byte 44 of \"{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"__bytes\":\"-_8=\"}}\";"
                        + " send base64 in the standard alphabet, with padding");
        invalidReply(
                Id.of(3),
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"data\":{\"__bytes\":5},\"code\":1}}",
                "__bytes is a number at byte 51 of \"{\"jsonrpc\":\"2.0\",\"id\":3,\"error\":{\"data\":{\"__bytes\":5},\"code\":1}}\";"
                        + " send base64 in a string");
    }

    @Test
    void aBatchOfFaultsCostsNoMultipleOfItself() {
        Decoder large = JrpcCodec.builder().build().newDecoder();
        for (String item : List.of("1,", "{},", "{\"jsonrpc\":\"2.0\",\"id\":[]},", "[\"padding of some bytes\"],")) {
            for (int count : new int[] {1_000, 10_000}) {
                String items = item.repeat(count);
                byte[] payload =
                        ('[' + items.substring(0, items.length() - 1) + ']').getBytes(StandardCharsets.US_ASCII);
                large.decode(payload, 0, payload.length, Binding.plain());
                Message[] decoded = new Message[1];
                long allocated =
                        Allocation.of(() -> decoded[0] = large.decode(payload, 0, payload.length, Binding.plain()));
                assertThat(decoded[0]).isInstanceOf(count == 1_000 ? Batch.class : Malformed.class);
                // Measured 175,000 to 250,000 for a thousand, and 6,300 for what is too long; it was 2.9 MB where each
                // fault
                // quoted the payload.
                assertThat(allocated).as("%d of %s", count, item).isLessThan(count == 1_000 ? 400_000 : 10_000);
            }
        }
    }

    @Test
    void theFirstFaultsOfABatchQuoteItAndTheOthersSayTheirPlace() {
        JrpcCodec codec = JrpcCodec.builder().build();
        Batch batch = (Batch) codec.decode("[1,2,3,4]".getBytes(StandardCharsets.US_ASCII));
        assertThat(((Malformed) batch.messages().get(2)).problem())
                .isEqualTo("a message of the batch is a number at byte 5 of \"[1,2,3,4]\"; send an object");
        assertThat(((Malformed) batch.messages().get(3)).problem())
                .isEqualTo("a message of the batch is a number at byte 7; send an object");
    }

    @Test
    void batches() {
        invalidRequest(Id.NULL, "[]", "the batch is empty in \"[]\"; send at least one message");
        overLimit(
                ErrorCodes.INVALID_REQUEST,
                "[1,{},[]]",
                "a batch of 3 messages is over the limit of 2; send fewer at once, or raise maxBatch",
                "a batch of 3 messages is over the limit of 2 in \"[1,{},[]]\"; send fewer at once, or raise maxBatch");
        // It is counted before more of it is made, also where the JSON breaks off behind.
        overLimit(
                ErrorCodes.INVALID_REQUEST,
                "[[1],[2],[3],[4],[5]]",
                "a batch of 5 messages is over the limit of 2; send fewer at once, or raise maxBatch",
                "a batch of 5 messages is over the limit of 2 in \"[[1],[2],[3],[4],[5]]\"; send fewer at once, or raise maxBatch");
        unparsable(
                "[1,{},[],",
                "truncated: the JSON ends in the middle at byte 9 of \"[1,{},[],\"; send the whole of it in one frame");
        Message batch = decode("[[1],{\"jsonrpc\":\"2.0\",\"method\":\"m\"}]");
        assertThat(batch).isInstanceOfSatisfying(Batch.class, b -> {
            assertThat(b.messages().get(0))
                    .isEqualTo(Malformed.invalidRequest(
                            Id.NULL,
                            "a message of the batch is a list at byte 1 of \"[[1],{\"jsonrpc\":\"2.0\",\"method\":\"m\"}]\";"
                                    + " send an object"));
            assertThat(b.messages().get(1).toString()).isEqualTo("Call[id=none, method=m, params=()]");
        });
        unparsable(
                "[{\"jsonrpc\":\"2.0\",\"method\":\"m\"},{\"jsonrpc\"]",
                "not JSON: ']' where a colon should be at byte 42 of \"[{\"jsonrpc\":\"2.0\",\"method\":\"m\"},{\"jsonrpc\"]\"; send JSON (RFC 8259)");
    }

    private Message decode(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        // Amid other bytes, to see that it keeps to its own.
        byte[] buffer = new byte[bytes.length + 20];
        Arrays.fill(buffer, (byte) '7');
        System.arraycopy(bytes, 0, buffer, 10, bytes.length);
        return decoder.decode(buffer, 10, bytes.length, Binding.plain());
    }

    private void unparsable(String payload, String problem) {
        assertThat(decode(payload)).isEqualTo(Malformed.unparsable(problem));
    }

    private void unparsable(byte[] payload, String problem) {
        assertThat(decoder.decode(payload, 0, payload.length, Binding.plain()))
                .isEqualTo(Malformed.unparsable(problem));
    }

    private void overLimit(int code, String payload, String says, String problem) {
        Message message = decode(payload);
        assertThat(message).isEqualTo(new Malformed(Id.NULL, code, says, problem, true));
        assertThat(((Malformed) message).toErrorReply()).isEqualTo(new ErrorReply(Id.NULL, code, says, null));
    }

    private void invalidRequest(Id id, String payload, String problem) {
        assertThat(decode(payload)).isEqualTo(Malformed.invalidRequest(id, problem));
    }

    private void invalidReply(Id id, String payload, String problem) {
        assertThat(decode(payload)).isEqualTo(Malformed.invalidReply(id, problem));
    }
}
