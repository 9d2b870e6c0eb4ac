package dev.shorthand.cli;

import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Calls one method and prints its result. Confined to the main thread. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Calls a method, and prints its result as one line of JSON.",
            "",
            "Meanwhile it prints on stderr what the other side notifies it of, and answers its questions politely.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the result is on stdout, or the notification was sent",
            "1:the other side answered with an error, which is on stderr",
            "2:wrong usage",
            "3:no connection, or no reply in time"
        },
        footer = {
            "",
            "For example:",
            "  shorthand call add a=1 b=2",
            "  shorthand call echo value='{\"x\":[1,2]}'",
            "  shorthand call subtract '[42,23]'",
            "  shorthand call --notify note text='buy milk'"
        })
final class CallCommand implements Callable<Integer> {
    // How long what is still to be sent may take, once there is nothing to wait for.
    private static final Duration GRACE = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Expressions expressions;

    @Mixin
    private PluginPath pluginPath;

    @Option(
            names = "--transport",
            paramLabel = "EXPR",
            defaultValue = "tcp:127.0.0.1:8888",
            description = "Whom to call; default: ${DEFAULT-VALUE}.")
    private String transport;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Time.class,
            description =
                    "How long to wait for the connection and the reply, such as 500ms or 2m; default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(names = "--notify", description = "Send it as a notification: nobody replies.")
    private boolean notification;

    @Parameters(index = "0", paramLabel = "METHOD", description = "The remote method, for example add.")
    private String method;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description =
                    "name=value, where a value that is JSON is taken as such and any other as text; or all arguments as one JSON "
                            + "object or array.")
    private List<String> words = List.of();

    /** Reads a time in the form that expressions have. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                Duration time = Expression.parse("call?timeout=" + text).duration("timeout", Duration.ZERO);
                if (!time.isZero()) {
                    return time;
                }
            } catch (ExpressionException e) {
                // Falls through to a message about the option, which is what was typed.
            }
            throw new TypeConversionException("\"" + text + "\" is no time over 0 such as 500ms, 10s, 2m or 1h");
        }
    }

    @Override
    public Integer call() throws Exception {
        JsonText json = JsonText.installed();
        CommandLine line = spec.commandLine();
        Params params = arguments(json);
        long deadline = System.nanoTime() + timeout.toNanos();
        EndpointBuilder builder = expressions
                .builder(pluginPath.find())
                .transport(transport)
                .dispatcher(new CallListener(json, line.getErr()).dispatcher());
        try (Endpoint endpoint = open(builder)) {
            if (notification) {
                endpoint.notify(method, params);
            } else {
                refuseSeveral(endpoint.peers().size());
                Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                line.getOut()
                        .println(json.print(
                                endpoint.callAsync(method, params, left).result()));
            }
            endpoint.close(GRACE);
        }
        return 0;
    }

    private Params arguments(JsonText json) {
        try {
            return new Arguments(json).parse(words);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void refuseSeveral(int peers) {
        if (peers > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    peers + " peers are connected to " + transport
                            + ", and a call is for one; give the transport of that one alone, or --notify, which tells all");
        }
    }

    // A transport has a patience of its own, which may be longer than the user's.
    private Endpoint open(EndpointBuilder builder) throws Exception {
        return Patience.within(timeout, builder::open)
                .orElseThrow(() -> new DeadlineException("no connection to " + transport + " within "
                        + timeout.toMillis() + " ms; see whether a server listens there, or give it more --timeout"));
    }
}
