package dev.shorthand.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code shorthand} command itself, which by itself prints what it can do. Confined to the main thread. */
@Command(
        name = "shorthand",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {DemoCommand.class, ServeCommand.class, CallCommand.class, PluginsCommand.class},
        description = "Calls methods over any codec and any transport, each named by a short expression.",
        footer = {
            "",
            "Try @|bold shorthand demo|@ first. @|bold shorthand COMMAND --help|@ says more about each.",
            "Exit codes: 0 done, 1 the call (or the demo) failed, 2 wrong usage, 3 no connection or no reply in time."
        })
public final class Main implements Runnable {
    // What slf4j-simple is told unless the user has told it something else.
    private static final Map<String, String> LOG = Map.of(
            "org.slf4j.simpleLogger.logFile", "System.err",
            "org.slf4j.simpleLogger.showDateTime", "true",
            "org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss.SSS",
            "org.slf4j.simpleLogger.showThreadName", "false",
            "org.slf4j.simpleLogger.showShortLogName", "true");

    @Spec
    private CommandSpec spec;

    @Mixin
    private PluginPath pluginPath;

    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args what was typed after {@code shorthand}
     */
    public static void main(String... args) {
        LOG.forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
        System.exit(run(utf8(System.out), utf8(System.err), args));
    }

    /** Runs the command, and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Failures failures = new Failures();
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                // A text that begins with @ is an argument, not the name of a file full of them.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures::badUsage)
                .setExecutionExceptionHandler(failures::failed)
                .execute(args);
    }

    /** Returns what was typed before the subcommand. */
    PluginPath pluginPath() {
        return pluginPath;
    }

    // JSON is UTF-8, whatever the terminal's locale says.
    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    @Override
    public void run() {
        CommandLine line = spec.commandLine();
        line.usage(line.getOut());
    }
}
