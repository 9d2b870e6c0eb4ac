package dev.shorthand.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Security;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
    @TempDir
    Path folder;

    private static Security make(String expression) {
        Security security = Plugins.installed().security(expression);
        if (security == null) {
            throw new AssertionError("no security for " + expression);
        }
        return security;
    }

    private static void assertRefused(String expression, String message) {
        assertThatThrownBy(() -> make(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(message);
    }

    @Test
    void areFoundAsServices() {
        assertThat(Plugins.installed().list())
                .filteredOn(plugin -> plugin.kind().equals("security"))
                .extracting(Plugins.Plugin::shorthand)
                .containsExactly("blindly_believe_everything", "hmac", "null");
    }

    @Test
    void hmacTakesItsOptions() throws Exception {
        Path keys = TestKeys.write(folder);
        Security alice = make("hmac:alice?keys=" + keys + "&peer=bob&window=10s&nonces=1000&sinceStart=true");
        Security bob = make("hmac:bob?keys=" + keys);
        Security.Sealed sealed = alice.seal(new byte[] {1}, 0, 1);
        assertThat(sealed.headers()).containsEntry("user", "alice").containsEntry("to", "bob");
        assertThat(bob.open(new byte[] {1}, 0, 1, sealed.headers())).isNull();
        assertThat(alice).hasToString("hmac:alice");
    }

    @Test
    void hmacNamesWhatIsMissing() {
        assertRefused(
                "hmac",
                "user missing at character 4 of \"hmac\"; write hmac:user?keys=FILE, for example hmac:bob?keys=/etc/shorthand/keys");
        assertRefused(
                "hmac:bob",
                "keys missing at character 8 of \"hmac:bob\"; name the file with the keys, for example"
                        + " hmac:bob?keys=/etc/shorthand/keys");
    }

    @Test
    void hmacNamesTheExpressionOfABadSetting() throws Exception {
        Path keys = TestKeys.write(folder);
        String expression = "hmac:bob?keys=" + keys + "&nonces=5";
        assertThatThrownBy(() -> make(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessageStartingWith("nonces is 5; give a number from 1000 up; in \"hmac:bob?keys=");
        assertRefused(
                "hmac:bob?keys=absent",
                "there is no keys file absent; make it, with a line for each key: user key-id key; in \"hmac:bob?keys=absent\"");
        assertRefused(
                "hmac:bob?keys=f&window=5",
                "window is \"5\" at character 23 of \"hmac:bob?keys=f&window=5\"; give a time such as 500ms, 10s, 2m or 1h");
    }

    @Test
    void hmacQuotesNoKeyThatWasTypedInAnExpression() {
        assertRefused(
                "hmac:bob?key=c2VjcmV0",
                "no option \"key\" in \"hmac:…\"; hmac has keys, peer, nonces, window, sinceStart");
    }

    @Test
    void blindBeliefHasNoOptionsNotEvenTheLimits() {
        assertRefused(
                "blindly_believe_everything:bob?maxFrame=100",
                "no option \"maxFrame\" in \"blindly_believe_everything:…\"; blindly_believe_everything has no options");
    }

    @Test
    void blindBeliefNamesItsUserAndBelievesAny() throws Exception {
        Security bob = make("blindly_believe_everything:bob");
        assertThat(bob.seal(new byte[1], 0, 1).headers()).isEqualTo(Map.of("user", "bob"));
        assertThat(bob.seal(new byte[1], 0, 1).payload()).isNull();
        assertThat(bob.open(new byte[1], 0, 1, Map.of("user", 5L, "x", "y"))).isNull();
        assertThat(bob.demandsHeader()).isFalse();
        Security nobody = make("blindly_believe_everything");
        assertThat(nobody.seal(new byte[1], 0, 1).headers()).isEqualTo(Map.of("user", ""));
    }

    @Test
    void blindBeliefWarnsOnceThatItIsUnsafe() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            Security bob = make("blindly_believe_everything:bob");
            bob.open(new byte[1], 0, 1, bob.seal(new byte[1], 0, 1).headers());
            bob.open(new byte[1], 0, 1, bob.seal(new byte[1], 0, 1).headers());
            assertThat(log.text().lines())
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .endsWith(
                            "blindly_believe_everything is unsafe: whoever reaches this endpoint can claim to be anyone;"
                                    + " use hmac:user?keys=FILE where that matters");
        }
    }
}
