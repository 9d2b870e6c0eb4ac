package dev.shorthand.codec.json;

import dev.shorthand.kernel.spi.Token;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text (RFC 8259) after the other, token by token, from the bytes that they came in.
 *
 * <p>Strings and numbers are found and checked, and made only where somebody asks for them. Every mistake is thrown as a
 * {@link dev.shorthand.kernel.spi.MalformedException} with its place. No reference is stored while reading: one stored
 * into an object as old as this costs a collector's barrier, and those add up to a tenth of the time.
 *
 * <p>Confined to the decoder's thread.
 */
final class Tokenizer {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = {};
    private static final int MOST_KEPT = 64 << 10;

    private static final Token[] TOKENS = Token.values();
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int TRUE_NUMBER = (int) INTS.get(TRUE, 0);

    // What may come next: a value; the first of a list or map, or its end; a comma, or the end; nothing any more.
    private static final int VALUE = 0;
    private static final int FIRST = 1;
    private static final int MORE = 2;
    private static final int OVER = 3;

    private final Faults faults;
    private final TextToken text;
    private final Names names;
    private final Methods methods = new Methods();
    private final NumberToken number;
    private final int maxDepth;
    private final boolean exact;

    // Which of the lists and maps that are open are maps; the innermost has its own field.
    private final boolean[] maps;
    private boolean inMap;
    private int depth;

    private byte[] buffer = NOTHING;
    private int at;
    private int end;
    private int expected;

    // The present token, as a number since it is no reference, and where it begins.
    private int token;
    private int start;

    Tokenizer(Settings settings, Faults faults) {
        this.faults = faults;
        this.names = new Names();
        this.text = new TextToken(faults, names, settings.maxString());
        this.number = new NumberToken(faults, settings.limits().maxNumber());
        this.maxDepth = settings.limits().maxDepth();
        this.exact = settings.exact();
        this.maps = new boolean[maxDepth + 1];
    }

    /** Stands before the first token of a payload. */
    void begin(byte[] payload, int offset, int length) {
        if (buffer != payload) {
            buffer = payload;
        }
        at = offset;
        end = offset + length;
        depth = 0;
        inMap = false;
        expected = VALUE;
    }

    /** Lets go of the payload; of a small buffer only when the next is another one, mostly being the connection's own. */
    void end() {
        if (buffer.length > MOST_KEPT) {
            buffer = NOTHING;
        }
        text.end();
        names.end();
    }

    /** Moves on to the next token of the text; the end of input is a mistake, as it is not over yet. */
    Token next() {
        // Places are handed on as arguments: a field that is written and read again takes longer than the rest.
        int place = nonBlank(at);
        byte b = buffer[place];
        if (expected == MORE) {
            if (b != ',') {
                return close(place, b);
            }
            place = nonBlank(place + 1);
            b = buffer[place];
        } else if (expected == VALUE) {
            return value(place, b);
        } else if (expected == OVER) {
            throw new IllegalStateException("read past the end of the value");
        } else if (b == (inMap ? '}' : ']')) {
            return close(place, b);
        }
        return inMap ? name(place, b) : value(place, b);
    }

    private int nonBlank(int from) {
        return from < end && buffer[from] > ' ' ? from : afterBlanks(from);
    }

    private int afterBlanks(int from) {
        int i = from;
        while (i < end && isBlank(buffer[i])) {
            i++;
        }
        if (i >= end) {
            throw faults.truncated();
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private Token value(int place, byte b) {
        start = place;
        expected = depth == 0 ? OVER : MORE;
        if (b == '"') {
            at = text.scan(buffer, place + 1, end) + 1;
            return present(Token.STRING);
        }
        if ((b >= '0' && b <= '9') || b == '-') {
            return number(place);
        }
        return b == '{' || b == '[' ? open(place, b == '{') : word(place, b);
    }

    private Token number(int place) {
        int after = number.scanShort(buffer, place, end);
        if (after >= 0) {
            at = after;
            return present(Token.LONG);
        }
        at = number.scan(buffer, place, end);
        Token fraction = exact ? Token.DECIMAL : Token.DOUBLE;
        return present(number.isLong() ? Token.LONG : number.isWhole() ? Token.BIG_INTEGER : fraction);
    }

    @SuppressWarnings("EnumOrdinal") // only to find it again in TOKENS
    private Token present(Token found) {
        token = found.ordinal();
        return found;
    }

    private Token open(int place, boolean map) {
        if (depth == maxDepth) {
            throw faults.tooDeep(depth + 1);
        }
        maps[depth++] = inMap;
        inMap = map;
        at = place + 1;
        expected = FIRST;
        return present(map ? Token.MAP : Token.LIST);
    }

    private Token close(int place, byte b) {
        boolean map = inMap;
        if (b != (map ? '}' : ']')) {
            throw faults.notJson(Faults.shown(b) + " where a comma or '" + (map ? '}' : ']') + "' should be", place);
        }
        start = place;
        at = place + 1;
        inMap = maps[--depth];
        expected = depth == 0 ? OVER : MORE;
        return present(map ? Token.END_MAP : Token.END_LIST);
    }

    private Token name(int place, byte b) {
        start = place;
        at = behindName(place, b, false);
        expected = VALUE;
        return present(Token.NAME);
    }

    private int behindName(int place, byte b, boolean wanted) {
        if (b != '"') {
            throw faults.notJson(Faults.shown(b) + " where a name in quotes should begin", place);
        }
        int after = names.pass(buffer, place + 1, end);
        return after < 0 ? otherName(place, wanted) : after;
    }

    private int otherName(int place, boolean wanted) {
        int colon = nonBlank(text.scan(buffer, place + 1, end) + 1);
        if (buffer[colon] != ':') {
            throw faults.notJson(Faults.shown(buffer[colon]) + " where a colon should be", colon);
        }
        if (wanted) {
            names.read(text, buffer);
        }
        return colon + 1;
    }

    private Token word(int place, byte b) {
        // In one comparison, where it is not the last that there is.
        if (end - place > TRUE.length && (int) INTS.get(buffer, place) == TRUE_NUMBER) {
            at = place + TRUE.length;
            return present(Token.TRUE);
        }
        return switch (b) {
            case 't' -> word(place, TRUE, Token.TRUE);
            case 'f' -> word(place, FALSE, Token.FALSE);
            case 'n' -> word(place, NULL, Token.NULL);
            default -> throw faults.notJson(Faults.shown(b) + " where a value should begin", place);
        };
    }

    private Token word(int place, byte[] word, Token found) {
        int i = place;
        for (byte b : word) {
            if (i == end) {
                throw faults.truncated();
            }
            if (buffer[i] != b) {
                throw faults.notJson(Faults.shown(buffer[i]) + " where only true, false or null could go on", i);
            }
            i++;
        }
        at = i;
        return present(found);
    }

    /** Moves on past the next name of the map and returns it, with {@link #nextValue} to follow; or to the map's end, and returns null. */
    @Nullable
    String nextName() {
        int place = nonBlank(at);
        byte b = buffer[place];
        boolean more = b == ',' && expected == MORE;
        if (more) {
            place = nonBlank(place + 1);
            b = buffer[place];
        } else if (expected == MORE || b == '}') {
            close(place, b);
            return null;
        }
        at = behindName(place, b, true);
        return names.text(text, buffer);
    }

    /** Moves on to the end of the map if it comes next, without blanks before it; returns whether it does. */
    boolean passEnd() {
        int place = at;
        if (expected != MORE || !inMap || place >= end || buffer[place] != '}') {
            return false;
        }
        close(place, (byte) '}');
        return true;
    }

    /** Moves on to the next token, which is mostly the beginning of a map. */
    Token nextMap() {
        int place = at;
        if (expected != VALUE || place >= end || buffer[place] != '{') {
            return next();
        }
        start = place;
        return open(place, true);
    }

    /** Moves on to the value of the name that was read last. */
    Token nextValue() {
        int place = nonBlank(at);
        return value(place, buffer[place]);
    }

    /** Returns the present token. */
    Token token() {
        return TOKENS[token];
    }

    /** Returns where in the payload's array the present token begins. */
    int start() {
        return start;
    }

    /** Returns how many lists and maps are open here. */
    int depth() {
        return depth;
    }

    /** Returns the present string. */
    String text() {
        return text.text(buffer);
    }

    /** Returns the present name, the same object for the same text where it comes again and again. */
    String name() {
        return names.text(text, buffer);
    }

    /** Returns the present name as one number, see {@link Names#packed}. */
    long packedName() {
        return names.packed(text, buffer);
    }

    /** Returns the present string, the same object for the same text where it comes again and again. */
    String recurringText() {
        return text.recurring(buffer);
    }

    /** Returns the present string, the name of a method, which {@link #passMethod} then knows. */
    String methodText() {
        int slot = text.slot(buffer);
        if (slot < 0) {
            return text.text(buffer);
        }
        names.begin(slot);
        String method = names.text(slot);
        if (!method.isBlank()) {
            text.keepMethod(method, buffer, slot, methods);
        }
        return method;
    }

    /**
     * Passes over the comma, the name and the value of the member {@code method}, and over the comma and the name of {@code params} with its colon.
     *
     * @param head the first eight bytes of that
     * @return the method; or null, not having moved, where something else stands, or a method that {@link #methodText} has not returned lately
     */
    @Nullable
    String passMethod(long head) {
        int from = at;
        if (expected != MORE || end - from < Methods.LEAST || (long) LONGS.get(buffer, from) != head) {
            return null;
        }
        int slot = methods.find(buffer, from, end);
        if (slot < 0) {
            return null;
        }
        names.begin(methods.name(slot));
        at = from + methods.length(slot);
        expected = VALUE;
        return methods.text(slot);
    }

    /** Moves on to the value of a member if it is a whole number of few digits, which is then the present one; returns whether it is. */
    boolean passShortNumber() {
        int from = at;
        int after = expected == VALUE && inMap && from < end ? number.scanShort(buffer, from, end) : -1;
        if (after < 0) {
            return false;
        }
        start = from;
        at = after;
        expected = MORE;
        present(Token.LONG);
        return true;
    }

    /** Returns the present number. */
    long longValue() {
        return number.longValue();
    }

    /** Returns the double nearest to the present number. */
    double doubleValue() {
        return number.doubleValue(buffer);
    }

    /** Returns the present number. */
    BigInteger bigInteger() {
        return number.bigInteger(buffer);
    }

    /** Returns the present number. */
    BigDecimal bigDecimal() {
        return number.bigDecimal(buffer);
    }

    /** Passes over the rest of the value that begins at the present token. */
    void skip() {
        if (expected == FIRST) {
            skipTo(depth - 1);
        }
    }

    /**
     * Goes on to the end of the list or map at whose end no more than so many are open; stays where that is so already.
     */
    void skipTo(int outside) {
        while (depth > outside) {
            next();
        }
    }

    /**
     * Passes over the first member of the map that begins here if it is written exactly so; returns whether it is.
     *
     * @param head   the first eight bytes of a name in quotes, a colon and a value, see {@link TextCache#head}
     * @param tail   their last eight
     * @param length how many bytes they are, from eight to sixteen
     */
    boolean passFirst(long head, long tail, int length) {
        return expected == FIRST && pass(head, tail, length, MORE);
    }

    /** Passes over the bracket of the outermost map and over its first member if these sixteen bytes are what a payload begins with; returns whether they are. */
    boolean open(long head, long tail) {
        if (expected != VALUE || depth != 0 || !pass(head, tail, 2 * Long.BYTES, MORE)) {
            return false;
        }
        start = at - 2 * Long.BYTES;
        maps[depth++] = inMap;
        inMap = true;
        return true;
    }

    private boolean pass(long head, long tail, int length, int next) {
        int from = at;
        int after = from + length;
        if (after >= end
                || (long) LONGS.get(buffer, from) != head
                || (long) LONGS.get(buffer, after - Long.BYTES) != tail) {
            return false;
        }
        at = after;
        expected = next;
        return true;
    }

    /**
     * Passes over the comma, name and colon of the next member if they are written exactly so; returns whether they are.
     *
     * @param head   their first eight bytes, see {@link TextCache#head}
     * @param tail   their last eight
     * @param length how many bytes they are, from eight to sixteen
     */
    boolean passName(long head, long tail, int length) {
        return expected == MORE && pass(head, tail, length, VALUE);
    }

    /** Does the same for a name that takes up to eight bytes with what is around it. */
    boolean passName(long whole, int length) {
        int from = at;
        if (expected != MORE
                || from + Long.BYTES > end
                || ((long) LONGS.get(buffer, from) ^ whole) << (Long.SIZE - Byte.SIZE * length) != 0) {
            return false;
        }
        at = from + length;
        expected = VALUE;
        return true;
    }

    /** Does the same, without blanks in between, for one of the names that somebody declares; with {@link #nextValue} to follow. */
    boolean passName(DeclaredNames names, int index) {
        int from = at;
        if (expected == MORE) {
            if (from >= end || buffer[from] != ',') {
                return false;
            }
            from++;
        }
        int after = names.end(index, buffer, from, end);
        if (after < 0) {
            return false;
        }
        at = after;
        expected = VALUE;
        return true;
    }

    /** Returns whether the map that begins here has a first name that begins with this character, or with an escape. */
    boolean isFollowedByName(char first) {
        int name = nonBlank(at) + 1;
        return buffer[name - 1] == '"' && name < end && (buffer[name] == first || buffer[name] == '\\');
    }

    /** Returns the place to which {@link #rewind} goes back: behind the bracket that is the present token. */
    int mark() {
        return at;
    }

    /** Stands again at the beginning of the map that is open here. */
    void rewind(int mark, int mapStart) {
        at = mark;
        start = mapStart;
        inMap = true;
        expected = FIRST;
        present(Token.MAP);
    }

    /** Stands again behind an item of the list that all others are in. */
    void rewindToItem(int mark) {
        at = mark;
        depth = 1;
        inMap = false;
        expected = MORE;
    }

    /** Returns where something stands behind the present token, or -1 where only blanks do. */
    int rest() {
        int i = at;
        while (i < end && isBlank(buffer[i])) {
            i++;
        }
        return i < end ? i : -1;
    }
}
