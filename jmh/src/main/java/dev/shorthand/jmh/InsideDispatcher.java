package dev.shorthand.jmh;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.ValueReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The methods of {@link Dispatcher} that a connection calls, and that are not public. As cheap as if they were. */
final class InsideDispatcher {
    private static final MethodHandle DISPATCH = dispatch();
    private static final MethodHandle READ_PARAMS =
            find("readParams", MethodType.methodType(Params.class, String.class, ValueReader.class));

    private InsideDispatcher() {}

    /** Finds the one that tells of a failure no more than is meant for callers. */
    private static MethodHandle dispatch() {
        try {
            MethodHandles.Lookup lookup = lookup();
            Class<?> failures = lookup.findClass("dev.shorthand.kernel.Failures");
            Object discreet =
                    lookup.findStaticGetter(failures, "DISCREET", failures).invoke();
            MethodHandle dispatch = find(
                    "dispatch", MethodType.methodType(void.class, Call.class, Caller.class, failures, Consumer.class));
            return MethodHandles.insertArguments(dispatch, 3, discreet);
        } catch (Throwable e) {
            throw new LinkageError("the kernel's Failures are not what they were; mend the benchmarks", e);
        }
    }

    private static MethodHandle find(String name, MethodType type) {
        try {
            return lookup().findVirtual(Dispatcher.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Dispatcher." + name + " is not what it was; mend the benchmarks", e);
        }
    }

    private static MethodHandles.Lookup lookup() throws IllegalAccessException {
        return MethodHandles.privateLookupIn(Dispatcher.class, MethodHandles.lookup());
    }

    static void dispatch(Dispatcher dispatcher, Call call, Caller caller, Consumer<@Nullable Message> onReply) {
        try {
            DISPATCH.invokeExact(dispatcher, call, caller, onReply);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    static Params readParams(Dispatcher dispatcher, String method, ValueReader in) {
        try {
            return (Params) READ_PARAMS.invokeExact(dispatcher, method, in);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private static RuntimeException unchecked(Throwable e) {
        if (e instanceof RuntimeException unchecked) {
            return unchecked;
        }
        throw e instanceof Error error ? error : new AssertionError(e);
    }
}
