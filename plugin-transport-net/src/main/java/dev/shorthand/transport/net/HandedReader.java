package dev.shorthand.transport.net;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads arguments, or a result, that are handed over as they are: each is one {@link Token#OBJECT}, whatever is in it, or null. Confined to one thread.
 */
final class HandedReader implements ValueReader {
    private final Params params;

    // The argument behind the one that the reader stands on.
    private int next;
    private Token token;
    private @Nullable Object present;

    private HandedReader(Params params, Token token) {
        this.params = params;
        this.token = token;
    }

    /** Returns a reader that stands on the beginning of all arguments. */
    static HandedReader of(Params params) {
        return new HandedReader(params, params.isAbsent() ? Token.NULL : params.isNamed() ? Token.MAP : Token.LIST);
    }

    /** Returns a reader that stands on one value. */
    static HandedReader of(@Nullable Object value) {
        HandedReader reader = new HandedReader(Params.absent(), Token.NULL);
        reader.stand(value);
        return reader;
    }

    /** Returns the index of the argument that was read last; -1 for none. */
    int index() {
        return next - 1;
    }

    @Override
    public Token token() {
        return token;
    }

    @Override
    public Token next() {
        if (token != Token.NAME && next == params.size()) {
            token = params.isNamed() ? Token.END_MAP : Token.END_LIST;
        } else if (token != Token.NAME && params.isNamed()) {
            token = Token.NAME;
            present = params.name(next);
        } else {
            stand(params.value(next++));
        }
        return token;
    }

    @Override
    public @Nullable String nextMember() {
        if (next == params.size()) {
            token = Token.END_MAP;
            return null;
        }
        String name = params.name(next);
        stand(params.value(next++));
        return name;
    }

    private void stand(@Nullable Object value) {
        present = value;
        token = value == null ? Token.NULL : Token.OBJECT;
    }

    @Override
    public @Nullable Object object() {
        return present;
    }

    // For those who ask without looking at the token; what does not fit is found out by its class.

    @Override
    public long longValue() {
        return ((Number) requireNonNull(present)).longValue();
    }

    @Override
    public double doubleValue() {
        return ((Number) requireNonNull(present)).doubleValue();
    }

    @Override
    public BigInteger bigInteger() {
        return (BigInteger) requireNonNull(present);
    }

    @Override
    public BigDecimal bigDecimal() {
        return (BigDecimal) requireNonNull(present);
    }

    @Override
    public String string() {
        return (String) requireNonNull(present);
    }

    @Override
    public byte[] bytes() {
        return (byte[]) requireNonNull(present);
    }
}
