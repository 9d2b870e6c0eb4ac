package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The README's table of transports: each row is served by one process and called by another. */
class TransportsTest {
    private static final Path README = Path.of(System.getProperty("shorthand.root"), "README.md");

    // A row whose both columns are an expression and nothing else, which the other processes can be given.
    private static final Pattern ROW = Pattern.compile("\\| `((?!internal)[a-z]+:[^`]*)` \\| `([a-z]+:[^`]*)` \\|");

    private static final String HEAD = "| `bin/shorthand serve --transport …` |";

    // cgi, internal, and one in code.
    private static final int OTHERS = 3;

    private static final Pattern LAST_PORT = Pattern.compile(".*:(\\d+)");
    private static final Map<String, String> ENVIRONMENT = Map.of("STORE_PASSWORD", "changeit");

    @TempDir
    Path folder;

    /**
     * A row.
     *
     * @param server what {@code serve} is given
     * @param client what {@code call} is given
     */
    private record Row(String server, String client) {}

    @TestFactory
    Stream<DynamicTest> eachExampleOfTheReadmeCanBeCalled() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "the examples are for a Unix shell");
        String readme = Files.readString(README);
        long rowsInAll = readme.substring(readme.indexOf(HEAD))
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .count();
        Matcher rows = ROW.matcher(readme);
        var found =
                rows.results().map(row -> new Row(row.group(1), row.group(2))).toList();
        assertTrue(rowsInAll >= 9, () -> "the README's table has only " + rowsInAll + " rows");
        assertEquals(rowsInAll - OTHERS, found.size(), () -> "of the README's rows only these are found: " + found);
        return found.stream()
                .map(row -> DynamicTest.dynamicTest(row.server() + " and " + row.client(), () -> run(row)));
    }

    @Test
    void aProgramIsCalledInTheCodecThatTheCommandNames() throws Exception {
        String program = command() + " serve --codec jrpc:lines --transport stdio:";
        call("process:(" + program + ")", "--codec", "jrpc:lines");
    }

    private void run(Row row) throws Exception {
        if (row.server().equals("stdio:")) {
            call(row.client().replace("bin/shorthand", command()));
            return;
        }
        if (row.server().contains("server.p12")) {
            makeKeys();
        }
        try (Child server = Child.startIn(
                ENVIRONMENT, "serve", "--transport", here(row.server()).replaceAll(":888\\d", ":0"))) {
            String ready = server.firstLine();
            Matcher port = LAST_PORT.matcher(ready);
            String client = here(row.client());
            call(port.lookingAt() ? client.replaceAll(":888\\d", ":" + port.group(1)) : client);
        }
    }

    /** Returns the command's words as {@code process} takes them. */
    private static String command() {
        return Child.line("").stream().map(word -> '\'' + word + '\'').collect(Collectors.joining(" "));
    }

    private String here(String expression) {
        return expression.replace("/tmp/app.sock", folder + "/app.sock").replace("server.p12", folder + "/server.p12");
    }

    private static void call(String transport, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("call", "--timeout", "20s", "--transport", transport));
        words.addAll(List.of(more));
        words.addAll(List.of("add", "a=20", "b=22"));
        try (Child client = Child.startIn(ENVIRONMENT, words.toArray(String[]::new))) {
            String sum = client.out();
            assertEquals("42\n", sum, client.err());
            assertEquals(0, client.exitCode());
        }
    }

    private void makeKeys() throws Exception {
        try (Child keytool = Child.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder + "/server.p12",
                "-storepass",
                "changeit")) {
            assertEquals(0, keytool.exitCode(), keytool.err());
        }
    }
}
