package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user typed to have something made: {@code shorthand:positional:parts?option=value&option=value}.
 *
 * <p>The positional part is the plugin's own. In it, parentheses and brackets protect colons and question marks, so that expressions
 * nest: {@code mux:(tcpserv::8888)(stdio:)}, {@code tcp:[::1]:8888}. Immutable.
 */
public final class Expression {
    // In milliseconds, and in bytes.
    private static final Map<String, Long> TIMES = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
    private static final Map<String, Long> SIZES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private final String text;
    private final String shorthand;
    private final String positional;
    private final Map<String, String> options;

    private Expression(String text, String shorthand, String positional, Map<String, String> options) {
        this.text = text;
        this.shorthand = shorthand;
        this.positional = positional;
        this.options = options;
    }

    /**
     * Reads an expression.
     *
     * @param text for example {@code tcp:localhost:8888?connectTimeout=2s}
     * @return its parts
     * @throws ExpressionException if there is no shorthand at its beginning, a parenthesis is not closed, or an option is malformed
     */
    public static Expression parse(String text) {
        int end = 0;
        while (end < text.length() && ":?(".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String shorthand = text.substring(0, end);
        if (!shorthand.matches("[a-z][a-z0-9_]*")) {
            throw new ExpressionException("no shorthand at the beginning of \"" + Quoted.shorten(text)
                    + "\"; begin with a word in small letters, for example jrpc or tcp:localhost:8888");
        }
        int question = optionsStart(text);
        String positional = end < question && text.charAt(end) == ':'
                ? text.substring(end + 1, question)
                : text.substring(Math.min(end, question), question);
        return new Expression(text, shorthand, positional, options(text, question));
    }

    /** Returns where the options' question mark stands, or the length; one in parentheses belongs to what stands there. */
    private static int optionsStart(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth < 0) {
                throw malformed(text, i, "a parenthesis is closed that was not opened", "remove it");
            } else if (c == '?' && depth == 0) {
                return i;
            }
        }
        if (depth > 0) {
            throw malformed(text, text.length(), "a parenthesis is not closed", "add \")\"");
        }
        return text.length();
    }

    private static Map<String, String> options(String text, int question) {
        if (question >= text.length()) {
            return Map.of();
        }
        Map<String, String> options = new LinkedHashMap<>();
        int at = question + 1;
        for (String pair : text.substring(at).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw malformed(
                        text,
                        at,
                        "option \"" + Quoted.shorten(pair) + "\" has no name or no value",
                        "write option=value");
            }
            if (options.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw malformed(text, at, "option " + pair.substring(0, equals) + " is given twice", "keep one");
            }
            at += pair.length() + 1;
        }
        return Collections.unmodifiableMap(options);
    }

    private static ExpressionException malformed(String text, int position, String problem, String mend) {
        return new ExpressionException(
                problem + " at character " + position + " of \"" + Quoted.shorten(text) + "\"; " + mend);
    }

    /**
     * Returns what was typed.
     *
     * @return the whole text
     */
    public String text() {
        return text;
    }

    /**
     * Returns the first word.
     *
     * @return for example {@code tcp}
     */
    public String shorthand() {
        return shorthand;
    }

    /**
     * Returns what stands between the shorthand and the options.
     *
     * @return for example {@code localhost:8888}; may be empty
     */
    public String positional() {
        return positional;
    }

    /**
     * Cuts the positional part at its colons; brackets and parentheses protect those within.
     *
     * @return at least one part; parts may be empty
     */
    public List<String> parts() {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < positional.length(); i++) {
            char c = positional.charAt(i);
            if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ':' && depth == 0) {
                parts.add(positional.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(positional.substring(from));
        return parts;
    }

    /**
     * Returns the options in the order given.
     *
     * @return values by name
     */
    public Map<String, String> options() {
        return options;
    }

    /**
     * Returns one option as text.
     *
     * @param name the option's name
     * @return its value, if given
     */
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /**
     * Returns one option as a time.
     *
     * @param name     the option's name
     * @param fallback the value where it is not given
     * @return the time
     * @throws ExpressionException if it is none, such as {@code 500ms}, {@code 10s}, {@code 2m} or {@code 1h}
     */
    public Duration duration(String name, Duration fallback) {
        String value = options.get(name);
        if (value == null) {
            return fallback;
        }
        return Duration.ofMillis(amount(name, value, TIMES, Long.MAX_VALUE, "a time such as 500ms, 10s, 2m or 1h"));
    }

    /**
     * Returns one option as a number of bytes, or of anything else.
     *
     * @param name     the option's name
     * @param fallback the value where it is not given
     * @return the number
     * @throws ExpressionException if it is none, such as {@code 1000}, {@code 64KiB} or {@code 16MiB}, or is over 2 GiB
     */
    public int size(String name, int fallback) {
        String value = options.get(name);
        if (value == null) {
            return fallback;
        }
        return (int) amount(name, value, SIZES, Integer.MAX_VALUE, "a size under 2GiB, such as 1000, 64KiB or 16MiB");
    }

    private long amount(String name, String value, Map<String, Long> units, long most, String expected) {
        String digits = value.replaceFirst("[^0-9].*", "");
        Long unit = units.get(value.substring(digits.length()));
        if (unit != null && !digits.isEmpty() && digits.length() <= 12) {
            long amount = Long.parseLong(digits);
            if (amount <= most / unit) {
                return amount * unit;
            }
        }
        throw badOption(name, value, expected);
    }

    /**
     * Returns one option as yes or no.
     *
     * @param name     the option's name
     * @param fallback the value where it is not given
     * @return the flag
     * @throws ExpressionException if it is neither {@code true} nor {@code false}
     */
    public boolean flag(String name, boolean fallback) {
        String value = options.get(name);
        if (value == null) {
            return fallback;
        }
        boolean set = value.equalsIgnoreCase("true");
        if (!set && !value.equalsIgnoreCase("false")) {
            throw badOption(name, value, "true or false");
        }
        return set;
    }

    /**
     * Returns limits with those that this expression sets.
     *
     * @param base the limits otherwise
     * @return the limits to keep
     * @throws ExpressionException if one is no number or out of its range
     */
    public Limits limits(Limits base) {
        Limits limits = base;
        for (String name : Limits.OPTIONS) {
            if (options.containsKey(name)) {
                int value = size(name, 0);
                try {
                    limits = limits.with(name, value);
                } catch (IllegalArgumentException e) {
                    throw new ExpressionException(e.getMessage() + "; in \"" + Quoted.shorten(text) + "\"");
                }
            }
        }
        return limits;
    }

    /**
     * Refuses options that nobody reads.
     *
     * @param known the plugin's own options; those of {@link Limits} are known always
     * @throws ExpressionException if another is given; the message lists what there is, nearest first
     */
    public void allowOptions(String... known) {
        List<String> all = new ArrayList<>(Arrays.asList(known));
        all.addAll(Limits.OPTIONS);
        for (String name : options.keySet()) {
            if (!all.contains(name)) {
                throw new ExpressionException("no option \"" + Quoted.shorten(name) + "\" in \"" + Quoted.shorten(text)
                        + "\"; " + shorthand + " has " + String.join(", ", Nearest.sorted(name, all)));
            }
        }
    }

    /**
     * Makes the error for a positional part that cannot be read.
     *
     * @param position index into {@link #positional}
     * @param problem  what is wrong, for example {@code port missing}
     * @param mend     what would be right, for example {@code write tcp:host:port}
     * @return the exception to throw
     */
    public ExpressionException error(int position, String problem, String mend) {
        int start = Math.min(text.length(), shorthand.length() + 1);
        return malformed(text, Math.min(text.length(), start + position), problem, mend);
    }

    private ExpressionException badOption(String name, String value, String expected) {
        return malformed(
                text,
                text.indexOf(name + "=") + name.length() + 1,
                name + " is \"" + Quoted.shorten(value) + "\"",
                "give " + expected);
    }

    @Override
    public String toString() {
        return text;
    }
}
