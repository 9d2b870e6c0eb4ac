package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a command line into words as a shell does, without running one: blanks separate words; single quotes keep all between them, double quotes
 * all but a backslash, and a backslash keeps the next character. Nothing else is special, but for parentheses, which come in pairs where nothing keeps
 * them. Confined to one thread.
 */
final class CommandLine {
    private final Expression expression;
    private final String text;
    private final List<String> words = new ArrayList<>();

    // The word that is being read; null between words.
    private @Nullable StringBuilder word;
    private int at;
    private int open;

    private CommandLine(Expression expression, String text) {
        this.expression = expression;
        this.text = text;
    }

    /** Reads the positional part {@code (command line)} of an expression. */
    static List<String> of(Expression expression) {
        String part = expression.positional();
        int last = part.lastIndexOf(')');
        if (part.startsWith("(") && last > 0 && last + 1 < part.length()) {
            throw behind(expression, last + 1);
        }
        if (!part.startsWith("(") || !part.endsWith(")") || part.length() < 2) {
            throw expression.error(
                    0,
                    "no command in parentheses",
                    "write process:(program argument …), for example process:(python3 -u child.py)");
        }
        CommandLine line = new CommandLine(expression, part.substring(1, part.length() - 1));
        line.read();
        if (line.words.isEmpty()) {
            throw expression.error(
                    1, "the command is empty", "name a program, for example process:(python3 -u child.py)");
        }
        return line.words;
    }

    private static ExpressionException behind(Expression expression, int position) {
        return expression.error(
                position,
                "something stands behind the command",
                "put all of it into the parentheses; options follow a question mark, for example"
                        + " process:(python3 -u child.py)?grace=2s");
    }

    private void read() {
        for (at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                endWord();
            } else if (c == '\'' || c == '"') {
                quoted(c);
            } else {
                pair(c);
                word().append(c == '\\' ? escaped() : c);
            }
        }
        endWord();
    }

    /** Sees to it that the command goes on to the end, and is not several. */
    private void pair(char c) {
        open += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (open < 0) {
            throw behind(expression, at + 2);
        }
    }

    private StringBuilder word() {
        if (word == null) {
            word = new StringBuilder();
        }
        return word;
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }

    private void quoted(char quote) {
        int opened = at;
        StringBuilder quoted = word();
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            char c = text.charAt(at);
            quoted.append(c == '\\' && quote == '"' ? escaped() : c);
        }
        if (at >= text.length()) {
            throw expression.error(opened + 1, "a quote is not closed", "add " + quote);
        }
    }

    private char escaped() {
        at++;
        if (at >= text.length()) {
            throw expression.error(at, "nothing follows the backslash", "write \\\\ for a backslash");
        }
        return text.charAt(at);
    }
}
