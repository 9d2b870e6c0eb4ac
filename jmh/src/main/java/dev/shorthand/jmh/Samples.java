package dev.shorthand.jmh;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages that codecs are measured with. */
final class Samples {
    /** Their names. */
    static final List<String> NAMES = List.of("request", "reply", "text1k", "nested64k", "batch50");

    private static final int NESTED_ITEMS = 480;

    private Samples() {}

    /** Returns a message by its name. */
    static Message of(String name) {
        return switch (name) {
            case "request" -> echo("x".repeat(32));
            case "reply" -> new Reply(Id.of(123_456), "x".repeat(32));
            case "text1k" -> echo("The quick brown fox jumps. ".repeat(38).substring(0, 1024));
            case "batch50" -> new Batch(Collections.nCopies(50, echo("x".repeat(32))));
            case "nested64k" -> new Reply(Id.of(123_456), nested());
            default -> throw new IllegalArgumentException("no message \"" + name + '"');
        };
    }

    private static Call echo(String text) {
        Map<String, @Nullable Object> params = new LinkedHashMap<>();
        params.put("text", text);
        params.put("n", 42L);
        params.put("flag", true);
        return new Call(Id.of(123_456), "echo", Params.named(params));
    }

    /** Returns lists and maps of what programs send: texts, integers, fractions, a boolean, null; 64 KiB of JSON. */
    private static List<Map<String, @Nullable Object>> nested() {
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        for (long i = 0; i < NESTED_ITEMS; i++) {
            Map<String, @Nullable Object> item = new LinkedHashMap<>();
            item.put("id", i);
            item.put("name", "item number " + i);
            item.put("price", i * 1.25);
            item.put("tags", List.of("red", "green", "blue"));
            item.put("place", Map.of("x", i * 0.5, "y", -i));
            item.put("active", i % 2 == 0);
            item.put("note", null);
            items.add(item);
        }
        return items;
    }
}
