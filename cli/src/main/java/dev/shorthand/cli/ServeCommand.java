package dev.shorthand.cli;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Peer;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the demonstration's service until it is told to stop. Confined to the main thread, but for the stopping. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Serves the demonstration's service: echo, add, subtract, sum, nothing, fail, fail_data, fail_code, whoami, sleep, blob, log, "
                    + "note, notes_taken, say, notify_all, ask_me, sub.hello, sub.renamed.",
            "",
            "Prints READY and the transport's expression on stdout once it can be called (on stderr where stdout carries messages), and "
                    + "stops on SIGTERM, on SIGINT, for stdio at the end of its input, and for cgi with its answer.",
            ""
        },
        footer = {
            "",
            "For example: shorthand serve --transport tcpserv:127.0.0.1:0 --codec jrpc:lines",
            "Or, to type calls in telnet or nc, such as add[1] a:1 b:2: shorthand serve --codec terse?words=true"
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    // Also where it stands in another expression's parentheses.
    private static final Pattern ON_STDOUT = Pattern.compile("(^|.*\\()(stdio|cgi)\\b.*");

    /** Which thread runs the handlers. */
    private enum Handlers {
        INLINE,
        SERIAL,
        CONCURRENT
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Expressions expressions;

    @Mixin
    private PluginPath pluginPath;

    @Option(
            names = "--transport",
            paramLabel = "EXPR",
            defaultValue = "tcpserv:127.0.0.1:8888",
            description = "Where to serve; default: ${DEFAULT-VALUE}. May be given several times.")
    private List<String> transports;

    // None of the methods blocks, and inline alone keeps the order of a connection's calls: after a note, notes_taken
    // has it.
    @Option(
            names = "--execution",
            paramLabel = "HOW",
            defaultValue = "inline",
            description =
                    "Which thread handles a call; default: ${DEFAULT-VALUE}, the one that received it, so that the calls of a "
                            + "connection are handled in order. serial: one call at a time over all connections. concurrent: all at once.")
    private Handlers handlers;

    @Override
    public Integer call() throws Exception {
        DemoService service = new DemoService();
        EndpointBuilder builder = expressions
                .builder(pluginPath.find())
                .execution(execution())
                .dispatcher(service.dispatcher())
                .onDisconnect(ServeCommand::tellHowItWasLost);
        transports.forEach(builder::transport);
        try (Endpoint endpoint = builder.open()) {
            service.servesThrough(endpoint);
            stopOnSignal(endpoint);
            announce(endpoint.transports());
            endpoint.awaitEnd();
        }
        return 0;
    }

    private Execution execution() {
        return switch (handlers) {
            case INLINE -> Execution.inline();
            case SERIAL -> Execution.serial();
            case CONCURRENT -> Execution.concurrent();
        };
    }

    // A child that has failed, for example, may be all that was served.
    private static void tellHowItWasLost(Peer peer) {
        peer.disconnection().filter(how -> how.getCause() != null).ifPresent(how -> LOG.info("{}", how.getMessage()));
    }

    // Signals end the JVM, which runs this first; its exit code then is 128 and the signal's number, as a shell
    // expects.
    private static void stopOnSignal(Endpoint endpoint) {
        Runtime.getRuntime().addShutdownHook(new Thread(endpoint::close, "shorthand-stop"));
    }

    private void announce(List<String> opened) {
        boolean stdio = opened.stream()
                .anyMatch(expression -> ON_STDOUT.matcher(expression).matches());
        CommandLine line = spec.commandLine();
        PrintWriter out = stdio ? line.getErr() : line.getOut();
        opened.forEach(expression -> out.println("READY " + expression));
        out.flush();
        LOG.info("serving; Ctrl-C stops it");
    }
}
