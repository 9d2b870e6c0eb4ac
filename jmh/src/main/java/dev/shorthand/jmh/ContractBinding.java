package dev.shorthand.jmh;

import dev.shorthand.binding.types.Shape;
import dev.shorthand.binding.types.Signature;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.ValueReader;
import org.jspecify.annotations.Nullable;

/** Reads results as the only method of an interface declares them, as a client does that has called it. Safe for any thread. */
final class ContractBinding implements Binding {
    private final Shape result;

    ContractBinding(Class<?> contract) {
        this.result = Signature.allOf(contract).get(0).resultShape();
    }

    @Override
    public Params readParams(String method, ValueReader in) {
        return Binding.plain().readParams(method, in);
    }

    @Override
    public @Nullable Object readResult(Id id, ValueReader in) {
        return result.read(in);
    }
}
