package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is JSON, and what it says, is what Jackson's parser makes of it. */
final class TokenizerTest {
    private static final List<String> SEEDS = List.of(
            "{\"jsonrpc\":\"2.0\",\"id\":-12,\"method\":\"m\",\"params\":{\"a\":[1.5e-3,true,null],\"\\u00e9\\n\":\"x\\\"y\"}}",
            " [ { } , [ ] , false , \"grüße €\" , 0 , -0.0 , 12345678901234567890 ]\r\n\t",
            "[1,2,3,\"\\ud83d\\ude00\",\"\\ud800\",{\"a\":{\"b\":{\"c\":[]}}},1E+30,0.1]",
            "\"a text of more than eight bytes with \\\\ and \\/ in it\"");
    private static final byte[] SPICE = "{}[]\",:\\ \n\t0123.-+eEtfnu/é".getBytes(StandardCharsets.UTF_8);

    private final Random random = new Random(20261123);
    private final Faults faults = new Faults(Limits.defaults());
    private final Tokenizer tokens =
            new Tokenizer(new Settings(false, false, false, Integer.MAX_VALUE, Limits.defaults()), faults);

    @Test
    void readsWhatJacksonReadsAndRefusesWhatItRefuses() {
        int read = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] text = SEEDS.get(round % SEEDS.size()).getBytes(StandardCharsets.UTF_8);
            for (int left = random.nextInt(3); left > 0; left--) {
                int at = random.nextInt(text.length);
                text[at] = SPICE[random.nextInt(SPICE.length)];
            }
            // Jackson takes bad UTF-8 on trust; Utf8 is tested by itself.
            if (Utf8.firstFault(text, 0, text.length) == text.length) {
                List<Object> expected = byJackson(text);
                assertRead(text, expected);
                read += expected.contains("refused") ? 0 : 1;
            }
        }
        assertThat(read).isBetween(10_000, 50_000);
    }

    @Test
    void theEndOfATextIsFoundWhereverItStands() {
        for (String part : List.of("x", "é", "\u20ac", "\ud83d\ude00", "\\\"", "\\n", "\\u0001", "\u007f")) {
            for (int before = 0; before < 2200; before += before < 90 ? 1 : 37) {
                String inner = "a".repeat(before) + part + "b".repeat(before % 19) + part;
                byte[] text = ("[\"" + inner + "\"]").getBytes(StandardCharsets.UTF_8);
                assertThat(here(text)).isEqualTo(byJackson(text));
            }
        }
        for (char bad = 0; bad < ' '; bad++) {
            for (int before = 0; before < 1200; before += before < 40 ? 1 : 61) {
                for (String start : List.of("", "é")) {
                    byte[] text = ("[\"" + start + "a".repeat(before) + bad + "b".repeat(40) + "\"]")
                            .getBytes(StandardCharsets.UTF_8);
                    assertThat(here(text)).isEqualTo(List.of("refused"));
                }
            }
        }
    }

    @Test
    void aByteThatIsNotUtf8IsFoundWhereverItStands() {
        for (int bad = 0x80; bad <= 0xff; bad++) {
            for (int before = 0; before < 1200; before += before < 20 ? 1 : 67) {
                byte[] text =
                        ("[\"" + "a".repeat(before) + "?" + "b".repeat(300) + "\"]").getBytes(StandardCharsets.UTF_8);
                text[before + 2] = (byte) bad;
                assertThat(here(text)).as("0x%x after %d", bad, before).isEqualTo(List.of("refused"));
            }
        }
    }

    @Test
    void namesAreReadInWhateverOrderTheyCome() {
        List<String> names = new ArrayList<>(List.of("", "\\u0000", "\\\"", "\\u0069d", "é", "__bytes"));
        for (int length : new int[] {1, 2, 5, 6, 7, 8, 9, 15, 16, 17, 63, 64, 65}) {
            names.add("n".repeat(length));
            names.add("n".repeat(length - 1) + "m");
            names.add("m" + "n".repeat(length - 1));
        }
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder("{");
            int from = random.nextInt(names.size());
            for (int i = random.nextInt(6); i >= 0; i--) {
                // Now in the same order as before, now in another.
                int which = random.nextInt(8) == 0 ? random.nextInt(names.size()) : (from + i) % names.size();
                text.append('"').append(names.get(which)).append(random.nextInt(9) == 0 ? "\" : " : "\":");
                text.append(random.nextInt(5) == 0 ? "\"text\"" : random.nextInt(4) == 0 ? "{\"n\":[]}" : "1");
                text.append(i > 0 ? "," : "}");
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            assertRead(bytes, byJackson(bytes));
        }
        for (String bad :
                List.of("{\"\0\0\":1}", "{,\"id\":1}", "{\"id\"1}", "{\"id\":}", "{\"id", "{\"id\"", "{\"id\":")) {
            assertRead(bad.getBytes(StandardCharsets.UTF_8), List.of("refused"));
        }
    }

    private void assertRead(byte[] text, List<Object> expected) {
        assertThat(here(text)).as(new String(text, StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(memberByMember(text))
                .as("%s, member by member", new String(text, StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    @Test
    void doublesAreTheNearestOnes() {
        for (int round = 0; round < 100_000; round++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(number(Double.toString(value))).isEqualTo(value);
            }
            String digits = (random.nextBoolean() ? "-" : "") + random.nextInt(1_000) + "."
                    + random.nextInt(100_000_000) + (random.nextBoolean() ? "" : "e" + (random.nextInt(60) - 30));
            assertThat(number(digits)).as(digits).isEqualTo(Double.parseDouble(digits));
        }
        for (String digits :
                List.of("9007199254740993.0", "9007199254740993e22", "123456789012345678e-5", "0.0e99", "-0e0")) {
            assertThat(number(digits)).as(digits).isEqualTo(Double.parseDouble(digits));
        }
    }

    @Test
    void wholeNumbersOfSixtyFourBitsAreLongs() {
        for (String digits : List.of(
                "0",
                "-0",
                "999999999999999999",
                "9223372036854775807",
                "-9223372036854775808",
                "1000000000000000000")) {
            assertThat(first("[" + digits + "]")).as(digits).isEqualTo(Token.LONG);
            assertThat(tokens.longValue()).isEqualTo(Long.parseLong(digits));
        }
        for (String digits : List.of(
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "-9999999999999999999",
                "10000000000000000000",
                "18446744073709551616")) {
            assertThat(first("[" + digits + "]")).as(digits).isEqualTo(Token.BIG_INTEGER);
            assertThat(tokens.bigInteger()).hasToString(digits);
        }
    }

    private double number(String digits) {
        assertThat(first("[" + digits + "]")).as(digits).isEqualTo(Token.DOUBLE);
        return tokens.doubleValue();
    }

    private Token first(String list) {
        begin(list.getBytes(StandardCharsets.US_ASCII));
        tokens.next();
        return tokens.next();
    }

    private void begin(byte[] text) {
        faults.begin(text, 0, text.length);
        tokens.begin(text, 0, text.length);
    }

    private List<Object> here(byte[] text) {
        List<Object> seen = new ArrayList<>();
        begin(text);
        try {
            do {
                Token token = tokens.next();
                seen.add(seen(token));
            } while (tokens.depth() > 0);
            if (tokens.rest() >= 0) {
                seen.add("refused");
            }
        } catch (MalformedException e) {
            seen.add("refused");
        }
        return seen.contains("refused") ? List.of("refused") : seen;
    }

    private Object seen(Token token) {
        return switch (token) {
            case NAME -> "name " + tokens.name();
            case STRING -> "string " + tokens.text();
            case LONG -> tokens.longValue();
            case BIG_INTEGER -> tokens.bigInteger();
            case DOUBLE, DECIMAL -> tokens.doubleValue();
            default -> token;
        };
    }

    private List<Object> memberByMember(byte[] text) {
        List<Object> seen = new ArrayList<>();
        begin(text);
        try {
            readValue(tokens.next(), seen);
            if (tokens.rest() >= 0) {
                seen.add("refused");
            }
        } catch (MalformedException e) {
            seen.add("refused");
        }
        return seen.contains("refused") ? List.of("refused") : seen;
    }

    private void readValue(Token token, List<Object> seen) {
        seen.add(seen(token));
        if (token == Token.MAP) {
            for (String name = tokens.nextName(); name != null; name = tokens.nextName()) {
                seen.add("name " + name);
                readValue(tokens.nextValue(), seen);
            }
            seen.add(tokens.token());
        } else if (token == Token.LIST) {
            for (Token first = tokens.next(); first != Token.END_LIST; first = tokens.next()) {
                readValue(first, seen);
            }
            seen.add(Token.END_LIST);
        }
    }

    private static List<Object> byJackson(byte[] text) {
        List<Object> seen = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            JsonToken token = parser.nextToken();
            do {
                seen.add(byJackson(token, parser));
                if (!parser.getParsingContext().inRoot()) {
                    token = parser.nextToken();
                }
            } while (!parser.getParsingContext().inRoot());
            if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                seen.add(byJackson(token, parser));
            }
            if (parser.nextToken() != null) {
                seen.add("refused");
            }
        } catch (IOException e) {
            seen.add("refused");
        }
        return seen.contains("refused") ? List.of("refused") : seen;
    }

    private static Object byJackson(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case START_OBJECT -> Token.MAP;
            case END_OBJECT -> Token.END_MAP;
            case START_ARRAY -> Token.LIST;
            case END_ARRAY -> Token.END_LIST;
            case FIELD_NAME -> "name " + parser.currentName();
            case VALUE_STRING -> "string " + parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> Double.parseDouble(parser.getText());
            case VALUE_TRUE -> Token.TRUE;
            case VALUE_FALSE -> Token.FALSE;
            case VALUE_NULL -> Token.NULL;
            default -> throw new IOException("nothing");
        };
    }
}
