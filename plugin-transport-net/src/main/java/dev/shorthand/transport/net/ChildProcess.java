package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that is started as a child of this process, over its standard input and output.
 *
 * <pre>{@code
 * Transport child = ChildProcess.of("python3", "-u", "child.py").environment("LEVEL", "2").open();
 * }</pre>
 *
 * <p>What the child writes to its standard error goes to the log, a line each, at info. When the connection is closed the child is asked to
 * end by the end of its input, then by a signal (TERM), and is killed if neither helps.
 *
 * <p>A child that ends by itself after something was sent to it, or with an exit code other than 0, fails the calls that wait for it, with the code and its last
 * line on standard error. Where its output ends first, its exit is waited for up to 2 s; a code that comes later is logged.
 */
public final class ChildProcess {
    static final Duration DEFAULT_GRACE = Duration.ofSeconds(2);

    private ChildProcess() {}

    /**
     * Returns what starts a program; {@code process:(program argument …)} in an expression.
     *
     * @param command the program, found on the {@code PATH} or given with its folder, and its arguments, as they are: no shell reads them
     * @return a builder
     * @throws IllegalArgumentException if the program is missing
     */
    public static Builder of(String... command) {
        return of(List.of(command));
    }

    /**
     * Like {@link #of(String...)}.
     *
     * @param command the program and its arguments
     * @return a builder
     * @throws IllegalArgumentException if the program is missing
     */
    public static Builder of(List<String> command) {
        if (command.isEmpty() || command.get(0).isEmpty()) {
            throw new IllegalArgumentException("the command is empty; name a program, for example \"python3\"");
        }
        return new Builder(List.copyOf(command));
    }

    /** Collects the settings of a child. Confined to one thread. */
    public static final class Builder {
        private final List<String> command;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private @Nullable Path folder;
        private Duration grace = DEFAULT_GRACE;

        private Builder(List<String> command) {
            this.command = command;
        }

        /**
         * Sets the child's working folder; {@code folder=path} in an expression.
         *
         * @param path by default that of this process
         * @return this builder
         */
        public Builder folder(Path path) {
            folder = path;
            return this;
        }

        /**
         * Sets a variable of the child's environment, which otherwise is that of this process; {@code env=NAME=value,OTHER=value} in an expression.
         *
         * @param name  not empty
         * @param value what it is set to
         * @return this builder
         */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /**
         * Sets how long the child has to end after its input was closed, and again after the signal; {@code grace=2s} in an expression.
         *
         * @param each 0 or more, up to an hour; the default is 2 s
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public Builder grace(Duration each) {
            if (each.isNegative() || each.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("grace is " + each + "; give a time from 0 to 1 h");
            }
            grace = each;
            return this;
        }

        /**
         * Starts the program.
         *
         * @return a transport whose one peer is named as its expression is, without the options
         * @throws IOException if it cannot be started; the message names the program and what may help
         */
        public Transport open() throws IOException {
            ProcessBuilder starting = new ProcessBuilder(command);
            if (folder != null) {
                if (!Files.isDirectory(folder)) {
                    throw new IOException("there is no folder " + folder + " to start \"" + command.get(0)
                            + "\" in; create it, or give another folder");
                }
                starting.directory(folder.toFile());
            }
            starting.environment().putAll(environment);
            String expression = "process:(" + written() + ")";
            try {
                return new LinkTransport(expression, ProcessLink.of(starting.start(), expression, grace));
            } catch (IOException e) {
                throw new IOException(
                        "cannot start \"" + Quoted.shorten(command.get(0)) + "\": " + e.getMessage()
                                + "; is it installed and on the PATH, and may it be executed?",
                        e);
            }
        }

        /** Returns the command as an expression has it. */
        private String written() {
            List<String> words = new ArrayList<>();
            for (String word : command) {
                boolean plain = !word.isEmpty() && word.chars().noneMatch(c -> " \t'\"\\".indexOf(c) >= 0);
                words.add(plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
            }
            return String.join(" ", words);
        }
    }
}
