package dev.shorthand.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code call} does when it is called itself: prints it. Safe for any thread. */
final class CallListener implements DemoListener {
    private final JsonText json;
    private final PrintWriter err;

    CallListener(JsonText json, PrintWriter err) {
        this.json = json;
        this.err = err;
    }

    @Override
    public void said(@Nullable Object text, @Nullable Object user) {
        print("said", "text", text, "user", user);
    }

    @Override
    public void notified(@Nullable Object text, @Nullable Object origin) {
        print("notified", "text", text, "origin", origin);
    }

    @Override
    public String ask(String question) {
        print("ask", "question", question);
        return "thank you for asking; nobody is here to answer";
    }

    @Override
    public void asked(@Nullable Object answer) {
        print("asked", "answer", answer);
    }

    private void print(String method, @Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        err.println(method + ' ' + json.print(arguments));
    }
}
