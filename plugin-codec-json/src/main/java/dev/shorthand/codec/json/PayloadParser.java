package dev.shorthand.codec.json;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonReadContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import com.fasterxml.jackson.core.util.BufferRecycler;
import dev.shorthand.kernel.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Jackson's parser of UTF-8, which reads one payload after the other.
 *
 * <p>A parser made for each message costs as much as the message: 900 bytes and a third of the time. Jackson's own
 * parser that is fed, the non-blocking one, saves the bytes and not the time, since it is ready to be interrupted at
 * every byte; a payload is always whole. So this one goes back to its beginning by the fields that Jackson leaves open
 * to subclasses.
 *
 * <p>References are not stored where they stand already, nor is the last text kept: a store into an object as old as this one
 * costs a collector's barrier, and those added up to a tenth of the time.
 *
 * <p>Confined to the decoder's thread. After an exception it is not to be used again.
 */
final class PayloadParser extends UTF8StreamJsonParser {
    // The first integer that may not fit a long has this many digits.
    private static final int LONG_DIGITS = 19;

    private static final byte[] NOTHING = {};

    // Interned names would stay in a table of the whole JVM, which a hostile peer could fill.
    private static final int NAMES =
            JsonFactory.Feature.collectDefaults() & ~JsonFactory.Feature.INTERN_FIELD_NAMES.getMask();

    // More names than these and the next payload is read by a new parser: a peer that never uses a name twice fills no
    // memory.
    private static final int MOST_NAMES = 1_000;

    // Jackson reads names the quick way where that many bytes follow before the end of its buffer. So a short payload
    // is copied, and blanks put behind it, which
    // mean nothing in JSON: it would be read the slow way otherwise, most of it being close to its end.
    private static final int BLANKS = 16;
    private static final int SHORT = 1_024;

    private final byte[] shortPayload = new byte[SHORT + BLANKS];
    private final TextCache recurring;
    private final JsonReadContext root;

    // Where the text stands that was made from the payload last, without the quotes.
    private int textStart;
    private int textEnd = -1;

    PayloadParser(Limits limits, TextCache recurring) {
        super(
                new IOContext(
                        constraints(limits),
                        StreamWriteConstraints.defaults(),
                        ErrorReportConfiguration.defaults(),
                        new BufferRecycler(),
                        ContentReference.redacted(),
                        false),
                JsonParser.Feature.collectDefaults(),
                null,
                null,
                ByteQuadsCanonicalizer.createRoot().makeChild(NAMES),
                NOTHING,
                0,
                0,
                0,
                false);
        this.recurring = recurring;
        root = _parsingContext;
    }

    private static StreamReadConstraints constraints(Limits limits) {
        return StreamReadConstraints.builder()
                .maxNestingDepth(limits.maxDepth())
                .maxNumberLength(limits.maxNumber())
                .maxStringLength(limits.maxFrame())
                .maxNameLength(limits.maxFrame())
                .build();
    }

    /** Stands before the first token of the payload. */
    void begin(byte[] payload, int offset, int length) {
        if (length > SHORT) {
            beginAt(payload, offset, offset + length);
            return;
        }
        System.arraycopy(payload, offset, shortPayload, 0, length);
        Arrays.fill(shortPayload, length, length + BLANKS, (byte) ' ');
        beginAt(shortPayload, 0, length + BLANKS);
    }

    private void beginAt(byte[] buffer, int start, int end) {
        if (_inputBuffer != buffer) {
            _inputBuffer = buffer;
        }
        textEnd = -1;
        _inputPtr = start;
        _inputEnd = end;
        _currInputProcessed = -start;
        _currInputRow = 1;
        _currInputRowStart = start;
        _currToken = null;
        _nextToken = null;
        _tokenIncomplete = false;
        _nameCopied = false;
        _numTypesValid = NR_UNKNOWN;
        root.reset(JsonStreamContext.TYPE_ROOT, 1, 0);
        if (_parsingContext != root) {
            _parsingContext = root;
        }
    }

    /** Lets go of the payload and of the last text. */
    void end() {
        if (_inputBuffer != shortPayload) {
            _inputBuffer = NOTHING;
        }
        _inputPtr = 0;
        _inputEnd = 0;
        _textBuffer.resetWithEmpty();
    }

    /** Returns the present string; most are made in one go from the payload, which is known to be UTF-8. */
    @Override
    public String getText() throws IOException {
        return takePlain()
                ? new String(_inputBuffer, textStart, textEnd - textStart, StandardCharsets.UTF_8)
                : super.getText();
    }

    /** Returns the present string, the same object for the same text where it comes again and again. */
    String recurringText() throws IOException {
        return takePlain() && textEnd - textStart <= TextCache.LONGEST
                ? recurring.get(_inputBuffer, textStart, textEnd)
                : getText();
    }

    /** Goes to the end of the present string; returns false if it is none, has escapes, or is broken, which is for Jackson to read. */
    private boolean takePlain() {
        if (_currToken != JsonToken.VALUE_STRING) {
            return false;
        }
        if (!_tokenIncomplete) {
            // Asked once more.
            return _inputPtr == textEnd + 1;
        }
        int end = Plain.end(_inputBuffer, _inputPtr, _inputEnd);
        if (end == _inputEnd || _inputBuffer[end] != '"') {
            return false;
        }
        textStart = _inputPtr;
        textEnd = end;
        _inputPtr = end + 1;
        _tokenIncomplete = false;
        return true;
    }

    /** Returns whether the present integer fits 64 bits. */
    boolean isLong() throws IOException {
        return _intLength < LONG_DIGITS || getNumberType() != NumberType.BIG_INTEGER;
    }

    /** Returns how many lists and maps are open here. */
    int depth() {
        return _parsingContext.getNestingDepth();
    }

    /**
     * Goes on to the end of the list or map at whose end no more than {@code depth} are open; stays where that is so
     * already.
     */
    void skipTo(int depth) throws IOException {
        while (depth() > depth) {
            nextToken();
        }
    }

    /** Returns at which byte of the payload the present token begins, if it is not a name. */
    long tokenStart() {
        // Jackson notes it when the first byte has been read.
        return _tokenInputTotal - 1;
    }

    /** Returns at which byte of the payload something stands behind the present token, or -1 where only blanks do. */
    long restAt() {
        for (int i = _inputPtr; i < _inputEnd; i++) {
            if (" \t\r\n".indexOf(_inputBuffer[i]) < 0) {
                return _currInputProcessed + i;
            }
        }
        return -1;
    }

    /** Returns whether so many names were seen that the next payload should have a new parser. */
    boolean isWorn() {
        return _symbols.size() > MOST_NAMES;
    }
}
