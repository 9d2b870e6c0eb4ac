package dev.shorthand.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class MsgpackProviderTest {
    @Test
    void isFoundAsAService() {
        // The kernel says so in its descriptor; this module asks for services in this test only.
        MsgpackProviderTest.class.getModule().addUses(CodecProvider.class);
        assertThat(ServiceLoader.load(CodecProvider.class))
                .filteredOn(provider -> provider.shorthand().equals("msgpack"))
                .singleElement()
                .isInstanceOf(MsgpackProvider.class);
    }

    @Test
    void takesOptionsAndLimits() {
        Codec codec = create("msgpack?named=true&maxDepth=3");
        byte[] payload = codec.encode(new Call(Id.of(1), "m", Params.named(Map.of("a", 1))));
        assertThat(codec.decode(payload).toString()).isEqualTo("Call[id=1, method=m, params={a=1}]");
        assertThat(codec.decode(new byte[] {(byte) 0x91, (byte) 0x91, (byte) 0x91, (byte) 0x90})
                        .toString())
                .contains("over the limit of 3");
    }

    @Test
    void keepsIntegersThatAreKeys() {
        Codec codec = create("msgpack?integerKeys=true");
        assertThat(codec.encode(new Reply(Id.of(1), Map.of(1, 2))))
                .isEqualTo(HexFormat.of().parseHex("940101c0810102"));
    }

    @Test
    void boundsStrings() {
        Codec codec = create("msgpack?maxString=64");
        assertThat(codec.decode(codec.encode(new Reply(Id.of(1), "x".repeat(64)))))
                .isInstanceOf(Reply.class);
        assertThat(codec.decode(codec.encode(new Reply(Id.of(1), "x".repeat(65))))
                        .toString())
                .contains("a string of 65 bytes is over the limit of 64 at byte 6 of 0x940101c0d9417878")
                .contains("; send it in parts, or raise maxString");
        // A key that is bin, as older libraries send them: [1, 1, nil, {bin: nil}].
        assertThat(codec.decode(HexFormat.of().parseHex("940101c081c440" + "78".repeat(64) + "c0")))
                .isEqualTo(new Reply(Id.of(1), Collections.singletonMap("x".repeat(64), null)));
        assertThat(codec.decode(HexFormat.of().parseHex("940101c081c441" + "78".repeat(65) + "c0"))
                        .toString())
                .contains("a string of 65 bytes is over the limit of 64 at byte 7 of 0x940101c081c4417878");
        refused(
                "msgpack?maxString=63",
                "maxString is 63; give a number from 64 to 2147483647; in \"msgpack?maxString=63\"");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        refused(
                "msgpack:lines",
                "nothing is known to follow msgpack: at character 8 of \"msgpack:lines\"; write msgpack, or msgpack?named=true");
        refused(
                "msgpack?name=true",
                "no option \"name\" in \"msgpack?name=true\"; msgpack has named, maxFrame, maxDepth, maxNumber, maxBatch,"
                        + " maxQueued, errorData, maxPending, maxString, integerKeys, maxConnections");
        refused("msgpack?named=yes", "named is \"yes\" at character 14 of \"msgpack?named=yes\"; give true or false");
    }

    @Test
    void runsOnThePathThatTheBuildSays() {
        String path = System.getProperty("shorthand.path");
        if (path != null) {
            assertThat(MsgpackCodec.class.getModule().isNamed()).isEqualTo(path.equals("module"));
        }
    }

    private static void refused(String expression, String problem) {
        assertThatThrownBy(() -> create(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(problem);
    }

    private static Codec create(String text) {
        Expression expression = Expression.parse(text);
        return new MsgpackProvider().create(expression, expression.limits(Limits.defaults()));
    }
}
