package dev.shorthand.tck;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.ValueReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@link LineCodec} with one thing wrong, as a real codec might have it. */
final class FaultyCodec implements Codec {
    private final LineCodec good;
    private final Fault fault;
    private final int maxFrame;
    private final OutputBuffer shared = new OutputBuffer(64);

    /** What a codec may get wrong. */
    enum Fault {
        LOSES_DIGITS,
        REFUSES_WITHOUT_PATH,
        TURNS_TEXT_IDS_INTO_NUMBERS,
        LOSES_AN_ARGUMENT,
        THROWS_ON_GARBAGE,
        LOSES_ITS_PLACE_WHEN_THE_BUFFER_MOVES,
        NAMES_NO_LIMIT,
        KEEPS_THE_LIMIT_TO_ITSELF,
        KEEPS_WHAT_IT_REFUSED,
        STAYS_BROKEN,
        CLOBBERS_THE_BUFFER,
        SHARES_A_BUFFER,
        READS_PAST_THE_END,
        THROWS_WHAT_DOES_NOT_FIT
    }

    FaultyCodec(Limits limits, Fault fault) {
        this.maxFrame = limits.maxFrame();
        this.good = LineCodec.create(limits);
        this.fault = fault;
    }

    @Override
    public Framing newFraming() {
        return fault == Fault.LOSES_ITS_PLACE_WHEN_THE_BUFFER_MOVES
                ? new AbsoluteFraming(good.newFraming(), maxFrame)
                : good.newFraming();
    }

    @Override
    public Encoder newEncoder(Conversions conversions) {
        return new FaultyEncoder(good.newEncoder(conversions));
    }

    @Override
    public Decoder newDecoder() {
        return new FaultyDecoder(good.newDecoder());
    }

    private final class FaultyEncoder implements Encoder {
        private final Encoder encoder;
        private final OutputBuffer own = new OutputBuffer(64);

        FaultyEncoder(Encoder encoder) {
            this.encoder = encoder;
        }

        @Override
        public void encode(Message message, OutputBuffer out) {
            OutputBuffer buffer = fault == Fault.SHARES_A_BUFFER ? shared : own;
            if (fault != Fault.KEEPS_WHAT_IT_REFUSED) {
                buffer.clear();
            }
            try {
                encoder.encode(message, buffer);
            } catch (EncodeException e) {
                throw fault == Fault.REFUSES_WITHOUT_PATH ? new EncodeException("refused") : e;
            }
            if (fault == Fault.SHARES_A_BUFFER) {
                Thread.yield();
            }
            if (fault == Fault.CLOBBERS_THE_BUFFER) {
                out.clear();
            }
            out.write(changed(buffer.toString()).getBytes(StandardCharsets.US_ASCII));
            buffer.clear();
        }

        private String changed(String line) {
            return switch (fault) {
                case LOSES_DIGITS -> line.replaceAll("(decimal:\\d+\\.\\d{3})\\d*", "$1");
                case TURNS_TEXT_IDS_INTO_NUMBERS -> line.replaceFirst("^(call|reply|error) \"(\\d+) ", "$1 $2 ");
                case LOSES_AN_ARGUMENT -> line.replace(" :b \"two ", " ");
                default -> line;
            };
        }
    }

    private final class FaultyDecoder implements Decoder {
        private final Decoder decoder;
        private boolean broken;

        FaultyDecoder(Decoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public Message decode(byte[] payload, int offset, int length, Binding binding) {
            int read = fault == Fault.READS_PAST_THE_END ? payload.length - offset : length;
            Message message = decoder.decode(
                    payload, offset, read, fault == Fault.THROWS_WHAT_DOES_NOT_FIT ? new Strict(binding) : binding);
            boolean bad = message instanceof Malformed;
            if (fault == Fault.STAYS_BROKEN) {
                boolean before = broken;
                broken = bad;
                return before ? Malformed.unparsable("what came before was no good") : message;
            }
            if (bad && fault == Fault.THROWS_ON_GARBAGE && payload[offset] < 0) {
                throw new IllegalStateException("no ASCII");
            }
            if (message instanceof Malformed malformed && fault == Fault.KEEPS_THE_LIMIT_TO_ITSELF) {
                return Malformed.unparsable(malformed.problem());
            }
            return bad && fault == Fault.NAMES_NO_LIMIT ? Malformed.unparsable("it is too much") : message;
        }
    }

    /** Lets out of the decoder what it should have caught. */
    private record Strict(Binding binding) implements Binding {
        @Override
        public Params readParams(String method, ValueReader in) {
            try {
                return binding.readParams(method, in);
            } catch (MismatchException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public @Nullable Object readResult(Id id, ValueReader in) {
            try {
                return binding.readResult(id, in);
            } catch (MismatchException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Remembers where in the buffer it was, rather than where in the frame. */
    private static final class AbsoluteFraming implements Framing {
        private final Framing framing;
        private final int maxFrame;
        private int searched;

        AbsoluteFraming(Framing framing, int maxFrame) {
            this.framing = framing;
            this.maxFrame = maxFrame;
        }

        @Override
        public boolean split(byte[] buffer, int start, int limit) throws FramingException {
            for (int i = Math.max(start, searched); i < limit; i++) {
                if (buffer[i] == '\n') {
                    searched = i + 1;
                    return framing.split(buffer, start, limit);
                }
            }
            searched = limit;
            if (limit - start > maxFrame) {
                throw FramingException.tooLong(limit - start, maxFrame);
            }
            return false;
        }

        @Override
        public int payloadStart() {
            return framing.payloadStart();
        }

        @Override
        public int payloadEnd() {
            return framing.payloadEnd();
        }

        @Override
        public int frameEnd() {
            return framing.frameEnd();
        }

        @Override
        public void wrap(OutputBuffer out, int payloadStart) {
            framing.wrap(out, payloadStart);
        }
    }
}
