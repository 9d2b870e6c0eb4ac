package dev.shorthand.kernel.spi;

/** What a {@link ValueReader} stands on. */
public enum Token {
    /** The value null. */
    NULL("null"),
    /** The value true. */
    TRUE("a boolean"),
    /** The value false. */
    FALSE("a boolean"),
    /** An integer within 64 bits: {@link ValueReader#longValue}. */
    LONG("an integer"),
    /** An integer beyond 64 bits: {@link ValueReader#bigInteger}. */
    BIG_INTEGER("a big integer"),
    /** A floating-point number: {@link ValueReader#doubleValue}. */
    DOUBLE("a number with a fraction"),
    /** A decimal number with all its digits: {@link ValueReader#bigDecimal}. */
    DECIMAL("a decimal number"),
    /** A text: {@link ValueReader#string}. */
    STRING("a string"),
    /** Bytes: {@link ValueReader#bytes}. */
    BYTES("bytes"),
    /** A value of the codec's own, such as a timestamp, or any that is handed over within the process: {@link ValueReader#object}. */
    OBJECT("a value of the codec's own"),
    /** The beginning of a list; values follow, then {@link #END_LIST}. */
    LIST("a list"),
    /** The end of a list. */
    END_LIST("the end of a list"),
    /** The beginning of a map; pairs of {@link #NAME} and a value follow, then {@link #END_MAP}. */
    MAP("a map"),
    /** The key of the value that follows: {@link ValueReader#string}. */
    NAME("a name"),
    /** The end of a map. */
    END_MAP("the end of a map");

    private final String description;

    Token(String description) {
        this.description = description;
    }

    /**
     * Returns what to call it in an error message.
     *
     * @return for example {@code a string}
     */
    public String description() {
        return description;
    }
}
