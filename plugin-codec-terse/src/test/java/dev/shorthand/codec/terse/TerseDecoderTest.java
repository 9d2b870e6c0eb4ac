package dev.shorthand.codec.terse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Lines as they are typed, and what is said of those that are none. */
final class TerseDecoderTest {
    private static final TerseCodec CODEC =
            TerseCodec.builder().maxDepth(4).maxNumber(20).maxString(30).build();

    @Test
    void calls() {
        reads("add[1] a:1 b:2", "Call[id=1, method=add, params={a=1, b=2}]");
        reads("add/1 a:1", "Call[id=1, method=add, params={a=1}]");
        reads("add[-9223372036854775808]", "Call[id=-9223372036854775808, method=add, params=()]");
        reads("add/0", "Call[id=0, method=add, params=()]");
        reads("add[ -7 ]a:1", "Call[id=-7, method=add, params={a=1}]");
        reads("dir/add a:1", "Call[id=none, method=dir/add, params={a=1}]");
        reads("dir/5[7]", "Call[id=7, method=dir/5, params=()]");
        reads("  quit  ", "Call[id=none, method=quit, params=()]");
        reads("quit\r\n", "Call[id=none, method=quit, params=()]");
        reads("m a : [ 1 [2]\"x\"[ ] ] b:{ }", "Call[id=none, method=m, params={a=[1, [2], x, []], b={}}]");
        reads("m a:true b:false c:null", "Call[id=none, method=m, params={a=true, b=false, c=null}]");
        reads("m a:1 b:2 a:3", "Call[id=none, method=m, params={a=3, b=2}]");
        reads(
                "gr\u00fc\u00dfe \u00fc:\"\u20ac \ud83d\ude00\"",
                "Call[id=none, method=gr\u00fc\u00dfe, params={\u00fc=\u20ac \ud83d\ude00}]");
        reads("m a:\"1 \\\"2\\\" \\n \\\\n \\t\"", "Call[id=none, method=m, params={a=1 \"2\" \\n \\n \\t}]");
    }

    @Test
    void numbers() {
        reads("[1]:-0", "Reply[id=1, result=0]");
        reads("[1]:007", "Reply[id=1, result=7]");
        reads("[1]:-.5", "Reply[id=1, result=-0.5]");
        reads("[1]:1.", "Reply[id=1, result=1.0]");
        reads("[1]:1E5", "Reply[id=1, result=100000.0]");
        reads("[1]:-9223372036854775808", "Reply[id=1, result=-9223372036854775808]");
        reads("[1]:00000000000000000001", "Reply[id=1, result=1]");
        reads("[1]:9223372036854775808", "Reply[id=1, result=9223372036854775808]");
    }

    @Test
    void answers() {
        reads("[5]:1", "Reply[id=5, result=1]");
        reads(" [ 5 ] : [1 2]", "Reply[id=5, result=[1, 2]]");
        reads("[5]! message:\"m\" details:\"d\"", "ErrorReply[id=5, code=0, message=m, data=d]");
        reads("[5]!code:-3 more:[1] details:{a:1}", "ErrorReply[id=5, code=-3, message=Unknown error, data={a=1}]");
        reads("[null]! message:\"m\"", "ErrorReply[id=null, code=0, message=m, data=null]");
    }

    @Test
    void saysTheColumnAndWhatWasExpected() {
        refuses("m a", "column 4: expected ':' after the name 'a', found the end of the line; write name:value");
        refuses(
                "m a:",
                "column 5: expected a value, found the end of the line; write a number, \"text\", 'base64', [list],"
                        + " {map}, true, false or null");
        refuses(
                "m a:abc",
                "column 5: expected a value, found 'abc'; write a number, \"text\", 'base64', [list], {map}, true,"
                        + " false or null");
        refuses(
                "m:1",
                "column 2: expected a space after the method 'm', found ':'; write name[id] name:value, for example"
                        + " add[1] a:1 b:2");
        refuses(
                "m\ta:1",
                "column 2: expected a space after the method 'm', found a tab; write name[id] name:value, for"
                        + " example add[1] a:1 b:2");
        refuses(
                "{}",
                "column 1: expected the name of a method, found '{'; write name[id] name:value, for example add[1] a:1 b:2");
        refuses("/5", "column 1: the method has no name; write name[id] name:value, for example add[1] a:1 b:2");
        refuses("m :1", "column 3: expected a parameter's name, found ':'; write name:value");
        refuses("m a:1, b:2", "column 6: expected a parameter's name, found ','; separate by spaces, not by commas");
        refuses("m a:[1,2]", "column 7: expected a value, found ',2'; separate by spaces, not by commas");
        refuses(
                "m \u00fc\u20ac:\ud83d\ude00",
                "column 6: expected a value, found '\ud83d\ude00'; write a number, \"text\", 'base64',"
                        + " [list], {map}, true, false or null");
    }

    @Test
    void saysWhatDoesNotEnd() {
        refuses(
                "m a:\"x\\\"",
                "column 5: a string begins and does not end; close it with \", and write \\\" for a quote in it");
        refuses("m a:'AA==", "column 5: bytes begin and do not end; close them with '");
        refuses("m a:[1 [2]", "column 5: a list begins and does not end; close it with ]");
        refuses("m a:{b:{c:1}", "column 5: a map begins and does not end; close it with }");
        refuses("m a:[1]]", "column 8: expected a parameter's name, found ']'; write name:value");
        refuses("m a:{b:1]", "column 9: expected a name or '}', found ']'; write name:value");
    }

    @Test
    void saysWhatIsNoNumber() {
        refuses(
                "m a:-",
                "column 6: expected a digit, found the end of the line; write a number such as 42, -1.5 or 1e+10");
        refuses(
                "m a:1e:5",
                "column 7: expected a digit of the exponent, found ':'; write numbers such as 42, -1.5 or 1e+10");
        refuses(
                "m a:1-2",
                "column 6: expected a space after the number, found '-2'; write numbers such as 42, -1.5 or 1e+10");
        refuses("m a:1e999", "column 5: a number past all doubles; send it as a string");
    }

    @Test
    void saysWhatIsNoBase64AndNoUtf8() {
        String noBase64 =
                "column 6: what stands between ' and ' is not base64; write it in the standard alphabet, with padding";
        refuses("m a:'AQI'", noBase64);
        refuses("m a:'A Q!I=='", noBase64);
        refuses("m a:'-_8='", noBase64);
        Malformed malformed = (Malformed) CODEC.decode("add[7] a:\"\u00ff\"".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(malformed.id()).isEqualTo(Id.of(7));
        assertThat(malformed.message()).isEqualTo("column 11: the byte 0xff is not UTF-8; send UTF-8");
    }

    @Test
    void namesTheLimit() {
        refuses("m a:[[[[", "column 8: nesting 5 deep or more is over the limit of 4; nest less, or raise maxDepth");
        refuses(
                "m a:" + "1".repeat(21),
                "column 5: a number of 21 digits is over the limit of 20; send it as a string, or raise maxNumber");
        refuses(
                "m a:\"" + "x".repeat(31) + "\"",
                "column 5: a string of 31 bytes is over the limit of 30; send less, or raise maxString");
    }

    @Test
    void aCallThatCannotBeReadIsAnsweredUnderItsId() {
        Malformed malformed = (Malformed) decode("add[7] a:x");
        assertThat(malformed.toErrorReply().toString())
                .isEqualTo(
                        "ErrorReply[id=7, code=-32700, message=column 10: expected a value, found 'x'; write a number, \"text\","
                                + " 'base64', [list], {map}, true, false or null, data=null]");
        assertThat(malformed.answerable()).isTrue();
        assertThat(malformed.problem()).endsWith("; in \"add[7] a:x\"");
    }

    @Test
    void anAnswerThatCannotBeReadIsNotAnswered() {
        invalidAnswer(
                Id.NULL, "[x]:1", "column 2: expected an id, found 'x'; give a whole number of 64 bits, for example 1");
        invalidAnswer(
                Id.NULL,
                "[99999999999999999999]:1",
                "column 2: expected an id, found '99999999999999999999'; give a whole number"
                        + " of 64 bits, for example 1");
        invalidAnswer(
                Id.NULL, "[]:1", "column 2: expected an id, found ']'; give a whole number of 64 bits, for example 1");
        invalidAnswer(
                Id.NULL,
                "[9223372036854775808]:1",
                "column 2: expected an id, found '9223372036854775808'; give a whole number"
                        + " of 64 bits, for example 1");
        invalidAnswer(Id.NULL, "[null]:1", "column 8: a result whose id is null; send that of the call");
        invalidAnswer(
                Id.of(5),
                "[5]?1",
                "column 4: expected ':' or '!' after the id, found '?1'; write [id]:value, or [id]! message:\"text\"");
        invalidAnswer(
                Id.of(5), "[5]:1[6]:2", "column 6: expected the end of the line, found '['; send one message a line");
        invalidAnswer(Id.of(5), "[5]! message:7", "column 14: message is an integer; send a string");
        invalidAnswer(Id.of(5), "[5]! code:1.5", "column 11: code is a number with a fraction; send an integer");
    }

    private static void invalidAnswer(Id id, String line, String problem) {
        assertThat(decode(line)).isEqualTo(Malformed.invalidReply(id, problem + "; in \"" + line + '"'));
    }

    private static void reads(String line, String message) {
        assertThat(decode(line)).hasToString(message);
    }

    private static void refuses(String line, String message) {
        Message found = decode(line);
        assertThat(found).as(line).isInstanceOf(Malformed.class);
        Malformed malformed = (Malformed) found;
        assertThat(malformed.message()).as(line).isEqualTo(message);
        assertThat(malformed.code()).isEqualTo(ErrorCodes.PARSE_ERROR);
        assertThat(malformed.answerable()).isTrue();
    }

    private static Message decode(String line) {
        return CODEC.decode(line.getBytes(StandardCharsets.UTF_8));
    }
}
