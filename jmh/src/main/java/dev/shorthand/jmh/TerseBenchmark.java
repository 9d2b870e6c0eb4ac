package dev.shorthand.jmh;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.util.concurrent.TimeUnit;
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
 * terse beside jrpc: what one message costs to encode into a buffer that is used again, and to decode. Run it with {@code -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TerseBenchmark {
    /** What is measured, and what it is compared with. */
    @Param({"terse?words=true", "jrpc"})
    public String codec;

    /** See {@link Samples#of}. */
    @Param({"request", "reply", "text1k", "nested64k"})
    public String message;

    private final OutputBuffer out = new OutputBuffer(256);
    private final Binding echo = new EchoBinding();
    private Message sample;
    private Encoder encoder;
    private Decoder decoder;
    private byte[] payload;

    /** Makes what a connection has. */
    @Setup
    public void setUp() {
        Codec made = Plugins.installed().codec(codec, Limits.defaults());
        sample = Samples.of(message);
        encoder = made.newEncoder(Conversions.standard());
        decoder = made.newDecoder();
        payload = made.encode(sample);
        if (!sample.equals(decode())) {
            throw new IllegalStateException(message + " was not read as it was written: " + decode());
        }
        if (!message.equals("nested64k") && decodeTyped() instanceof Malformed malformed) {
            throw new IllegalStateException(malformed.problem());
        }
    }

    /** Encodes. */
    @Benchmark
    public int encode() {
        out.clear();
        encoder.encode(sample, out);
        return out.size();
    }

    /** Decodes into plain values. */
    @Benchmark
    public Object decode() {
        return decoder.decode(payload, 0, payload.length, Binding.plain());
    }

    /** Decodes into what {@link Echo#echo} declares; nested64k does not fit that, and shows what a second reading costs. */
    @Benchmark
    public Object decodeTyped() {
        return decoder.decode(payload, 0, payload.length, echo);
    }
}
