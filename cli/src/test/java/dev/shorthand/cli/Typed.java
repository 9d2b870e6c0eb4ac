package dev.shorthand.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What the command did when it was typed, in this process.
 *
 * @param code the exit code
 * @param out  what it wrote to stdout
 * @param err  what it wrote to stderr
 */
record Typed(int code, String out, String err) {
    static Typed run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Typed(code, out.toString(), err.toString());
    }
}
