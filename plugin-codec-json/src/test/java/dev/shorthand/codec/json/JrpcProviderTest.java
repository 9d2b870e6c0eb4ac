package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class JrpcProviderTest {
    @Test
    void isFoundAsAService() {
        // The kernel says so in its descriptor; this module asks for services in this test only.
        JrpcProviderTest.class.getModule().addUses(CodecProvider.class);
        assertThat(ServiceLoader.load(CodecProvider.class))
                .filteredOn(provider -> provider.shorthand().equals("jrpc"))
                .singleElement()
                .isInstanceOf(JrpcProvider.class);
    }

    @Test
    void endsFramesAsTheExpressionSays() {
        assertThat(delimiter("jrpc")).isEqualTo("\0");
        assertThat(delimiter("jrpc:")).isEqualTo("\0");
        assertThat(delimiter("jrpc:\\0")).isEqualTo("\0");
        assertThat(delimiter("jrpc:\\r\\n")).isEqualTo("\r\n");
        assertThat(delimiter("jrpc:\\t\\\\")).isEqualTo("\t\\");
        assertThat(delimiter("jrpc:\\x1e")).isEqualTo("\u001e");
        assertThat(delimiter("jrpc:\\u001E")).isEqualTo("\u001e");
        assertThat(delimiter("jrpc:\\ud83d\\ude00|"))
                .isEqualTo(delimiter("jrpc:😀|"))
                .hasSize(5);
        assertThat(delimiter("jrpc:\\u00e9")).isEqualTo("Ã©");
        assertThat(delimiter("jrpc:é")).isEqualTo("Ã©");
        assertThat(delimiter("jrpc:\\xe9")).isEqualTo("é");
        assertThat(delimiter("jrpc:::")).isEqualTo("::");
        assertThat(delimiter("jrpc:lines")).isEqualTo("\n");
        assertThat(delimiter("jrpc:\\x6cines")).isEqualTo("lines");
        assertThat(delimiter("jrpc:\\n?maxFrame=64")).isEqualTo("\n");
    }

    @Test
    void readsLinesOfAllSystems() throws Exception {
        Framing framing = create("jrpc:lines").newFraming();
        byte[] stream = "one\r\n\r\n\ntwo\nthr\ree\r\r\n".getBytes(StandardCharsets.US_ASCII);
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (framing.split(stream, start, stream.length)) {
            lines.add(new String(
                    stream,
                    framing.payloadStart(),
                    framing.payloadEnd() - framing.payloadStart(),
                    StandardCharsets.US_ASCII));
            start = framing.frameEnd();
        }
        assertThat(lines).containsExactly("one", "", "", "two", "thr\ree\r");
    }

    @Test
    void keepsTheLimits() {
        Codec codec = create("jrpc?maxFrame=64&maxDepth=3");
        byte[] long65 = "x".repeat(65).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> codec.newFraming().split(long65, 0, 65)).isInstanceOf(FramingException.class);
        assertThat(codec.decode("[[[[".getBytes(StandardCharsets.US_ASCII)).toString())
                .contains("over the limit of 3");
    }

    @Test
    void readsDecimalsAsTheExpressionSays() {
        byte[] payload = "{\"jsonrpc\":\"2.0\",\"result\":0.10}".getBytes(StandardCharsets.US_ASCII);
        assertThat(create("jrpc?decimal=double").decode(payload)).isEqualTo(new Reply(Id.NONE, 0.1));
        assertThat(create("jrpc?decimal=exact").decode(payload)).isEqualTo(new Reply(Id.NONE, new BigDecimal("0.10")));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        refused(
                "jrpc:\\q",
                "there is no escape \"\\q\" at character 5 of \"jrpc:\\q\"; write \\n, \\r, \\t, \\0, \\\\, \\x1e or \\u001e");
        refused(
                "jrpc:ab\\",
                "there is no escape \"\\\" at character 7 of \"jrpc:ab\\\"; write \\n, \\r, \\t, \\0, \\\\, \\x1e or \\u001e");
        refused(
                "jrpc:\\x1",
                "the escape needs 2 hexadecimal digits at character 5 of \"jrpc:\\x1\"; write \\n, \\r, \\t, \\0, \\\\, \\x1e or"
                        + " \\u001e");
        String half = " is half of a character, which UTF-8 has no bytes for at character ";
        String mend = "; write both halves, for example \\ud83d\\ude00, or bytes such as \\x1e";
        refused("jrpc:a\\ud83d|", "\\ud83d" + half + "6 of \"jrpc:a\\ud83d|\"" + mend);
        refused("jrpc:\\ud83d\\u0041", "\\ud83d" + half + "5 of \"jrpc:\\ud83d\\u0041\"" + mend);
        refused("jrpc:\\ude00\\ud83d", "\\ude00" + half + "5 of \"jrpc:\\ude00\\ud83d\"" + mend);
        refused("jrpc?version=3", "version is \"3\" in \"jrpc?version=3\"; give 1 or 2");
        refused("jrpc?decimal=big", "decimal is \"big\" in \"jrpc?decimal=big\"; give double or exact");
        assertThatThrownBy(() -> create("jrpc?maxFram=1"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageStartingWith("no option \"maxFram\" in \"jrpc?maxFram=1\"; jrpc has maxFrame, ")
                .hasMessageContainingAll("decimal", "maxDepth", "strict");
    }

    @Test
    void refusesAFramingThatIsMisspelt() {
        refused(
                "jrpc:line",
                "there is no framing \"line\" at character 5 of \"jrpc:line\"; did you mean lines?"
                        + " To end messages with that text, write jrpc:\\x6cine");
        refused(
                "jrpc:header?strict=true",
                "there is no framing \"header\" at character 5 of \"jrpc:header?strict=true\"; did you mean headers?"
                        + " To end messages with that text, write jrpc:\\x68eader");
        for (String typed :
                List.of("concat", "concatinated", "Lines", "LINES", "liens", "hedaers", "lines:", "headers\\n")) {
            assertThatThrownBy(() -> create("jrpc:" + typed))
                    .as(typed)
                    .isInstanceOf(ExpressionException.class)
                    .hasMessageStartingWith("there is no framing \"" + typed + "\" at character 5");
        }
        assertThat(delimiter("jrpc:\\x6cine")).isEqualTo("line");
        assertThat(delimiter("jrpc:\\x68eader")).isEqualTo("header");
        for (String text : List.of("|", "END", "\\n--\\n", "ne", "lf", "---")) {
            assertThat(delimiter("jrpc:" + text)).isEqualTo(text.replace("\\n", "\n"));
        }
    }

    @Test
    void keepsTheLimitOfStrings() {
        byte[] payload =
                ("{\"jsonrpc\":\"2.0\",\"result\":\"" + "x".repeat(64) + "y\"}").getBytes(StandardCharsets.US_ASCII);
        assertThat(create("jrpc?maxString=65").decode(payload)).isInstanceOf(Reply.class);
        assertThat(create("jrpc?maxString=64").decode(payload).toString())
                .contains("a string of 65 bytes is over the limit of 64 at byte 26 of \"")
                .contains("; send it in parts, or raise maxString");
        refused("jrpc?maxString=63", "maxString is 63; give a number from 64 to 2147483647; in \"jrpc?maxString=63\"");
        refused(
                "jrpc?maxString=x",
                "maxString is \"x\" at character 15 of \"jrpc?maxString=x\"; give a size under 2GiB, such as 1000, 64KiB or"
                        + " 16MiB");
    }

    @Test
    void theBuilderRefusesADelimiterWithHalfOfACharacter() {
        assertThatThrownBy(() -> JrpcCodec.builder().delimiter("|\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the delimiter has half of a character, which UTF-8 has no bytes for; give both halves, or bytes");
    }

    @Test
    void theBuilderRefusesAnEmptyDelimiter() {
        assertThatThrownBy(() -> JrpcCodec.builder().delimiter(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the delimiter is empty; give at least one byte");
    }

    @Test
    void runsOnThePathThatTheBuildSays() {
        String path = System.getProperty("shorthand.path");
        if (path != null) {
            assertThat(JrpcCodec.class.getModule().isNamed()).isEqualTo(path.equals("module"));
        }
    }

    private static void refused(String expression, String problem) {
        assertThatThrownBy(() -> create(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(problem);
    }

    private static String delimiter(String expression) {
        OutputBuffer out = new OutputBuffer(8);
        create(expression).newFraming().wrap(out, 0);
        return new String(out.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    private static Codec create(String text) {
        Expression expression = Expression.parse(text);
        return new JrpcProvider().create(expression, expression.limits(Limits.defaults()));
    }
}
