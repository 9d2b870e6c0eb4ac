package dev.shorthand.tck;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Writes values for {@link LineCodec}, as words with a blank after each. Confined like every {@link ValueWriter}. */
final class LineWriter implements ValueWriter {
    private final OutputBuffer out;

    LineWriter(OutputBuffer out) {
        this.out = out;
    }

    /** Writes one word of ASCII, without blanks. */
    void word(String word) {
        out.writeAscii(word);
        out.write(' ');
    }

    @Override
    public void writeNull() {
        word("null");
    }

    @Override
    public void writeBoolean(boolean value) {
        word(value ? "true" : "false");
    }

    @Override
    public void writeLong(long value) {
        word(Long.toString(value));
    }

    @Override
    public void writeDouble(double value) {
        word("double:" + value);
    }

    @Override
    public void writeBigInteger(BigInteger value) {
        word("big:" + value);
    }

    @Override
    public void writeBigDecimal(BigDecimal value) {
        word("decimal:" + value);
    }

    @Override
    public void writeString(String value) {
        word("\"" + escaped(value));
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) {
        word("'" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    @Override
    public void beginList(int size) {
        word("[");
    }

    @Override
    public void endList() {
        word("]");
    }

    @Override
    public void beginMap(int size) {
        word("{");
    }

    @Override
    public void writeName(String name) {
        word(":" + escaped(name));
    }

    @Override
    public void endMap() {
        word("}");
    }

    private static String escaped(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new EncodeException("a lone surrogate, which UTF-8 cannot carry; send whole characters");
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
