package dev.shorthand.tests.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's programs are those of this folder, and print what it says. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("shorthand.root"));

    // A program, and what it prints, with a sentence between the two.
    private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?)```[^`]*```text\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern ROW_IN_CODE =
            Pattern.compile("\\| `([^`]+)`, in code \\| `([^`]+)`, in the same program \\|");

    /** A program of the README. */
    @FunctionalInterface
    private interface Program {
        void main(String... args) throws Exception;
    }

    /**
     * What the README says of a program.
     *
     * @param source its text, without the package
     * @param output what it prints
     */
    private record Told(String source, String output) {}

    @Test
    void showsTheProgramThatGreets() throws Exception {
        check("Greeting", Greeting::main);
    }

    @Test
    void showsTheProgramThatIsCalledBack() throws Exception {
        check("Library", Library::main);
    }

    @Test
    void showsTheProgramThatTalksBothWays() throws Exception {
        check("Chatroom", Chatroom::main);
    }

    @Test
    void showsTheProgramThatSendsSeveralCallsAtOnce() throws Exception {
        check("Sums", Sums::main);
    }

    @Test
    void showsTheProgramThatConverts() throws Exception {
        check("Languages", Languages::main);
    }

    @Test
    void showsTheProgramThatHandsOverItsObjects() throws Exception {
        check("Household", Household::main);
    }

    @Test
    void showsTheProgramThatBringsItsOwnChannelAndThread() throws Exception {
        check("Desk", Desk::main);
    }

    @Test
    void theTransportThatIsWrittenInCodeIsThatOfAProgram() throws IOException {
        Matcher row = ROW_IN_CODE.matcher(readme());
        assertTrue(row.find(), "the table of transports has no row in code");
        assertTrue(source("Desk").contains(row.group(1)), row.group(1));
        assertTrue(source("Desk").contains(row.group(2)), row.group(2));
    }

    @Test
    void showsNoProgramThatNobodyRuns() throws IOException {
        assertEquals(7, readme().split("```java", -1).length - 1, "every program has a test here");
    }

    private static void check(String name, Program program) throws Exception {
        Told told = told(name);
        assertEquals(source(name), told.source());
        assertEquals(told.output().lines().toList(), printed(program));
    }

    private static Told told(String name) throws IOException {
        Matcher matcher = PROGRAM.matcher(readme());
        while (matcher.find()) {
            if (matcher.group(1).contains("final class " + name + " {")) {
                return new Told(matcher.group(1), matcher.group(2));
            }
        }
        throw new AssertionError("README.md has no program " + name + " with what it prints");
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md")).replace("\r\n", "\n");
    }

    private static String source(String name) throws IOException {
        Path file = ROOT.resolve("module-tests/src/test/java/dev/shorthand/tests/readme/" + name + ".java");
        String source = Files.readString(file).replace("\r\n", "\n");
        assertTrue(source.startsWith("package "), name);
        return source.replaceFirst("package .*\\n\\n", "");
    }

    // Standard output belongs to the whole JVM; no other test of this module prints.
    private static List<String> printed(Program program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            program.main();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
