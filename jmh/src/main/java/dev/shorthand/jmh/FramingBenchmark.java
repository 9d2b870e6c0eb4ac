package dev.shorthand.jmh;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
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
 * Framing beside a loop over the bytes. The score is in bytes per ns, which is GB/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(FramingBenchmark.BUFFER)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FramingBenchmark {
    /** Bytes that one operation cuts up, all in all; the payloads are a little less. */
    static final int BUFFER = 256 << 10;

    /** What cuts. */
    @Param({"jrpc", "jrpc:lines", "jrpc:headers", "jrpc:concatenated"})
    public String codec = "jrpc";

    /** Bytes from one frame to the next, what separates them about included; divides the buffer. */
    @Param({"128", "1024", "65536"})
    public int frame = 65_536;

    private final OutputBuffer stream = new OutputBuffer(BUFFER);
    private Framing framing;

    /** Fills the buffer with frames. */
    @Setup
    public void setUp() throws FramingException {
        framing = Plugins.installed().codec(codec, Limits.defaults()).newFraming();
        stream.clear();
        String payload = "[\"" + "x".repeat(frame - 24) + "\"]";
        for (int i = 0; i < BUFFER / frame; i++) {
            int start = stream.size();
            stream.writeAscii(payload);
            framing.wrap(stream, start);
        }
        if (split() != (long) payload.length() * (BUFFER / frame)) {
            throw new IllegalStateException("the framing finds other frames than were made");
        }
    }

    /** Cuts as a connection does. */
    @Benchmark
    public long split() throws FramingException {
        byte[] buffer = stream.array();
        int limit = stream.size();
        long payloads = 0;
        int start = 0;
        while (start < limit && framing.split(buffer, start, limit)) {
            payloads += framing.payloadEnd() - framing.payloadStart();
            start = framing.frameEnd();
        }
        return payloads;
    }

    /** Looks at each byte. */
    @Benchmark
    public long byteLoop() {
        byte[] buffer = stream.array();
        int limit = stream.size();
        long ends = 0;
        for (int i = 0; i < limit; i++) {
            if (buffer[i] == 0) {
                ends += i;
            }
        }
        return ends;
    }
}
