package dev.shorthand.binding;

import dev.shorthand.binding.types.Signature;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Handler;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.TypedHandler;
import dev.shorthand.kernel.spi.ValueReader;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An incoming method of a two-way API: hands each call to all that is connected. Safe for any thread. */
final class Signal implements TypedHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Signature signature;

    // What a typed answer is an instance of.
    private final Class<?> answers;

    private final List<Connected> connected = new CopyOnWriteArrayList<>();

    Signal(Signature signature) {
        this.signature = signature;
        this.answers = signature.async()
                ? CompletionStage.class
                : MethodType.methodType(signature.returnType()).wrap().returnType();
    }

    Signature signature() {
        return signature;
    }

    boolean isUnhandled() {
        return connected.isEmpty();
    }

    /** Connects one of the two, and notes where, as a lambda has no name to go by. */
    Subscription connect(@Nullable Slot slot, @Nullable Handler handler, String where) {
        Connected added = new Connected(slot, handler, where);
        connected.add(added);
        return added;
    }

    /** One handler. */
    private final class Connected implements Subscription {
        private final @Nullable Slot slot;
        private final @Nullable Handler handler;
        private final String where;

        Connected(@Nullable Slot slot, @Nullable Handler handler, String where) {
            this.slot = slot;
            this.handler = handler;
            this.where = where;
        }

        @Nullable
        Object handle(@Nullable Object[] args, Caller caller) throws Throwable {
            if (handler != null) {
                return handler.handle(signature.toParams(args), caller);
            }
            return slot == null ? null : slot.invoke(args);
        }

        boolean mayAnswer(Object value) {
            return slot == null || answers.isInstance(value);
        }

        @Override
        public void close() {
            connected.remove(this);
        }

        @Override
        public String toString() {
            return where;
        }
    }

    @Override
    public Params readParams(ValueReader in) {
        return signature.readParams(in);
    }

    @Override
    public Params convert(Params params) {
        return signature.convert(params);
    }

    @Override
    public @Nullable Object handle(Params params, Caller caller) throws Exception {
        @Nullable Object[] args = signature.arguments(params, caller);
        try {
            return handle(args, caller);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new CompletionException(e);
        }
    }

    private @Nullable Object handle(@Nullable Object[] args, Caller caller) throws Throwable {
        if (connected.isEmpty()) {
            LOG.debug("nobody is connected to {}, called by {}", signature, caller);
        }
        Object answer = null;
        Connected first = null;
        Connected second = null;
        for (Connected one : connected) {
            Object value = one.handle(args, caller);
            if (value == null || signature.notification()) {
                continue;
            }
            if (!one.mayAnswer(value)) {
                LOG.warn(
                        "{}: the handler {} answered with a {}, but the method returns a {}",
                        signature,
                        one,
                        value.getClass().getName(),
                        answers.getName());
                throw new RpcException(ErrorCodes.INTERNAL_ERROR, "Internal error");
            }
            if (first == null) {
                first = one;
                answer = value;
            } else if (second == null) {
                second = one;
            }
        }
        if (second != null) {
            LOG.warn(
                    "{}, called by {}, was answered by two: the handler {} and the handler {}; have all but one return null",
                    signature,
                    caller,
                    first,
                    second);
            throw new RpcException(ErrorCodes.SERVER_ERROR, "Incoming call produced more than one reply!");
        }
        return answer;
    }

    @Override
    public String toString() {
        return signature.method().getDeclaringClass().getName();
    }
}
