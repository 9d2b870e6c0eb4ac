package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Expression;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code strict=true} refuses, and nobody else; the same decoder reads the next message. */
final class StrictTest {
    private static final Codec CODEC =
            new JrpcProvider().create(Expression.parse("jrpc?strict=true"), Limits.defaults());

    private final Decoder strict = CODEC.newDecoder();
    private final Decoder lenient = JrpcCodec.builder().build().newDecoder();

    @AfterEach
    void theNextMessageIsRead() {
        assertThat(decode(strict, "{'jsonrpc':'2.0','id':1,'method':'m','params':[1]}"))
                .hasToString("Call[id=1, method=m, params=[1]]");
    }

    @Test
    void paramsAreAnObjectOrAList() {
        refusedParams("{'jsonrpc':'2.0','id':3,'method':'m','params':null}", Id.of(3), "params is null at byte 46");
        refusedParams("{'jsonrpc':'2.0','params':5,'id':3,'method':'m'}", Id.of(3), "params is a number at byte 26");
        refusedParams(
                "{'jsonrpc':'2.0','id':'x','method':'m','params':'a'}", Id.of("x"), "params is a string at byte 48");
        refusedParams("{'jsonrpc':'2.0','id':null,'method':'m','params':5}", Id.NULL, "params is a number at byte 49");
    }

    @Test
    void badParamsOfANotificationAreNotAnswered() {
        String notification = "{'jsonrpc':'2.0','method':'m','params':5}";
        assertThat(decode(strict, notification)).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.code()).isEqualTo(ErrorCodes.INVALID_PARAMS);
            assertThat(malformed.answerable()).isFalse();
        });
    }

    @Test
    void whatIsWrongWithTheCallItselfComesBeforeItsParams() {
        refusedAs(
                "{'jsonrpc':'2.0','id':3,'method':7,'params':5}",
                Malformed.invalidRequest(Id.of(3), ""),
                "method is a number at byte 33");
        refusedAs(
                "{'jsonrpc':'2.0','id':[],'method':'m','params':5}",
                Malformed.invalidRequest(Id.NULL, ""),
                "id is a list at byte 22");
    }

    @Test
    void idsAreNumbersStringsOrNull() {
        refused("{'jsonrpc':'2.0','id':true,'method':'m'}", Id.NULL, "id is a boolean at byte 22");
        Call call = new Call(Id.ofValue(true), "m", Params.absent());
        assertThatThrownBy(() -> CODEC.encode(call))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("a boolean is no id where strict=true; give a number or a string");
    }

    @Test
    void aMessageIsOfOneKind() {
        refused(
                "{'jsonrpc':'2.0','id':3,'method':'m','result':1}",
                Id.of(3),
                "more than one of method, result and error in");
        refused("{'jsonrpc':'2.0','error':{},'method':'m'}", Id.NULL, "more than one of method, result and error in");
        refusedReply(
                "{'jsonrpc':'2.0','id':3,'result':1,'error':{'code':1,'message':''}}",
                "more than one of method, result and error in");
    }

    @Test
    void thereAreNoOtherKeysThanThoseOfTheSpecification() {
        refused(
                "{'jsonrpc':'2.0','id':3,'more':[{'method':1}],'method':'m','params':[1]}",
                Id.of(3),
                "the unknown key \"more\" at byte 31 of");
        refused("{'jsonrpc':'2.0','\\u0069d2':1,'method':'m','id':3}", Id.of(3), "the unknown key \"id2\" at byte");
        // Which comes before what is wrong with the params.
        refusedAs(
                "{'jsonrpc':'2.0','id':3,'method':'m','params':5,'more':1}",
                Malformed.invalidRequest(Id.of(3), ""),
                "the unknown key \"more\" at byte 55 of");
        refusedReply("{'jsonrpc':'2.0','id':3,'result':1,'more':1}", "the unknown key \"more\" at byte 42 of");
        refusedReply("{'jsonrpc':'2.0','id':3,'result':1,'params':[]}", "params in a reply in");
    }

    @Test
    void aReplyHasAnId() {
        refusedReply("{'jsonrpc':'2.0','result':1}", "id is missing in a reply in");
        refusedReply("{'jsonrpc':'2.0','error':{'code':1,'message':''}}", "id is missing in a reply in");
    }

    @Test
    void anErrorHasCodeAndMessage() {
        for (String error : List.of(
                "{}",
                "{'code':1}",
                "{'message':'x'}",
                "{'code':1.5,'message':'x'}",
                "{'code':'1','message':'x'}",
                "{'code':1,'message':null}")) {
            refusedReply(
                    "{'jsonrpc':'2.0','id':3,'error':" + error + "}",
                    "the error has no whole number as code, or no string as message in");
        }
    }

    @Test
    void nothingFollowsTheMessage() {
        for (String message : List.of("{'jsonrpc':'2.0','method':'m'}", "[{'jsonrpc':'2.0','method':'m'}]")) {
            assertThat(decode(lenient, message + "{}")).isNotInstanceOf(Malformed.class);
            assertThat(decode(strict, message + " {}")).isInstanceOfSatisfying(Malformed.class, malformed -> {
                assertThat(malformed.code()).isEqualTo(ErrorCodes.PARSE_ERROR);
                assertThat(malformed.problem())
                        .startsWith("text after the message at byte " + (message.length() + 1) + " of \"")
                        .endsWith("\"; send one message alone");
            });
            assertThat(decode(strict, " " + message + " \r\n\t")).isNotInstanceOf(Malformed.class);
            assertThat(decode(strict, message + " ".repeat(2_000))).isNotInstanceOf(Malformed.class);
        }
    }

    @Test
    void oneWrongMessageOfABatchCostsItselfAlone() {
        Message batch =
                decode(strict, "[{'jsonrpc':'2.0','id':1,'method':'a','params':7},{'jsonrpc':'2.0','method':'b'}]");
        assertThat(batch).isInstanceOfSatisfying(Batch.class, b -> {
            assertThat(b.messages().get(0)).isInstanceOf(Malformed.class);
            assertThat(b.messages().get(1)).hasToString("Call[id=none, method=b, params=()]");
        });
    }

    @Test
    void whatTheSpecificationAllowsIsRead() {
        for (String message : List.of(
                "{'jsonrpc':'2.0','id':null,'method':'m','params':{}}",
                "{'jsonrpc':'2.0','id':1.5,'method':'m','params':[1]}",
                "{'jsonrpc':'2.0','id':'x','result':null}",
                "{'jsonrpc':'2.0','id':null,'error':{'code':-32700,'message':'Parse error'}}")) {
            assertThat(decode(strict, message))
                    .as(message)
                    .isNotInstanceOf(Malformed.class)
                    .isEqualTo(decode(lenient, message));
        }
    }

    private void refused(String message, Id id, String problem) {
        assertThat(decode(lenient, message)).as(message).isInstanceOf(Call.class);
        refusedAs(message, Malformed.invalidRequest(id, ""), problem);
    }

    private void refusedParams(String message, Id id, String problem) {
        assertThat(decode(lenient, message)).as(message).isInstanceOf(Call.class);
        refusedAs(message, new Malformed(id, ErrorCodes.INVALID_PARAMS, "Invalid params", "", true), problem);
    }

    private void refusedReply(String message, String problem) {
        assertThat(decode(lenient, message)).as(message).isNotInstanceOf(Malformed.class);
        refusedAs(message, Malformed.invalidReply(message.contains("'id':3") ? Id.of(3) : Id.NULL, ""), problem);
    }

    private void refusedAs(String message, Malformed kind, String problem) {
        assertThat(decode(strict, message)).as(message).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.problem()).startsWith(problem).contains("; send ");
            assertThat(malformed)
                    .isEqualTo(new Malformed(
                            kind.id(), kind.code(), kind.message(), malformed.problem(), kind.answerable()));
        });
    }

    private static Message decode(Decoder decoder, String message) {
        byte[] bytes = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return decoder.decode(bytes, 0, bytes.length, Binding.plain());
    }
}
