package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.RequestContract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract of one request, with the streams of this process and an environment as a web server would give them. Real processes, one of them
 * started by a web server, are in {@code CgiTest} of the command.
 */
final class CgiContractTest extends RequestContract {
    private static final Pattern LENGTH = Pattern.compile("\nContent-Length: (\\d+)\n");
    private static final String BEGIN = "Status: ";

    private final InputStream input = System.in;
    private final PrintStream output = System.out;

    @AfterEach
    void giveTheStreamsBack() {
        System.setIn(input);
        System.setOut(output);
    }

    @Override
    protected String expression() {
        return "cgi:";
    }

    @Override
    protected Request open(String expression, byte[] body) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream(body));
        System.setOut(new PrintStream(written, true));
        Map<String, String> environment = Map.of(
                "REQUEST_METHOD", "POST",
                "CONTENT_LENGTH", Integer.toString(body.length),
                "REMOTE_ADDR", "192.0.2.7",
                "REMOTE_PORT", "40123");
        Expression parsed = Expression.parse(expression);
        Transport transport = new CgiProvider().open(parsed, parsed.limits(Limits.defaults()), environment);
        return new Request(transport, () -> answers(written.toByteArray()));
    }

    @Override
    protected List<String> malformed() {
        return List.of("cgi:1", "cgi:?timeout=soon", "cgi:?contentType=");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("192\\.0\\.2\\.7:40123");
    }

    /** Cuts what was written into the answers that are there as a whole, and lets nothing stand between them. */
    private static List<Answer> answers(byte[] written) {
        // Has a character for each byte.
        String text = new String(written, StandardCharsets.ISO_8859_1);
        List<Answer> all = new ArrayList<>();
        int at = 0;
        while (text.startsWith(BEGIN, at)) {
            int body = text.indexOf("\n\n", at) + 2;
            if (body < 2) {
                return all;
            }
            String head = text.substring(at, body);
            Matcher length = LENGTH.matcher(head);
            int end = body + (length.find() ? Integer.parseInt(length.group(1)) : 0);
            if (end > written.length) {
                return all;
            }
            all.add(answer(head, Arrays.copyOfRange(written, body, end)));
            at = end;
        }
        if (!BEGIN.startsWith(text.substring(at))) {
            throw new AssertionError("beside the answer there is \"" + text.substring(at) + '"');
        }
        return all;
    }

    private static Answer answer(String head, byte[] body) {
        return head.startsWith("Status: 20")
                ? Answer.of(body)
                : Answer.refused(new String(body, StandardCharsets.UTF_8).strip());
    }
}
