package dev.shorthand.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.tck.Vectors;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is sent arrives as it was, however the stream is cut. */
final class RoundTripTest {
    private static final MsgpackCodec CODEC =
            MsgpackCodec.builder().named(true).errorData(true).build();

    private final RandomValues values = new RandomValues(42);
    private final Random random = values.random();
    private final Encoder encoder = CODEC.newEncoder(Conversions.standard());
    private final Decoder decoder = CODEC.newDecoder();

    @Test
    void everyMessageDecodesToItself() {
        for (int i = 0; i < 10_000; i++) {
            Message message = message();
            OutputBuffer out = new OutputBuffer(16);
            encoder.encode(message, out);
            Message back = decoder.decode(out.array(), 0, out.size(), Binding.plain());
            assertThat(comparable(back))
                    .as(() -> HexFormat.of().formatHex(out.toByteArray()))
                    .isEqualTo(comparable(message));
        }
    }

    @Test
    void anyCutOfAStreamGivesTheSameMessages() throws Exception {
        OutputBuffer stream = new OutputBuffer(16);
        Framing out = CODEC.newFraming();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Message message = message();
            int start = stream.size();
            encoder.encode(message, stream);
            out.wrap(stream, start);
            sent.add(comparable(message));
        }
        for (int round = 0; round < 20; round++) {
            Framing in = CODEC.newFraming();
            List<String> received = new ArrayList<>();
            int start = 0;
            int limit = 0;
            while (limit < stream.size()) {
                limit = Math.min(stream.size(), limit + 1 + random.nextInt(1 + random.nextInt(2_000)));
                while (in.split(stream.array(), start, limit)) {
                    received.add(comparable(decoder.decode(
                            stream.array(), in.payloadStart(), in.payloadEnd() - in.payloadStart(), Binding.plain())));
                    start = in.frameEnd();
                }
            }
            assertThat(received).isEqualTo(sent);
        }
    }

    private Message message() {
        return switch (random.nextInt(4)) {
            case 0 -> new Call(callId(), "m" + values.text(5), Params.named(values.map(3)));
            case 1 -> new Call(callId(), "m" + values.text(90), Params.positional(values.value(0), values.value(3)));
            case 2 -> new Reply(id(), values.value(4));
            default ->
                new ErrorReply(
                        random.nextInt(4) == 0 ? Id.NULL : id(), random.nextLong(), values.text(20), values.value(3));
        };
    }

    private Id callId() {
        return random.nextInt(4) == 0 ? Id.NONE : id();
    }

    private Id id() {
        return random.nextInt(8) == 0
                ? Id.ofValue(new BigInteger(64, random).setBit(63))
                : Id.of(random.nextLong() >> random.nextInt(64));
    }

    /** Says all of a message, with bytes by content and doubles told from integers. */
    private static String comparable(Message message) {
        if (message instanceof Call call) {
            Params params = call.params();
            // No arguments are the same however they were given.
            Object arguments = params.isNamed() && params.size() > 0 ? params.asMap() : params.asList();
            return call.id() + call.method() + Vectors.comparable(arguments);
        }
        if (message instanceof Reply reply) {
            return reply.id() + " result " + Vectors.comparable(reply.result());
        }
        if (message instanceof ErrorReply error) {
            return error.id() + " " + error.code() + error.message() + Vectors.comparable(error.data());
        }
        return message.toString();
    }
}
