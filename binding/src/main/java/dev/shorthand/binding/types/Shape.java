package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.ResultReader;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How values of one declared Java type are read. {@link Shapes} makes them. Immutable and safe for any thread.
 *
 * <p>Numbers are read generously where nothing is lost: an integer serves as a floating-point number, and {@code 3.0} as an
 * integer, since JSON does not tell them apart; {@code 3.5} does not. An object that is already of the declared type serves as it is.
 */
public abstract class Shape implements ResultReader {
    private final String expected;

    Shape(String expected) {
        this.expected = expected;
    }

    /** Reads one value: of the declared type, and null where null was sent, except for an Optional. */
    @Override
    public abstract @Nullable Object read(ValueReader in);

    /**
     * Returns what it reads, for messages.
     *
     * @return for example {@code an integer from -128 to 127}
     */
    public final String expected() {
        return expected;
    }

    /**
     * Returns whether nothing need be sent.
     *
     * @return true for Optional and its kin
     */
    public boolean mayBeAbsent() {
        return false;
    }

    /**
     * Returns what stands for a value that was not sent.
     *
     * @return an empty Optional where that is declared, else null
     */
    public @Nullable Object absent() {
        return null;
    }

    /** Returns whether null can be held: false for primitives. */
    boolean nullable() {
        return true;
    }

    /** Returns whether a value that is handed over can stay as it is: it, and all in it, is of the declared types. */
    abstract boolean fits(Object value);

    /** Reads the object that the reader stands on: itself where it is as declared, else what it stands for if it is plain. */
    final @Nullable Object readObject(ValueReader in) {
        Object object = in.object();
        if (object != null && fits(object)) {
            return object;
        }
        TreeReader tree = new TreeReader(object);
        if (tree.token() == Token.OBJECT && !(object instanceof Optional)) {
            throw mismatch(in);
        }
        return read(tree);
    }

    /** Converts a value that is in memory, plain or already of the declared type; overridden where that needs no reader. */
    @Override
    public @Nullable Object convert(@Nullable Object plain) {
        return read(new TreeReader(plain));
    }

    /** Returns the failure for the value that the reader stands on. */
    final MismatchException mismatch(ValueReader in) {
        return new MismatchException("expected " + expected + ", got " + Found.at(in));
    }

    /** Begins a list; false if there was null in its place. */
    final boolean entersList(ValueReader in) {
        return enters(in, Token.LIST);
    }

    /** Begins a map; false if there was null in its place. */
    final boolean entersMap(ValueReader in) {
        return enters(in, Token.MAP);
    }

    private boolean enters(ValueReader in, Token begin) {
        Token token = in.token();
        if (token == begin) {
            return true;
        }
        if (token == Token.NULL) {
            return false;
        }
        throw mismatch(in);
    }

    @Override
    public String toString() {
        return expected;
    }
}
