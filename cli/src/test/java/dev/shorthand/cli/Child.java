package dev.shorthand.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command as a process of its own, on the module path or the class path as this test is. Confined to the test's thread. */
final class Child implements AutoCloseable {
    // The command and what it needs; not the tests, nor what they need.
    private static final Pattern NEEDED = Pattern.compile(
            "(?!.*(tck|junit)).*(/target/classes|/(shorthand|jackson-core|picocli|slf4j|jeromq|jnacl)-[^/]*\\.jar)");

    private final Process process;
    private final Gobbler out;
    private final Gobbler err;

    private Child(Process process) {
        this.process = process;
        this.out = Gobbler.of(process.getInputStream());
        this.err = Gobbler.of(process.getErrorStream());
    }

    static Child start(String... args) throws IOException {
        return startWith("", args);
    }

    /** Starts it with one more jar on its path. */
    static Child startWith(String jar, String... args) throws IOException {
        return new Child(new ProcessBuilder(line(jar, args)).start());
    }

    /** Starts it with more in its environment. */
    static Child startIn(Map<String, String> environment, String... args) throws IOException {
        ProcessBuilder starting = new ProcessBuilder(line("", args));
        starting.environment().putAll(environment);
        return new Child(starting.start());
    }

    /** Starts another program. */
    static Child of(String... command) throws IOException {
        return new Child(new ProcessBuilder(command).start());
    }

    /** Returns the words that start the command. */
    static List<String> line(String jar, String... args) {
        String path = path() + (jar.isEmpty() ? "" : File.pathSeparator + jar);
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        if (Main.class.getModule().isNamed()) {
            line.addAll(List.of("-p", path, "-m", "dev.shorthand.cli/dev.shorthand.cli.Main"));
        } else {
            line.addAll(List.of("-cp", path, "dev.shorthand.cli.Main"));
        }
        line.addAll(List.of(args));
        return line;
    }

    // A plugin is found as a service, so that Surefire may have it on the class path while the command is on the module
    // path.
    private static String path() {
        return String.join(
                File.pathSeparator,
                Stream.of("jdk.module.path", "java.class.path")
                        .map(key -> System.getProperty(key, ""))
                        .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                        .filter(entry ->
                                NEEDED.matcher(entry.replace('\\', '/')).matches())
                        .distinct()
                        .toList());
    }

    /** Waits until a server says READY on stdout, and returns the expression that calls it. */
    String awaitReady() throws InterruptedException {
        String line = firstLine();
        if (!line.startsWith("READY tcpserv:")) {
            throw new AssertionError("not a line that says READY tcpserv:…, but " + line);
        }
        return line.replaceFirst("READY tcpserv:", "tcp:");
    }

    /** Writes to its standard input. */
    void give(String input) throws IOException {
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Ends its standard input. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Asks it to stop, as {@code kill} does. */
    Child terminate() {
        // The process's own destroy would close the streams, which are still read.
        process.toHandle().destroy();
        return this;
    }

    /** Waits until it has ended, and returns its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs");
        }
        return process.exitValue();
    }

    /** Waits for the first line that it prints, and returns it. */
    String firstLine() throws InterruptedException {
        return out.firstLine();
    }

    /** Waits until it has printed a text. */
    void awaitOut(String part) throws InterruptedException {
        out.awaitText(part);
    }

    /** Waits until it has printed a text to stderr. */
    void awaitErr(String part) throws InterruptedException {
        err.awaitText(part);
    }

    /** Waits for the first line that it prints to stderr, and returns it. */
    String firstErrLine() throws InterruptedException {
        return err.firstLine();
    }

    /** Waits for the end, and returns all that it printed. */
    String out() throws InterruptedException {
        return out.all();
    }

    /** Waits for the end, and returns all that it printed to stderr. */
    String err() throws InterruptedException {
        return err.all();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
