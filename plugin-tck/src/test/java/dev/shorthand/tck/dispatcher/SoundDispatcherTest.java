package dev.shorthand.tck.dispatcher;

import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.tck.DispatcherContract;

/** The kernel's own dispatcher passes the whole contract, and so it does with an interceptor that only looks. */
class SoundDispatcherTest extends DispatcherContract {
    @Override
    protected Dispatcher dispatcher() {
        return new Dispatcher().intercept((call, caller, next) -> next.handle(call.params(), caller));
    }
}
