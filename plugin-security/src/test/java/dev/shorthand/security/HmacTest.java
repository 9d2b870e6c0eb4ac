package dev.shorthand.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HmacTest {
    private static final byte[] PAYLOAD = "{\"jsonrpc\":\"2.0\",\"method\":\"say\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Path keys;
    private Security alice;
    private Security bob;

    @BeforeEach
    void open() throws IOException {
        keys = TestKeys.write(folder);
        alice = make(Hmac.builder("alice", keys));
        bob = make(Hmac.builder("bob", keys));
    }

    private Security make(Hmac.Builder builder) throws IOException {
        return builder.build(clock, new SecureRandom());
    }

    private static Map<String, Object> seal(Security side) {
        return side.seal(PAYLOAD, 0, PAYLOAD.length).headers();
    }

    private static void open(Security side, Map<String, Object> headers) throws SecurityRefusedException {
        side.open(PAYLOAD, 0, PAYLOAD.length, headers);
    }

    private static Map<String, Object> with(Map<String, Object> headers, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static void assertRefused(String message, ThrowingCallable opening) {
        assertThatThrownBy(opening).isInstanceOf(SecurityRefusedException.class).hasMessage(message);
    }

    // Computed with Python: hmac.new(key, b"".join(len(p).to_bytes(4, "big") + p for p in parts), "sha256").
    @Test
    void signsEachPartBehindItsLength() throws Exception {
        SecureRandom counting = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) i;
                }
            }
        };
        Security toBob = Hmac.builder("alice", keys).peer("bob").build(clock, counting);
        assertThat(seal(toBob).toString())
                .isEqualTo(
                        "{user=alice, key=a1, to=bob, time=1767225600000, nonce=AAECAwQFBgcICQoLDA0ODw, sig=N06X4y3FtL-Dp5f8t90YOBRswWzTH4BvZ0Ogpa1_hAw}");
        Security toAny = Hmac.builder("alice", keys).build(clock, counting);
        assertThat(seal(toAny).toString())
                .isEqualTo(
                        "{user=alice, key=a1, time=1767225600000, nonce=AAECAwQFBgcICQoLDA0ODw, sig=ViMnnYHW1dF03iq7IPYPb1PbKbEKb8RgriaGJzAqPo8}");
    }

    @Test
    void signsWithTheFirstKeyAndBelievesAll() throws Exception {
        Map<String, Object> sealed = seal(bob);
        assertThat(sealed).containsEntry("key", "b2");
        open(alice, sealed);
        Path swapped = TestKeys.write(
                folder,
                "bob b1 " + TestKeys.base64("bob's old key in tests"),
                "bob b2 " + TestKeys.base64("bob's new key in tests"));
        Security older = make(Hmac.builder("bob", swapped));
        assertThat(seal(older)).containsEntry("key", "b1");
        open(alice, seal(older));
    }

    @Test
    void demandsAHeader() {
        assertThat(alice.demandsHeader()).isTrue();
    }

    @Test
    void refusesAReplay() throws Exception {
        Map<String, Object> sealed = seal(alice);
        open(bob, sealed);
        assertRefused("a replay of a message of user \"alice\"", () -> open(bob, sealed));
    }

    @Test
    void refusesAReplayAtAnyTimeWithinTheWindowAndAfterIt() throws Exception {
        Map<String, Object> sealed = seal(alice);
        open(bob, sealed);
        for (int minute = 1; minute <= 5; minute++) {
            clock.move(Duration.ofMinutes(1));
            open(bob, seal(alice));
            assertRefused("a replay of a message of user \"alice\"", () -> open(bob, sealed));
        }
        clock.move(Duration.ofMillis(1));
        assertThatThrownBy(() -> open(bob, sealed)).hasMessageContaining("is outside the window");
    }

    @Test
    void takesMessagesWithinTheWindowAlone() throws Exception {
        Map<String, Object> late = seal(alice);
        Map<String, Object> tooLate = seal(alice);
        clock.move(Duration.ofMinutes(5));
        open(bob, late);
        clock.move(Duration.ofSeconds(1));
        assertRefused(
                "a message of user \"alice\" is outside the window: it is dated 301 s ago, and the window is 300 s; see to the clocks",
                () -> open(bob, tooLate));
    }

    @Test
    void refusesWhatIsDatedAhead() throws Exception {
        TestClock fast = new TestClock();
        fast.move(Duration.ofSeconds(11));
        Security ahead = Hmac.builder("alice", keys).build(fast, new SecureRandom());
        Security narrow = make(Hmac.builder("bob", keys).window(Duration.ofSeconds(10)));
        assertRefused(
                "a message of user \"alice\" is outside the window: it is dated 11 s ahead, and the window is 10 s; see to the clocks",
                () -> open(narrow, seal(ahead)));
        open(bob, seal(ahead));
    }

    @Test
    void refusesUnknownUsersAndKeys() {
        assertRefused("unknown user \"eve\\nadmin\"", () -> open(bob, with(seal(alice), "user", "eve\nadmin")));
        assertRefused("unknown key \"a9\" of user \"alice\"", () -> open(bob, with(seal(alice), "key", "a9")));
    }

    @Test
    void refusesTheSignatureOfAnotherUser() {
        assertRefused("a bad signature of user \"carol\"", () -> {
            Map<String, Object> sealed = with(seal(alice), "user", "carol");
            open(bob, with(sealed, "key", "c1"));
        });
    }

    @Test
    void refusesABadSignature() {
        assertRefused("a bad signature of user \"alice\"", () -> open(bob, with(seal(alice), "sig", "AAAA")));
        assertRefused("a bad signature of user \"alice\"", () -> open(bob, with(seal(alice), "sig", "\ud800é")));
    }

    @Test
    void refusesHeadersThatAreNotWhole() {
        assertRefused("the security header has no user", () -> open(bob, Map.of()));
        assertRefused("the security header's user is no text", () -> open(bob, with(seal(alice), "user", 1L)));
        assertRefused(
                "the security header's time is no whole number of 64 bits",
                () -> open(bob, with(seal(alice), "time", "1767225600000")));
        assertRefused(
                "the security header's nonce is not base64 of 16 bytes",
                () -> open(bob, with(seal(alice), "nonce", "AAAA")));
        assertRefused("a bad signature of user \"alice\"", () -> open(bob, with(seal(alice), "admin", true)));
        assertRefused(
                "the security header's roles is neither text nor flag nor whole number of 64 bits, and so not signed",
                () -> open(bob, with(seal(alice), "roles", List.of("admin"))));
    }

    private static Map<String, Object> seal(Security side, Map<String, Object> metadata) {
        return side.seal(PAYLOAD, 0, PAYLOAD.length, metadata).headers();
    }

    @Test
    void signsWhatElseTheHeaderTells() throws Exception {
        Map<String, Object> metadata = Map.of("traceparent", "00-4bf9", "deadline", 1_500, "dry", true);
        open(bob, seal(alice, metadata));
        assertRefused(
                "a bad signature of user \"alice\"",
                () -> open(bob, with(seal(alice, metadata), "deadline", 900_000L)));
        assertRefused(
                "a bad signature of user \"alice\"", () -> open(bob, with(seal(alice, metadata), "deadline", "1500")));
        Map<String, Object> shorter = new HashMap<>(seal(alice, metadata));
        shorter.remove("dry");
        assertRefused("a bad signature of user \"alice\"", () -> open(bob, shorter));
    }

    @Test
    void refusesToSendWhatItCannotSign() {
        assertThatThrownBy(() -> seal(alice, Map.of("roles", List.of("admin"))))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("roles")
                .hasMessageContaining("a text, a flag or a whole number");
        assertThatThrownBy(() -> seal(alice, Map.of("user", "bob")))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("choose another name");
    }

    @Test
    void refusesWhatComesBackToItsSender() {
        assertRefused(
                "a message from this side's own user, perhaps sent back by someone; give each side a user of its own",
                () -> open(alice, seal(alice)));
    }

    @Test
    void takesWhatIsMeantForItOrForAll() throws Exception {
        Security toBob = make(Hmac.builder("alice", keys).peer("bob"));
        Security carol = make(Hmac.builder("carol", keys));
        Map<String, Object> sealed = seal(toBob);
        assertRefused("a message that is meant for another user", () -> open(carol, sealed));
        open(bob, sealed);
        open(carol, seal(alice));
    }

    @Test
    void doesNotLetTheRecipientBeTakenAway() {
        Map<String, Object> stripped = new LinkedHashMap<>();
        assertRefused("a bad signature of user \"alice\"", () -> {
            stripped.putAll(seal(make(Hmac.builder("alice", keys).peer("bob"))));
            stripped.remove("to");
            open(make(Hmac.builder("carol", keys)), stripped);
        });
    }

    @Test
    void believesItsPeerAlone() throws Exception {
        Security ofAlice = make(Hmac.builder("bob", keys).peer("alice"));
        assertRefused(
                "a message that is not from user \"alice\"",
                () -> open(ofAlice, seal(make(Hmac.builder("carol", keys)))));
        open(ofAlice, seal(alice));
    }

    @Test
    void refusesAfterARestartWhatIsOlderWhereAskedTo() throws Exception {
        Map<String, Object> before = seal(alice);
        open(bob, before);
        clock.move(Duration.ofMillis(1));
        Security again = make(Hmac.builder("bob", keys).sinceStart(true));
        assertRefused(
                "a message of user \"alice\" is older than those remembered, and may be a replay",
                () -> open(again, before));
        open(again, seal(alice));
    }

    @Test
    void refusesSettingsOutOfTheirRange() {
        assertThatThrownBy(() -> Hmac.builder("bob smith", keys))
                .hasMessage("user is \"bob smith\"; give a name of 1 to 64 letters, digits, or any of ._@+-");
        assertThatThrownBy(() -> Hmac.builder("bob", keys).peer(""))
                .hasMessage("peer is \"\"; give a name of 1 to 64 letters, digits, or any of ._@+-");
        assertThatThrownBy(() -> Hmac.builder("bob", keys).peer("bob"))
                .hasMessage("peer is \"bob\", the user of this side; give each side a user of its own");
        assertThatThrownBy(() -> Hmac.builder("bob", keys).window(Duration.ZERO))
                .hasMessage("window is PT0S; give a time from 1 s to 24 h");
        assertThatThrownBy(() -> Hmac.builder("bob", keys).nonces(999))
                .hasMessage("nonces is 999; give a number from 1000 up");
    }

    @Test
    void namesWhoHasNoKey() {
        assertThatThrownBy(() -> make(Hmac.builder("dave", keys)))
                .hasMessage("user \"dave\" has no key in the keys file; add a line: dave key-id key,"
                        + " and make the key with: openssl rand -base64 32");
        assertThatThrownBy(() -> make(Hmac.builder("bob", keys).peer("dave")))
                .hasMessageContaining("user \"dave\" has no key");
    }
}
