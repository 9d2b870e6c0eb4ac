package dev.shorthand.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.msgpack.jackson.dataformat.MessagePackFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * msgpack beside {@link MsgpackByHand} and Jackson's data binding: what one message costs to encode into a buffer that is used again (Jackson makes a new
 * array), and to decode. Run it with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MsgpackBenchmark {
    /** See {@link Samples#of}; arguments are positional here. */
    @Param({"request", "reply", "text1k", "nested64k"})
    public String message;

    private final OutputBuffer out = new OutputBuffer(256);
    private final MsgpackByHand limit = new MsgpackByHand(out);
    private final ObjectMapper jackson = new ObjectMapper(new MessagePackFactory());
    private Binding binding = new EchoBinding();
    private Message sample;
    private Encoder encoder;
    private Decoder decoder;
    private byte[] payload;

    /** Makes what a connection has. */
    @Setup
    public void setUp() throws IOException {
        Codec codec = Plugins.installed().codec("msgpack", Limits.defaults());
        sample = sample(message);
        encoder = codec.newEncoder(Conversions.standard());
        decoder = codec.newDecoder();
        payload = codec.encode(sample);
        if (message.equals("nested64k")) {
            binding = new ContractBinding(Items.class);
        }
        if (!sample.equals(decode())) {
            throw new IllegalStateException(message + " was not read as it was written: " + decode());
        }
        if (encodeLimit() != encode() || encodeJackson() != encode()) {
            throw new IllegalStateException("the encodings of " + message + " are of different length");
        }
        if (decodeTyped() instanceof Malformed malformed) {
            throw new IllegalStateException(malformed.problem());
        }
    }

    /** Returns the sample of that name, with positional arguments. */
    static Message sample(String name) {
        Message named = Samples.of(name);
        return named instanceof Call call
                ? new Call(
                        call.id(),
                        call.method(),
                        Params.positional(call.params().asList().toArray()))
                : named;
    }

    /** Encodes. */
    @Benchmark
    public int encode() {
        out.clear();
        encoder.encode(sample, out);
        return out.size();
    }

    /** Encodes by hand. */
    @Benchmark
    public int encodeLimit() throws IOException {
        out.clear();
        limit.encode(sample);
        return limit.size();
    }

    /** Encodes lists and maps with Jackson. */
    @Benchmark
    public int encodeJackson() throws IOException {
        return jackson.writeValueAsBytes(array(sample)).length;
    }

    private static @Nullable Object[] array(Message message) {
        if (message instanceof Call call) {
            return new Object[] {
                0, call.id().number(), call.method(), call.params().asList()
            };
        }
        Reply reply = (Reply) message;
        return new Object[] {1, reply.id().number(), null, reply.result()};
    }

    /** Decodes into plain values. */
    @Benchmark
    public Object decode() {
        return decoder.decode(payload, 0, payload.length, Binding.plain());
    }

    /** Decodes into plain values by hand. */
    @Benchmark
    public Object decodeLimit() throws IOException {
        return limit.decode(payload);
    }

    /** Decodes into lists and maps with Jackson. */
    @Benchmark
    public Object decodeJackson() throws IOException {
        return jackson.readValue(payload, Object[].class);
    }

    /** Decodes into what {@link Echo#echo} declares; nested64k into what {@link Items#items} does. */
    @Benchmark
    public Object decodeTyped() {
        return decoder.decode(payload, 0, payload.length, binding);
    }

    /** Decodes into the same by hand. */
    @Benchmark
    public Object decodeTypedLimit() throws IOException {
        return message.equals("nested64k") ? limit.decodeItems(payload) : limit.decodeEcho(payload);
    }
}
