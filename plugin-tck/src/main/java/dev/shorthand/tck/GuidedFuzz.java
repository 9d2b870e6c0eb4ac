package dev.shorthand.tck;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What {@link CodecFuzz} asks of a mutated payload, but for the bytes allocated, which such a fuzzer adds to: for one that is guided by the code that its inputs reach, such as <a
 * href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a>, which calls the two methods by their names.
 *
 * <pre>{@code
 * java -cp … com.code_intelligence.jazzer.Jazzer --target_class=dev.shorthand.tck.GuidedFuzz '--target_args=jrpc seeds' seeds
 * }</pre>
 *
 * <p>Confined to the fuzzer's thread.
 */
public final class GuidedFuzz {
    private static final long SEED = 20_261_123;

    private static @Nullable GuidedFuzz running;

    private final Decoder decoder;
    private final Encoder encoder;
    private final OutputBuffer out = new OutputBuffer(64);

    GuidedFuzz(Codec codec) {
        this.decoder = codec.newDecoder();
        this.encoder = codec.newEncoder(Conversions.standard());
    }

    /**
     * Makes the codec, and what the fuzzer begins with.
     *
     * @param args the expression of a codec that is installed, for example {@code jrpc}; and the folder into which payloads of it are written for the fuzzer
     *             to change, which is made where it is not there
     * @throws IOException if they cannot be written
     */
    public static void fuzzerInitialize(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException(args.length
                    + " arguments; give the expression of a codec and a folder, for example \"jrpc seeds\"");
        }
        Codec codec = Plugins.installed().codec(args[0], Limits.defaults());
        running = new GuidedFuzz(codec);
        writeSeeds(codec, Files.createDirectories(Path.of(args[1])));
    }

    static void writeSeeds(Codec codec, Path folder) throws IOException {
        List<byte[]> payloads = CodecFuzz.originals(codec, new Random(SEED));
        for (int i = 0; i < payloads.size(); i++) {
            Files.write(folder.resolve("seed-" + i), payloads.get(i));
        }
    }

    /**
     * Has a payload read as a message, or refused as one; what was read is written again, or refused.
     *
     * @param payload any bytes
     * @throws AssertionError if anything else happens; the message has the bytes
     */
    public static void fuzzerTestOneInput(byte[] payload) {
        GuidedFuzz fuzz = running;
        if (fuzz == null) {
            throw new IllegalStateException("no codec yet; call fuzzerInitialize first");
        }
        fuzz.check(payload);
    }

    void check(byte[] payload) {
        if (payload.length == 0) {
            // No payload is.
            return;
        }
        Message message = CodecFuzz.read(decoder, payload, "guided");
        if (!CodecFuzz.hasMalformed(message)) {
            out.clear();
            CodecFuzz.encoded(encoder, message, out);
        }
    }
}
