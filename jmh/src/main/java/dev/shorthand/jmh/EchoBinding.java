package dev.shorthand.jmh;

import dev.shorthand.binding.types.Shape;
import dev.shorthand.binding.types.Signature;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.ValueReader;
import org.jspecify.annotations.Nullable;

/** Reads as {@link Echo#echo} declares it, as an endpoint does that serves and calls it. Safe for any thread. */
final class EchoBinding implements Binding {
    private final Dispatcher dispatcher = new Dispatcher().serve(Echo.class, new EchoHandler());
    private final Shape result = Signature.allOf(Echo.class).stream()
            .filter(signature -> signature.name().equals("echo"))
            .findFirst()
            .orElseThrow()
            .resultShape();

    @Override
    public Params readParams(String method, ValueReader in) {
        return InsideDispatcher.readParams(dispatcher, method, in);
    }

    @Override
    public @Nullable Object readResult(Id id, ValueReader in) {
        return result.read(in);
    }
}
