package dev.shorthand.tests.readme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the README's table says that a call looks like in each codec is what each writes, byte for byte. */
class CodecTableTest {
    private static final String TITLE = "| Codec | On the wire |\n|---|---|\n";
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    // What the table calls what ends a message.
    private static final Map<String, String> ENDS =
            Map.of("a NUL", "\0", "a newline", "\n", "the byte 0x1e", "\u001e", "nothing", "");

    private record Row(String expression, String text) {
        /** Returns what stands in it as code. */
        List<String> codes() {
            return CODE.matcher(text).results().map(found -> found.group(1)).toList();
        }
    }

    private static List<Row> rows() throws IOException {
        Path readme = Path.of(System.getProperty("shorthand.root"), "README.md");
        String text = Files.readString(readme).replace("\r\n", "\n");
        int start = text.indexOf(TITLE) + TITLE.length();
        List<Row> rows = new ArrayList<>();
        for (String line : text.substring(start, text.indexOf("\n\n", start)).split("\n")) {
            String[] cells = line.split(" *\\| *");
            rows.add(new Row(cells[1].replace("`", ""), cells[2]));
        }
        return rows;
    }

    @Test
    void hasARowForEachFramingAndCodec() throws IOException {
        assertEquals(
                List.of("jrpc", "jrpc:lines", "jrpc:\\x1e", "jrpc:headers", "jrpc:concatenated", "msgpack", "terse"),
                rows().stream().map(Row::expression).toList());
    }

    @TestFactory
    Stream<DynamicTest> showsWhatIsWritten() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.expression(), () -> assertArrayEquals(shown(row), written(row.expression()))));
    }

    private static byte[] written(String expression) {
        Codec codec = Plugins.installed().codec(expression, Limits.defaults());
        Params params = expression.equals("msgpack")
                ? Params.positional(1, 2)
                : Params.named(new String[] {"a", "b"}, new Object[] {1, 2});
        OutputBuffer out = new OutputBuffer(1);
        out.write(codec.encode(new Call(Id.of(1), "add", params)));
        codec.newFraming().wrap(out, 0);
        return out.toByteArray();
    }

    private static byte[] shown(Row row) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        if (row.expression().equals("msgpack")) {
            shown.writeBytes(HexFormat.ofDelimiter(" ").parseHex(row.codes().get(0)));
        } else if (row.expression().equals("jrpc:headers")) {
            shown.writeBytes(ascii(row.codes().get(0) + "\r\n\r\n" + row.codes().get(1)));
            return shown.toByteArray();
        } else {
            shown.writeBytes(ascii(row.codes().get(0)));
        }
        shown.writeBytes(ascii(end(row)));
        return shown.toByteArray();
    }

    private static String end(Row row) {
        Matcher matcher = Pattern.compile(String.join("|", ENDS.keySet())).matcher(row.text());
        if (!matcher.find()) {
            throw new AssertionError("the table does not say what ends it: " + row);
        }
        return ENDS.get(matcher.group());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
