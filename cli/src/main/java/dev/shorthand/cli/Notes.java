package dev.shorthand.cli;

import java.util.ArrayDeque;
import java.util.List;

/** The texts noted last: at most a thousand of them, and a million characters. Safe for any thread; guarded by itself. */
final class Notes {
    private static final int MOST = 1_000;
    private static final int MOST_CHARACTERS = 1_000_000;

    private final ArrayDeque<String> texts = new ArrayDeque<>();
    private int characters;

    synchronized void add(String text) {
        texts.add(text);
        characters += text.length();
        while (texts.size() > MOST || characters > MOST_CHARACTERS) {
            characters -= texts.remove().length();
        }
    }

    synchronized List<String> taken() {
        return List.copyOf(texts);
    }
}
