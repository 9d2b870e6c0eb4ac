package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Starts the program that an expression beginning with {@code process} names. Immutable. */
public final class ProcessProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public ProcessProvider() {}

    @Override
    public String shorthand() {
        return "process";
    }

    @Override
    public String syntax() {
        return "process:(program argument …)";
    }

    @Override
    public String summary() {
        return "a program that is started, over its standard input and output";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions("folder", "env", "grace");
        ChildProcess.Builder builder = ChildProcess.of(CommandLine.of(expression));
        Options.set(expression, () -> configure(expression, builder));
        return builder.open();
    }

    private static void configure(Expression expression, ChildProcess.Builder builder) {
        builder.grace(expression.duration("grace", ChildProcess.DEFAULT_GRACE));
        expression.option("folder").ifPresent(folder -> builder.folder(path(folder)));
        expression.option("env").ifPresent(all -> {
            for (String variable : all.split(",", -1)) {
                int equals = variable.indexOf('=');
                if (equals < 1) {
                    throw new ExpressionException("env has \"" + Quoted.shorten(variable)
                            + "\"; write env=NAME=value,OTHER=value, and a value with a comma by the builder; in \""
                            + Quoted.shorten(expression.text()) + "\"");
                }
                builder.environment(variable.substring(0, equals), variable.substring(equals + 1));
            }
        });
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("folder is no path: " + e.getMessage(), e);
        }
    }
}
