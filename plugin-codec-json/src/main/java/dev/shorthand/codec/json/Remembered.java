package dev.shorthand.codec.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Short texts as they go out, with the JSON before and behind them, for those that come again: to copy all of it takes less than half as long as
 * to look at each character and write the pieces.
 *
 * <p>The texts are names of members and methods, of which a program has few; so all connections share them. One that others keep from its place
 * gets it after some time. Safe for any thread: what is remembered never changes, and what is lost in a race is made again.
 */
final class Remembered {
    private static final int PLACES = 256;

    // Longer ones are rare, and their copies would take room for little.
    private static final int LONGEST = 40;

    // Who finds its place taken so many times takes it. Names that never come again, such as the keys of a large map,
    // cost little of others that way.
    private static final int PATIENCE = 16;

    private static final class Entry {
        final String text;
        final byte[] json;

        Entry(String text, byte[] json) {
            this.text = text;
            this.json = json;
        }
    }

    private final String before;
    private final String behind;
    private final @Nullable Entry[] entries = new Entry[PLACES];

    // Not exact, as several threads count: it need not be.
    private int missed;

    /** Remembers texts with this JSON before and behind each. */
    Remembered(String before, String behind) {
        this.before = before;
        this.behind = behind;
    }

    /** Returns the JSON of a text, or null where it is not remembered, is long, or needs an escape. */
    byte @Nullable [] json(String text) {
        int place = text.hashCode() & (PLACES - 1);
        Entry entry = entries[place];
        // Mostly it is the very string, which equals() sees first.
        if (entry != null && entry.text.equals(text)) {
            return entry.json;
        }
        return entry == null || ++missed % PATIENCE == 0 ? remember(text, place) : null;
    }

    private byte @Nullable [] remember(String text, int place) {
        if (text.length() > LONGEST || !JsonWriter.isPlain(text)) {
            return null;
        }
        byte[] json = (before + text + behind).getBytes(StandardCharsets.US_ASCII);
        entries[place] = new Entry(text, json);
        return json;
    }
}
