package dev.shorthand.jmh;

import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;

/** A library that writes and reads objects as JSON, used as its manual has it for speed. Confined to one thread. */
interface JsonLibrary {
    /** Appends an object of {@link Wire}, or lists and maps, with what is null. */
    void write(Object value, OutputBuffer out) throws IOException;

    /** Reads an object of {@link Wire}. */
    Object read(byte[] payload, Class<?> type) throws IOException;

    /** Reads lists and maps. */
    Object readPlain(byte[] payload) throws IOException;
}
