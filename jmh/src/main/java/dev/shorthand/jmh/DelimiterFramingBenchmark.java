package dev.shorthand.jmh;

import dev.shorthand.kernel.spi.DelimiterFraming;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Framing at a NUL beside a loop over the bytes. The score is in bytes per ns, which is GB/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(DelimiterFramingBenchmark.BUFFER)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DelimiterFramingBenchmark {
    /** Bytes that one operation cuts up. */
    static final int BUFFER = 256 << 10;

    /** Bytes from one frame to the next, the delimiter among them; divides the buffer. */
    @Param({"128", "1024", "65536"})
    public int frame;

    private final byte[] buffer = new byte[BUFFER];
    private final Framing framing = new DelimiterFraming(new byte[1], 16 << 20, false);

    /** Fills the buffer with frames. */
    @Setup
    public void setUp() throws FramingException {
        Arrays.fill(buffer, (byte) 'x');
        for (int i = frame - 1; i < BUFFER; i += frame) {
            buffer[i] = 0;
        }
        if (split() != byteLoop()) {
            throw new IllegalStateException("the framing finds other frames than the loop");
        }
    }

    /** Cuts as a connection does. */
    @Benchmark
    public long split() throws FramingException {
        long ends = 0;
        int start = 0;
        while (start < BUFFER && framing.split(buffer, start, BUFFER)) {
            ends += framing.payloadEnd();
            start = framing.frameEnd();
        }
        return ends;
    }

    /** Looks at each byte. */
    @Benchmark
    public long byteLoop() {
        long ends = 0;
        int start = 0;
        while (start < BUFFER) {
            int i = start;
            while (buffer[i] != 0) {
                i++;
            }
            ends += i;
            start = i + 1;
        }
        return ends;
    }
}
