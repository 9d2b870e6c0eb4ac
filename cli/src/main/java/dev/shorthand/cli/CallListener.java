package dev.shorthand.cli;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Quoted;
import java.io.PrintWriter;

/** What {@code call} does when it is called itself: it prints that, and answers {@code ask}. Safe for any thread. */
final class CallListener {
    private final JsonText json;
    private final PrintWriter err;

    CallListener(JsonText json, PrintWriter err) {
        this.json = json;
        this.err = err;
    }

    /** Returns a dispatcher that takes any notification. */
    Dispatcher dispatcher() {
        return new Dispatcher()
                .add("ask", (params, caller) -> "thank you for asking; nobody is here to answer")
                .intercept((call, caller, next) -> {
                    print(call);
                    return call.isNotification() ? null : next.handle(call.params(), caller);
                });
    }

    private void print(Call call) {
        Params params = call.params();
        err.println(
                Quoted.shorten(call.method()) + ' ' + json.print(params.isNamed() ? params.asMap() : params.asList()));
    }
}
