package dev.shorthand.cli;

import dev.shorthand.kernel.Params;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what was typed after the method's name. Immutable. */
final class Arguments {
    private final JsonText json;

    Arguments(JsonText json) {
        this.json = json;
    }

    /**
     * Reads {@code name=value} words, or one JSON object or array.
     *
     * @throws IllegalArgumentException if they are neither; the message has the mend
     */
    Params parse(List<String> words) {
        if (words.isEmpty()) {
            return Params.absent();
        }
        String first = words.get(0);
        if (words.size() == 1 && (first.startsWith("{") || first.startsWith("["))) {
            return whole(first);
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "\"" + word
                                + "\" is no argument; write name=value, or all of them as one JSON object or array, for example '[1,2]'");
            }
            String name = word.substring(0, equals);
            if (named.containsKey(name)) {
                throw new IllegalArgumentException("the argument " + name + " is given twice; keep one");
            }
            named.put(name, value(word.substring(equals + 1)));
        }
        return Params.named(named);
    }

    // What is no JSON is a text, so that nobody has to quote it twice.
    private @Nullable Object value(String text) {
        return json.parse(text).orElseGet(() -> new JsonText.Parsed(text)).value();
    }

    private Params whole(String text) {
        Object value = json.parse(text)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "this is no JSON: " + text
                                        + "\nput it in single quotes, and its keys and texts in double ones, for example '{\"text\":\"hi\"}'"))
                .value();
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            map.forEach((name, argument) -> named.put((String) name, argument));
            return Params.named(named);
        }
        if (value instanceof List<?> list) {
            return Params.positional(list.toArray());
        }
        // {"__bytes": …} is neither a map nor a list.
        throw new IllegalArgumentException("bytes alone are no arguments: " + text + "; write them as name=" + text);
    }
}
