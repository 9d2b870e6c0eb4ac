package dev.shorthand.jmh;

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

/**
 * jrpc beside {@link HandWritten} code and what a Java programmer would use for JSON otherwise: what one message costs to encode into a
 * buffer that is used again, and to decode. Run it with {@code -prof gc}, and {@code -p message=request} for a part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class JrpcBenchmark {
    /** See {@link Samples#of}. */
    @Param({"request", "reply", "text1k", "nested64k", "batch50"})
    public String message;

    /** See {@link JsonSide#of}. */
    @Param({"shorthand", "limit", "databind", "gson", "fastjson2", "dsljson"})
    public String side;

    private JsonSide json;

    /** Makes what a connection has, and checks it. */
    @Setup
    public void setUp() throws IOException {
        json = JsonSide.of(side, message);
    }

    /** Encodes into a buffer that is used again. */
    @Benchmark
    public int encode() throws IOException {
        return json.encode();
    }

    /** Decodes into plain values. */
    @Benchmark
    public Object decode() throws IOException {
        return json.decode();
    }

    /** Decodes into what {@link Echo#echo} or {@link Items#items} declares. */
    @Benchmark
    public Object decodeTyped() throws IOException {
        return json.decodeTyped();
    }
}
