package dev.shorthand.jmh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What messages of the benchmarks may cost in bytes allocated, with the codecs and the binder that an endpoint has. The figures measured, on 17 and 25, stand
 * beside those allowed.
 */
class AllocationGuardTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    // The String of 32 characters, 24 and 48 as the JVM rounds them up. 42 and true are boxed by the JDK's caches.
    private static final long VALUES = 24 + 48;

    // Until the compiler has come to rest, which takes longer on a busy machine.
    private static final int ROUNDS = 500;

    private Object sink = "";

    private interface Work {
        Object run() throws Exception;
    }

    /** Runs it until it has been compiled, and then allocates no more than this each time. */
    private void atMost(long allowed, String what, int runs, Work work) throws Exception {
        long perRun = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && perRun > allowed; round++) {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < runs; i++) {
                sink = work.run();
            }
            perRun = (THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / runs;
        }
        long measured = perRun;
        assertTrue(measured <= allowed, () -> what + " allocates " + measured + " bytes, and may allocate " + allowed);
    }

    // What JDKs differ by, in how a map keeps its entries for example.
    private static long near(long measured) {
        return measured + measured / 20;
    }

    private static Message sample(String codec, String message) {
        return codec.equals("msgpack") ? MsgpackBenchmark.sample(message) : Samples.of(message);
    }

    private static Codec codec(String expression) {
        return Plugins.installed().codec(expression, Limits.defaults());
    }

    @ParameterizedTest
    @CsvSource({"jrpc", "terse?words=true", "msgpack"})
    void aSmallRequestIsDecodedToItsArgumentsForTheirValuesAndTheMessage(String expression) throws Exception {
        byte[] payload = codec(expression).encode(sample(expression, "request"));
        Decoder decoder = codec(expression).newDecoder();
        Binding binding = new EchoBinding();
        assertTrue(decoder.decode(payload, 0, payload.length, binding) instanceof Call);
        // Measured 184, the values 72 among them: the array of arguments 32, the params 32, the call 24 and its id 24.
        atMost(
                VALUES + 150,
                expression + ", small request, decode typed",
                1_000,
                () -> decoder.decode(payload, 0, payload.length, binding));
    }

    @ParameterizedTest
    @CsvSource({
        "jrpc, request",
        "jrpc, reply",
        "jrpc, text1k",
        "jrpc, nested64k",
        "jrpc, batch50",
        "terse?words=true, request",
        "terse?words=true, text1k",
        "terse?words=true, nested64k",
        "msgpack, request",
        "msgpack, text1k",
        "msgpack, nested64k",
    })
    void aMessageIsEncodedForNothing(String expression, String name) throws Exception {
        // As it was decoded: with the lists and maps that programs mostly have.
        byte[] payload = codec(expression).encode(sample(expression, name));
        Message message = codec(expression).newDecoder().decode(payload, 0, payload.length, Binding.plain());
        // Measured 0; with jrpc 56 for a message with a long text in a buffer as large as this.
        atMost(100, expression + ", " + name + ", encode", 50, encoding(expression, message));
    }

    @ParameterizedTest
    @CsvSource({"jrpc", "terse?words=true", "msgpack"})
    void aMapOfTheJdksThatCannotChangeIsEncodedForWhatItMakesItself(String expression) throws Exception {
        Message message = sample(expression, "nested64k");
        // Measured 0 to 80 for each of 480, an iterator and two entries, as the compiler has it; 88 until it has been
        // compiled.
        atMost(480 * 80 + 100, expression + ", nested64k, encode", 50, encoding(expression, message));
    }

    private static Work encoding(String expression, Message message) {
        Encoder encoder = codec(expression).newEncoder(Conversions.standard());
        OutputBuffer out = new OutputBuffer(128 << 10);
        return () -> {
            out.clear();
            encoder.encode(message, out);
            return out;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "jrpc, nested64k, 484480",
        "terse?words=true, nested64k, 659104",
        "msgpack, nested64k, 484528",
        "jrpc, batch50, 27392",
    })
    void aLargeMessageIsDecodedForItsValues(String expression, String name, long measured) throws Exception {
        byte[] payload = codec(expression).encode(sample(expression, name));
        Decoder decoder = codec(expression).newDecoder();
        atMost(
                near(measured),
                expression + ", " + name + ", decode",
                50,
                () -> decoder.decode(payload, 0, payload.length, Binding.plain()));
    }

    @ParameterizedTest
    @CsvSource({"jrpc, 265624", "terse?words=true, 440248", "msgpack, 265672"})
    void aLargeResultIsDecodedToWhatIsDeclared(String expression, long measured) throws Exception {
        byte[] payload = codec(expression).encode(sample(expression, "nested64k"));
        Decoder decoder = codec(expression).newDecoder();
        Binding binding = new ContractBinding(Items.class);
        assertTrue(decoder.decode(payload, 0, payload.length, binding) instanceof Reply reply
                && reply.result() instanceof List<?> items
                && items.get(0) instanceof Record);
        atMost(
                near(measured),
                expression + ", nested64k, decode typed",
                50,
                () -> decoder.decode(payload, 0, payload.length, binding));
    }

    @Test
    void aBatchIsDecodedToTheArgumentsOfItsCalls() throws Exception {
        byte[] payload = codec("jrpc").encode(Samples.of("batch50"));
        Decoder decoder = codec("jrpc").newDecoder();
        Binding binding = new EchoBinding();
        // Fifty requests, and the lists that hold them.
        atMost(
                near(10_648),
                "jrpc, batch50, decode typed",
                200,
                () -> decoder.decode(payload, 0, payload.length, binding));
    }
}
