package dev.shorthand.cli;

import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Params;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code call} does when it is called itself: it prints what it is told. Safe for any thread. */
final class CallListener {
    private final JsonText json;
    private final PrintWriter err;

    CallListener(JsonText json, PrintWriter err) {
        this.json = json;
        this.err = err;
    }

    /** Returns a dispatcher that has the methods of {@link DemoListener}, and takes whatever arguments come. */
    Dispatcher dispatcher() {
        Dispatcher dispatcher = new Dispatcher().add("ask", this::answer);
        for (String method : List.of("said", "notified", "asked")) {
            dispatcher.add(method, (params, caller) -> print(method, params));
        }
        return dispatcher;
    }

    private Object answer(Params params, Caller caller) {
        print("ask", params);
        return "thank you for asking; nobody is here to answer";
    }

    private @Nullable Object print(String method, Params params) {
        err.println(method + ' ' + json.print(params.isNamed() ? params.asMap() : params.asList()));
        return null;
    }
}
