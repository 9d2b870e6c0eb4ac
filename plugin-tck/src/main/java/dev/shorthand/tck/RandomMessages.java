package dev.shorthand.tck;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Messages of every kind with values of every kind, the same ones for the same seed. Half of them are modest: made of texts, numbers, lists and maps
 * with plain names, which most formats carry. Confined to the test's thread.
 */
final class RandomMessages {
    private static final int DEEPEST = 4;
    private static final int MODEST_KINDS = 4;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String ODD =
            "abz0 \"'\\/:,;[]{}<>\b\t\r\n\u0000\u007f\u0080\u00e9\u07ff\u0800\u20ac\u2028\ud800\udc00\uffff";
    private static final List<Double> DOUBLES =
            List.of(0.0, -0.0, 0.1, 1.0, -1.5, 1e6, 1e16, 1e22, Double.MIN_VALUE, Double.MAX_VALUE, 123456789.125);

    private final Random random;

    RandomMessages(Random random) {
        this.random = random;
    }

    /** Returns one message, or a batch of some. */
    Message next() {
        boolean modest = random.nextBoolean();
        if (!modest && random.nextInt(5) == 0) {
            List<Message> messages = new ArrayList<>();
            for (int left = random.nextInt(4); left >= 0; left--) {
                messages.add(single(modest));
            }
            return new Batch(messages);
        }
        return single(modest);
    }

    private Message single(boolean modest) {
        switch (random.nextInt(5)) {
            case 0 -> {
                return new Call(id(modest), method(modest), Params.named(map(modest, DEEPEST - 1)));
            }
            case 1 -> {
                return Call.notification(method(modest), Params.named(map(modest, DEEPEST - 1)));
            }
            case 2 -> {
                return new Call(id(modest), method(modest), positional(modest));
            }
            case 3 -> {
                return new Reply(id(modest), value(modest, DEEPEST));
            }
            default -> {
                Id id = modest || random.nextInt(4) > 0 ? id(modest) : Id.NULL;
                long code = modest ? -32000 - random.nextInt(100) : random.nextLong();
                Object data = random.nextBoolean() ? null : value(modest, DEEPEST);
                return new ErrorReply(id, code, text(modest, 20), data);
            }
        }
    }

    private Params positional(boolean modest) {
        @Nullable Object[] values = new Object[random.nextInt(4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(modest, DEEPEST - 1);
        }
        return Params.positional(values);
    }

    private Id id(boolean modest) {
        if (modest) {
            return Id.of(random.nextInt(Integer.MAX_VALUE));
        }
        return random.nextInt(3) == 0 ? Id.of(text(false, 8)) : Id.of(random.nextLong() >> random.nextInt(64));
    }

    private String method(boolean modest) {
        return modest ? name(true) : "m" + text(false, 10);
    }

    /** Returns a value with at most {@code depth} lists and maps around each leaf. */
    @Nullable
    Object value(boolean modest, int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            return random.nextBoolean() ? list(modest, depth - 1) : map(modest, depth - 1);
        }
        switch (random.nextInt(modest ? MODEST_KINDS : 2 * MODEST_KINDS)) {
            case 0 -> {
                return text(modest, 40);
            }
            case 1 -> {
                return random.nextLong() >> random.nextInt(64);
            }
            case 2 -> {
                return DOUBLES.get(random.nextInt(DOUBLES.size()));
            }
            case 3 -> {
                double number = Double.longBitsToDouble(random.nextLong());
                return Double.isFinite(number) ? number : 0.5;
            }
            case 4 -> {
                return random.nextInt(3) == 0 ? null : (Object) random.nextBoolean();
            }
            case 5 -> {
                return new BigInteger(64 + random.nextInt(500), random).setBit(64);
            }
            case 6 -> {
                // Within what a double can hold: decimals may come back as those.
                return new BigDecimal(new BigInteger(150, random), random.nextInt(300) - 150);
            }
            default -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                return bytes;
            }
        }
    }

    private List<@Nullable Object> list(boolean modest, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            list.add(value(modest, depth));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(boolean modest, int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            map.put(name(modest || random.nextBoolean()), value(modest, depth));
        }
        return map;
    }

    /** Returns a name: of a few letters, or any text. */
    String name(boolean modest) {
        if (!modest) {
            return text(false, 12);
        }
        StringBuilder name = new StringBuilder();
        for (int left = random.nextInt(8); left >= 0; left--) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    /** Returns a text; one that is not modest has characters of every length in UTF-8, and halves of pairs now and then. */
    private String text(boolean modest, int longest) {
        String odd = modest ? ODD.replaceAll("[\\ud800-\\udfff\\u0000]", "\ud83d\ude00") : ODD;
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(longest + 1); left > 0; left--) {
            int character = random.nextInt(6) == 0
                    ? odd.codePointAt(random.nextInt(odd.length()))
                    : LETTERS.charAt(random.nextInt(LETTERS.length()));
            // The second half of a pair is met alone only where halves are wanted.
            boolean half = modest && character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            text.appendCodePoint(half ? '\u00e9' : character);
        }
        return text.toString();
    }
}
