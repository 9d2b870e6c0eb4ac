package dev.shorthand.jmh;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Codec;
import java.io.IOException;
import java.util.List;

/** One who reads and writes one message of the benchmark, from the same bytes and to the same. Confined to one thread. */
interface JsonSide {
    /** Those who are measured side by side; Shorthand and the limit first. */
    List<String> NAMES = List.of("shorthand", "limit", "databind", "gson", "fastjson2", "dsljson");

    /** Returns one by its name, for a message of {@link Samples#of}, that has shown that it writes and reads that message. */
    static JsonSide of(String name, String message) throws IOException {
        Codec codec = Plugins.installed().codec("jrpc", Limits.defaults());
        Message sample = Samples.of(message);
        JsonSide side = switch (name) {
            case "shorthand" -> new ShorthandJson(codec, sample);
            case "limit" -> new LimitJson(codec, sample);
            case "databind" -> new LibraryJson(new DatabindLibrary(), codec, sample);
            case "gson" -> new LibraryJson(new GsonLibrary(), codec, sample);
            case "fastjson2" -> new LibraryJson(new FastjsonLibrary(), codec, sample);
            case "dsljson" -> new LibraryJson(new DslJsonLibrary(), codec, sample);
            default -> throw new IllegalArgumentException("no side \"" + name + '"');
        };
        side.check();
        return side;
    }

    /** Writes the message into a buffer that is used again, and returns how many bytes it took. */
    int encode() throws IOException;

    /** Reads the message into plain values: lists, maps, texts and numbers. */
    Object decode() throws IOException;

    /** Reads it into the types that whoever calls or is called declares. */
    Object decodeTyped() throws IOException;

    /** Fails if it writes or reads anything else than the message. */
    void check() throws IOException;

    /** Fails if two that should be equal are not. */
    static void same(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException("expected " + expected + ", got " + actual);
        }
    }
}
