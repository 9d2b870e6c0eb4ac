package dev.shorthand.cli;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.ExpressionException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into an exit code and some lines on stderr. Holds nothing. */
final class Failures {
    /** The other side answered with an error, or the demonstration did not go as it should. */
    static final int FAILED = 1;

    /** What was typed cannot be meant. */
    static final int USAGE = 2;

    /** There is no connection, or no reply in time. */
    static final int UNREACHABLE = 3;

    /** Something was not as the command promises; the message says what. */
    static final class Unexpected extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unexpected(String message) {
            super(message);
        }
    }

    /** Reports a command line that cannot be read. */
    int badUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("shorthand: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        hint(line, err);
        return USAGE;
    }

    /** Reports what a command threw. */
    int failed(Exception e, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (e instanceof RemoteException remote) {
            err.println("error " + remote.code() + ": " + harmless(remote.getMessage()));
            if (remote.data() != null) {
                err.println("data: " + JsonText.installed().print(remote.data()));
            }
            return FAILED;
        }
        if (e instanceof ExpressionException || e instanceof EncodeException || e instanceof LimitException) {
            err.println("shorthand: " + e.getMessage());
            hint(line, err);
            return USAGE;
        }
        if (e instanceof IOException || e instanceof RpcException) {
            err.println("shorthand: " + e.getMessage());
            return UNREACHABLE;
        }
        if (e instanceof Unexpected) {
            err.println("shorthand: " + e.getMessage());
            return FAILED;
        }
        err.println("shorthand: this is a fault of the command itself, or of a plugin:");
        e.printStackTrace(err);
        return FAILED;
    }

    // The other side may not move the cursor, nor change the colours, of this side's terminal.
    private static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    private static void hint(CommandLine line, PrintWriter err) {
        err.println("try: " + line.getCommandSpec().qualifiedName() + " --help");
    }
}
