package dev.shorthand.tests.msgpack;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program that is not ours, in a child process that does not outlive its test. */
public final class OtherProgram implements AutoCloseable {
    private static final long LONGEST_SECONDS = 40;

    private final Process process;
    private final Path output;

    private OtherProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; what it writes is kept in the folder, which is its home as well. */
    public static OtherProgram start(Path folder, List<String> command) throws IOException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        for (String variable :
                List.of("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")) {
            environment.put(variable, folder.toString());
        }
        return new OtherProgram(builder.start(), output);
    }

    /** Returns the first command that ends well when it is asked to do so little, such as to tell its version. */
    public static Optional<String> find(Path folder, List<String> programs, String... arguments)
            throws IOException, InterruptedException {
        for (String program : programs) {
            List<String> command = new java.util.ArrayList<>(List.of(program));
            command.addAll(List.of(arguments));
            try (OtherProgram asked = start(folder, command)) {
                if (asked.process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && asked.process.exitValue() == 0) {
                    return Optional.of(program);
                }
            } catch (IOException e) {
                // There is none of that name.
            }
        }
        return Optional.empty();
    }

    /** Returns the command of Node.js; where there is none, the test is skipped. */
    public static String node(Path folder) throws IOException, InterruptedException {
        Optional<String> found = find(folder, List.of("node", "nodejs"), "--version");
        assumeTrue(found.isPresent(), "skipped: no node (Debian: nodejs)");
        return found.get();
    }

    /** Waits for its end, and returns what it has written. */
    public String awaitOutput() throws IOException, InterruptedException {
        assertTrue(
                process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS), () -> "still running, and has written " + read());
        return read();
    }

    private String read() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
