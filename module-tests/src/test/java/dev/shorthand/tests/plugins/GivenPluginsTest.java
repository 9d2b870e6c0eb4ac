package dev.shorthand.tests.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.codec.json.JrpcProvider;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Provider;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.security.BlindlyBelieveEverythingProvider;
import dev.shorthand.transport.net.TcpProvider;
import dev.shorthand.transport.net.TcpServerProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Providers that the application gives as objects. */
class GivenPluginsTest {
    /** Claims a word, and fails when it is asked for more where that is null. */
    private static class Claims implements SecurityProvider {
        private final String word;

        Claims(String word) {
            this.word = word;
        }

        @Override
        public String shorthand() {
            return word;
        }

        @Override
        public String syntax() {
            return word + ":";
        }

        @Override
        public String summary() {
            if (word.isEmpty()) {
                throw new IllegalStateException("no words");
            }
            return "a claim";
        }

        @Override
        public Security create(Expression expression) {
            throw new ExpressionException("a claim and nothing more");
        }
    }

    private static List<String> words(Plugins plugins) {
        return plugins.list().stream().map(Plugins.Plugin::shorthand).toList();
    }

    @Test
    void makeAnEndpointWithoutAnyLookup() throws Exception {
        Plugins plugins = Plugins.of(
                new JrpcProvider(), new TcpProvider(), new TcpServerProvider(), new BlindlyBelieveEverythingProvider());
        assertEquals(List.of("jrpc", "tcp", "tcpserv", "blindly_believe_everything", "null"), words(plugins));
        try (Endpoint server = Endpoint.builder()
                .plugins(plugins)
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .security("blindly_believe_everything:server")
                .open()) {
            server.dispatcher().add("who", (params, caller) -> caller.headers().get("user"));
            try (Endpoint client = Endpoint.builder()
                    .plugins(plugins)
                    .codec("jrpc")
                    .transport(server.transports().get(0).replace("tcpserv:", "tcp:"))
                    .security("blindly_believe_everything:ada")
                    .open()) {
                assertEquals("ada", client.call("who"));
            }
        }
    }

    @Test
    void areAllThatThereIs() {
        Plugins plugins = Plugins.of(new JrpcProvider());
        assertEquals(List.of("jrpc", "null"), words(plugins));
        ExpressionException missing =
                assertThrows(ExpressionException.class, () -> plugins.transport("tcp:127.0.0.1:1", Limits.defaults()));
        assertEquals(
                "no transport \"tcp\" in \"tcp:127.0.0.1:1\"; only given providers are here: give that of the module"
                        + " dev.shorthand.transport.net, too",
                missing.getMessage());
        assertEquals(List.of("null"), words(Plugins.of()));
    }

    @Test
    void areListedWithWhereTheyAreFrom() {
        Plugins.Plugin given = Plugins.of(new JrpcProvider()).list().get(0);
        Plugins.Plugin found = Plugins.installed().list().stream()
                .filter(plugin -> plugin.shorthand().equals("jrpc"))
                .findFirst()
                .orElseThrow();
        assertEquals(all(found), all(given));
    }

    private static List<String> all(Plugins.Plugin plugin) {
        return List.of(
                plugin.kind(),
                plugin.shorthand(),
                plugin.syntax(),
                plugin.summary(),
                plugin.module(),
                plugin.location());
    }

    @Test
    void comeBesideThoseInstalled() throws Exception {
        Plugins plugins = Plugins.installed().with(new Claims("claim"));
        assertTrue(words(plugins).containsAll(List.of("jrpc", "tcp", "hmac", "claim")));
        assertTrue(!words(Plugins.installed()).contains("claim"));
        ExpressionException used = assertThrows(ExpressionException.class, () -> plugins.security("claim:"));
        assertEquals("a claim and nothing more", used.getMessage());
    }

    @Test
    void areNamedBothWhereTheyClaimOneWord() {
        Plugins plugins = Plugins.of(new Claims("same")).with(new Claims("same") {});
        ExpressionException two = assertThrows(ExpressionException.class, () -> plugins.security("same:"));
        String place = Workshop.placeOf(GivenPluginsTest.class);
        String module = GivenPluginsTest.class.getModule().isNamed() ? "module dev.shorthand.tests of " : "";
        assertEquals(
                "two security providers are named \"same\": " + Claims.class.getName() + " in " + module + place
                        + " and " + GivenPluginsTest.class.getName() + "$1 in " + module + place + "; keep one",
                two.getMessage());
        Plugins doubled = Plugins.installed().with(new JrpcProvider());
        assertThrows(ExpressionException.class, () -> doubled.codec("jrpc", Limits.defaults()));
    }

    @Test
    void areRefusedWhereTheyFailOrProvideNothing() {
        IllegalArgumentException failing =
                assertThrows(IllegalArgumentException.class, () -> Plugins.of(new Claims("")));
        assertTrue(
                failing.getMessage().startsWith("the security provider " + Claims.class.getName() + " in "),
                failing::getMessage);
        assertTrue(
                failing.getMessage().endsWith(" cannot be used: java.lang.IllegalStateException: no words"),
                failing::getMessage);
        Provider nothing = new Provider() {
            @Override
            public String shorthand() {
                return "nothing";
            }

            @Override
            public String syntax() {
                return "nothing";
            }

            @Override
            public String summary() {
                return "nothing";
            }
        };
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Plugins.of(nothing));
        assertTrue(
                refused.getMessage()
                        .endsWith(
                                " provides nothing; let it implement CodecProvider, TransportProvider or SecurityProvider"),
                refused::getMessage);
    }
}
