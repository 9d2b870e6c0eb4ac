package dev.shorthand.jmh;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;
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

/** Finding the end of a message in a stream, and checking that one can be found before it is sent, beside msgpack-core. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MsgpackFramingBenchmark {
    /** See {@link Samples#of}; arguments are positional here. */
    @Param({"request", "reply", "text1k", "nested64k"})
    public String message;

    private final OutputBuffer out = new OutputBuffer(256);
    private final MsgpackByHand limit = new MsgpackByHand(new OutputBuffer(1));
    private Framing framing;
    private byte[] payload;

    /** Makes what a connection has. */
    @Setup
    public void setUp() throws IOException {
        Codec codec = Plugins.installed().codec("msgpack", Limits.defaults());
        framing = codec.newFraming();
        payload = codec.encode(MsgpackBenchmark.sample(message));
        out.write(payload);
        if (split() != payload.length || splitLimit() != payload.length || wrap() != payload.length) {
            throw new IllegalStateException(message + " does not end where it should");
        }
    }

    /** Cuts as a connection does. */
    @Benchmark
    public int split() throws FramingException {
        return framing.split(payload, 0, payload.length) ? framing.frameEnd() : -1;
    }

    /** Passes over the value with msgpack-core. */
    @Benchmark
    public long splitLimit() throws IOException {
        return limit.skip(payload);
    }

    /** Wraps as a connection does. */
    @Benchmark
    public int wrap() {
        framing.wrap(out, 0);
        return out.size();
    }
}
