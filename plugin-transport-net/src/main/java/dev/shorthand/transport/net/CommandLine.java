package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a command line into words as a shell does, without running one: blanks separate words; single quotes keep all between them, double quotes
 * all but a backslash, and a backslash keeps the next character. Nothing else is special. Confined to one thread.
 */
final class CommandLine {
    private final Expression expression;
    private final String text;
    private final List<String> words = new ArrayList<>();

    // The word that is being read; null between words.
    private @Nullable StringBuilder word;
    private int at;

    private CommandLine(Expression expression, String text) {
        this.expression = expression;
        this.text = text;
    }

    /** Reads the positional part {@code (command line)} of an expression. */
    static List<String> of(Expression expression) {
        String part = expression.positional();
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

    private void read() {
        for (at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                endWord();
            } else if (c == '\'' || c == '"') {
                quoted(c);
            } else {
                word().append(c == '\\' ? escaped() : c);
            }
        }
        endWord();
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
