package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JrpcDecoderTest {
    private final Decoder decoder = JrpcCodec.builder().build().newDecoder();
    private final Recorder recorder = new Recorder();

    @Test
    void readsParamsStraightForAMethodThatIsKnown() {
        Message message = decode("{'jsonrpc':'2.0','id':1,'method':'add','params':{'a':1}}", recorder);
        assertThat(recorder.asked).containsExactly("params of add: MAP");
        assertThat(((Call) message).params().boundTo(recorder)).containsExactly("bound");
    }

    @Test
    void readsPlainParamsForAMethodThatIsNotKnownYet() {
        Message message = decode("{'params':{'a':1},'jsonrpc':'2.0','method':'add'}", recorder);
        assertThat(recorder.asked).containsExactly("params of : MAP");
        assertThat(message).isInstanceOf(Call.class);
    }

    @Test
    void readsResultsForTheIdThatIsKnown() {
        decode("{'jsonrpc':'2.0','id':7,'result':[1]}", recorder);
        decode("{'jsonrpc':'2.0','result':[1],'id':7}", recorder);
        assertThat(recorder.asked).containsExactly("result of 7: LIST", "result of none: LIST");
    }

    @Test
    void beginsAgainWithPlainValuesWhenTheyDoNotFit() {
        recorder.mismatch = true;
        assertThat(decode("{'jsonrpc':'2.0','id':1,'method':'add','params':{'a':[1,{'b':2}]}}", recorder)
                        .toString())
                .isEqualTo("Call[id=1, method=add, params={a=[1, {b=2}]}]");
        assertThat(decode("{'jsonrpc':'2.0','id':1,'result':{'a':[1]}}", recorder)
                        .toString())
                .isEqualTo("Reply[id=1, result={a=[1]}]");
    }

    @Test
    void aMethodGivenTwiceDoesNotGetTheParamsOfTheFirst() {
        Message message = decode("{'jsonrpc':'2.0','method':'a','params':[1],'method':'b'}", recorder);
        assertThat(message.toString()).isEqualTo("Call[id=none, method=b, params=[1]]");
        assertThat(((Call) message).params().boundTo(recorder)).isNull();
    }

    @Test
    void anIdGivenTwiceDoesNotGetTheResultOfTheFirst() {
        assertThat(decode("{'jsonrpc':'2.0','id':1,'result':[5],'id':2}", recorder))
                .isEqualTo(new Reply(Id.of(2), List.of(5L)));
    }

    @Test
    void precedenceIsMethodResultErrorInAnyOrder() {
        assertThat(decode("{'jsonrpc':'2.0','error':{},'result':1,'method':'m','id':1}"))
                .isInstanceOf(Call.class);
        assertThat(decode("{'jsonrpc':'2.0','error':{},'result':1,'id':1}")).isInstanceOf(Reply.class);
        assertThat(decode("{'jsonrpc':'2.0','result':null,'error':{},'id':1}")).isInstanceOf(Reply.class);
    }

    @Test
    void knowsItsKeysHoweverTheyAreWritten() {
        Message call = new Call(Id.of(1), "m", Params.absent());
        for (String json : List.of(
                "{'jsonrpc':'2.0','id':1,'method':'m'}",
                "{ 'jsonrpc' : '2.0' , 'id' : 1 , 'method' : 'm' }",
                "{'id':1,'method':'m','jsonrpc':'2.0'}",
                "{'jsonrpc':'1.0','jsonrpc':'2.0','id':1,'method':'m'}",
                "{'\\u006asonrpc':'2.0','\\u0069d':1,'meth\\u006fd':'m'}",
                "{'jsonrpc':'2.0','id':1,'method':'m','':2,'i':3,'id\\u0000':4,'params\\u0000':5,'jsonrpcs':6,'methods':7}")) {
            assertThat(decode(json)).as(json).isEqualTo(call);
        }
        for (String json :
                List.of("{'jsonrpc':'2.0'", "{'jsonrpc':'2.0',", "{'jsonrpc':'2.0' 1", "{'jsonrpc':'2.0'1}")) {
            assertThat(decode(json)).as(json).isInstanceOf(Malformed.class);
        }
        assertThat(decode("{'jsonrpc':'2.0','jsonrpc':'1.0','id':1,'method':'m'}"))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void passesOverUnknownKeysHoweverDeep() {
        assertThat(decode("{'x':{'y':[{'z':{'__bytes':5}}]},'jsonrpc':'2.0','method':'m','more':[[]]}")
                        .toString())
                .isEqualTo("Call[id=none, method=m, params=()]");
    }

    @Test
    void keepsIdsAsTheyCame() {
        assertThat(id("7")).isEqualTo(Id.of(7));
        assertThat(id("-9223372036854775808")).isEqualTo(Id.of(Long.MIN_VALUE));
        assertThat(id("'7'")).isEqualTo(Id.of("7"));
        assertThat(id("null")).isEqualTo(Id.NULL);
        assertThat(id("true")).isEqualTo(Id.ofValue(true));
        assertThat(id("1.5")).isEqualTo(Id.ofValue(1.5));
        assertThat(id("18446744073709551615")).isEqualTo(Id.ofValue(new BigInteger("18446744073709551615")));
        assertThat(((Call) decode("{'jsonrpc':'2.0','method':'m'}")).isNotification())
                .isTrue();
    }

    @Test
    void givesTheSameStringForAMethodThatIsCalledAgain() {
        String first = ((Call) decode("{'jsonrpc':'2.0','method':'echo.say'}")).method();
        String second = ((Call) decode("{'jsonrpc':'2.0','method':'echo.say'}")).method();
        assertThat(second).isSameAs(first);
        for (int i = 0; i < 1_000; i++) {
            assertThat(((Call) decode("{'jsonrpc':'2.0','method':'m" + i + "'}")).method())
                    .isEqualTo("m" + i);
        }
        assertThat(((Call) decode("{'jsonrpc':'2.0','method':'" + "x".repeat(100) + "\\u00e9é'}")).method())
                .isEqualTo("x".repeat(100) + "éé");
    }

    @Test
    void readsNamesThatNeverComeAgain() {
        byte[] payload =
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a000000\":0}}".getBytes(StandardCharsets.US_ASCII);
        int digits = new String(payload, StandardCharsets.US_ASCII).indexOf("000000");
        String last = "";
        for (int i = 0; i < 100_000; i++) {
            for (int digit = 5, rest = i; digit >= 0; digit--, rest /= 10) {
                payload[digits + digit] = (byte) ('0' + rest % 10);
            }
            Call call = (Call) decoder.decode(payload, 0, payload.length, Binding.plain());
            last = call.params().name(0);
        }
        assertThat(last).isEqualTo("a099999");
    }

    @Test
    void readsABatchInOrder() {
        Message message =
                decode("[{'jsonrpc':'2.0','method':'a','id':1},{'jsonrpc':'2.0','id':2,'result':3}]", recorder);
        assertThat(message)
                .isInstanceOfSatisfying(
                        Batch.class,
                        batch -> assertThat(batch.messages())
                                .containsExactly(
                                        new Call(Id.of(1), "a", Params.absent()), new Reply(Id.of(2), "bound")));
    }

    @Test
    void mapsWithMoreThanBytesAreMaps() {
        assertThat(result("{'__bytes':'AQI=','other':[1]}").toString()).isEqualTo("{__bytes=AQI=, other=[1]}");
        assertThat(result("{'other':1,'__bytes':'AQI='}").toString()).isEqualTo("{other=1, __bytes=AQI=}");
        assertThat(result("{'__bytes':'AQI=','__bytes':'AQI='}").toString()).isEqualTo("{__bytes=AQI=}");
        assertThat(result("{'__bytes':'AQI='}")).isEqualTo(new byte[] {1, 2});
        assertThat(result("{'__bytes':''}")).isEqualTo(new byte[0]);
        assertThat(result("[{'a':{'__bytes':'//4='}},{}]").toString()).startsWith("[{a=[B@");
    }

    @Test
    void skipsWhatNobodyAsksFor() {
        Binding skipping = new Binding() {
            @Override
            public Params readParams(String method, ValueReader in) {
                List<String> seen = new ArrayList<>();
                while (in.next() != Token.END_MAP) {
                    String name = in.string();
                    in.next();
                    in.skip();
                    seen.add(name + " to " + in.token());
                }
                return Params.positional(seen.toArray());
            }

            @Override
            public @Nullable Object readResult(Id id, ValueReader in) {
                in.skip();
                return in.token();
            }
        };
        assertThat(decode(
                                "{'jsonrpc':'2.0','method':'m','params':{'a':[[1],{}],'b':{},'c':{'x':{'y':1}},'d':'s',"
                                        + "'e':{'__bytes':'AQI='},'f':{'__bytes':'AQI=','o':[1]},'g':[]},'id':9}",
                                skipping)
                        .toString())
                .isEqualTo("Call[id=9, method=m, params=[a to END_LIST, b to END_MAP, c to END_MAP, d to STRING, "
                        + "e to BYTES, f to END_MAP, g to END_LIST]]");
        assertThat(decode("{'jsonrpc':'2.0','id':1,'result':{'a':1}}", skipping))
                .isEqualTo(new Reply(Id.of(1), Token.END_MAP));
    }

    @Test
    void numbersKeepTheirValue() {
        assertThat(result("-0")).isEqualTo(0L);
        assertThat(result("-0.0")).isEqualTo(-0.0);
        assertThat(result("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(result("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(result("1e5")).isEqualTo(1e5);
        Binding exact = new Binding() {
            @Override
            public Params readParams(String method, ValueReader in) {
                return Params.absent();
            }

            @Override
            public Object readResult(Id id, ValueReader in) {
                return in.token() == Token.DOUBLE ? in.bigDecimal() : in.bigInteger();
            }
        };
        assertThat(((Reply) decode("{'jsonrpc':'2.0','id':1,'result':0.10000000000000000000001}", exact)).result())
                .isEqualTo(new BigDecimal("0.10000000000000000000001"));
    }

    @Test
    void numbersPastAllDoublesAreInfiniteUnlessTheyAreExact() {
        assertThat(result("[1e400,-1e400,1.7976931348623159e308,1.7976931348623157e308,1e-400]"))
                .isEqualTo(List.of(
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        Double.MAX_VALUE,
                        0.0));
        assertThat(result("1" + "0".repeat(400))).isEqualTo(BigInteger.TEN.pow(400));
        JrpcCodec exact = JrpcCodec.builder().decimal(JrpcCodec.Decimal.EXACT).build();
        assertThat(exact.decode(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1e99999999999}".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(
                        Malformed.invalidReply(
                                Id.of(1),
                                "the exponent of 1e99999999999 is out of range at byte 33 of"
                                        + " \"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1e99999999999}\"; send one within 32 bits"));
    }

    @Test
    void exactDecimalsKeepAllTheirDigits() {
        JrpcCodec exact = JrpcCodec.builder().decimal(JrpcCodec.Decimal.EXACT).build();
        for (String digits :
                List.of("0.1", "1.50", "-0.0", "1e5", "1E-30", "0.10000000000000000000001", "1e400", "1e99999")) {
            byte[] payload = ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[7," + digits + "]}")
                    .getBytes(StandardCharsets.US_ASCII);
            Reply reply = (Reply) exact.decode(payload);
            assertThat(reply).isEqualTo(new Reply(Id.of(1), List.of(7L, new BigDecimal(digits))));
            assertThat(exact.decode(exact.encode(reply))).isEqualTo(reply);
        }
        byte[] call = "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"m\"}".getBytes(StandardCharsets.US_ASCII);
        assertThat(exact.decode(call)).isEqualTo(new Call(Id.ofValue(1.5), "m", Params.absent()));
    }

    @Test
    void keepsNothingOfThePayload() {
        byte[] payload =
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[\"text\"]}".getBytes(StandardCharsets.US_ASCII);
        Message message = decoder.decode(payload, 0, payload.length, Binding.plain());
        Arrays.fill(payload, (byte) 'x');
        assertThat(message.toString()).isEqualTo("Call[id=none, method=m, params=[text]]");
    }

    private Id id(String json) {
        Call call = (Call) decode("{'jsonrpc':'2.0','method':'m','id':" + json + "}");
        return call.id();
    }

    private Object result(String json) {
        return Objects.requireNonNull(((Reply) decode("{'jsonrpc':'2.0','id':1,'result':" + json + "}")).result());
    }

    private Message decode(String json) {
        return decode(json, Binding.plain());
    }

    private Message decode(String json, Binding binding) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return decoder.decode(bytes, 0, bytes.length, binding);
    }

    /** Notes what it is asked to read, and gives something of its own. */
    private static final class Recorder implements Binding {
        private final List<String> asked = new ArrayList<>();
        private boolean mismatch;

        @Override
        public Params readParams(String method, ValueReader in) {
            asked.add("params of " + method + ": " + in.token());
            in.next();
            if (mismatch) {
                throw new MismatchException("not so");
            }
            while (in.next() != Token.END_MAP && in.token() != Token.END_LIST) {
                in.skip();
            }
            return Params.bound(this, new String[] {"value"}, new Object[] {"bound"}, -1);
        }

        @Override
        public Object readResult(Id id, ValueReader in) {
            asked.add("result of " + id + ": " + in.token());
            if (mismatch) {
                in.next();
                throw new MismatchException("not so");
            }
            in.skip();
            return "bound";
        }
    }
}
