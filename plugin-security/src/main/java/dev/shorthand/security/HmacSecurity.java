package dev.shorthand.security;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Signs what goes out as one user, and lets in what another has signed, once.
 *
 * <p>Safe for any thread. One object serves all connections of an endpoint, so what came over one cannot be replayed over another.
 */
final class HmacSecurity implements Security {
    private final Hmac.Settings settings;
    private final Keys keys;
    private final Key own;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, RecentMessages> recent = new HashMap<>();

    HmacSecurity(Hmac.Settings settings, Keys keys, Clock clock, SecureRandom random) {
        this.settings = settings;
        this.keys = keys;
        this.own = keys.first(settings.user()).orElseThrow(() -> missing(settings.user()));
        this.clock = clock;
        this.random = random;
        if (!settings.peer().isEmpty() && keys.first(settings.peer()).isEmpty()) {
            throw missing(settings.peer());
        }
        long forgotten = settings.sinceStart() ? clock.millis() - 1 : Long.MIN_VALUE;
        for (String user : keys.users()) {
            recent.put(
                    user, new RecentMessages(user, clock, settings.window().toMillis(), settings.nonces(), forgotten));
        }
    }

    private static IllegalArgumentException missing(String user) {
        return new IllegalArgumentException("user \"" + user + "\" has no key in the keys file; add a line: " + user
                + " key-id key, and make the key with: openssl rand -base64 32");
    }

    @Override
    public Sealed seal(byte[] payload, int offset, int length) {
        return seal(payload, offset, length, Map.of());
    }

    @Override
    public Sealed seal(byte[] payload, int offset, int length, Map<String, @Nullable Object> metadata) {
        SortedMap<String, Object> others = Header.signable(metadata);
        byte[] bytes = new byte[Header.NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long time = clock.millis();
        String sig = Signature.sign(own, settings.peer(), time, nonce, others, payload, offset, length);
        return new Sealed(new Header(own.user(), own.id(), settings.peer(), time, nonce, sig, others).toMap(), null);
    }

    @Override
    public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
            throws SecurityRefusedException {
        Header header = Header.read(headers);
        byte[] nonce = header.nonceBytes();
        refuseIfNotForUs(header);
        Key key = keys.find(header.user(), header.key()).orElse(null);
        RecentMessages messages = recent.get(header.user());
        if (key == null || messages == null) {
            String user = Quoted.shorten(header.user());
            throw new SecurityRefusedException(
                    messages == null
                            ? "unknown user \"" + user + "\""
                            : "unknown key \"" + Quoted.shorten(header.key()) + "\" of user \"" + user + "\"");
        }
        String right = Signature.sign(
                key, header.to(), header.time(), header.nonce(), header.others(), payload, offset, length);
        if (!Signature.equal(right, header.sig())) {
            throw new SecurityRefusedException("a bad signature of user \"" + key.user() + "\"");
        }
        messages.take(header.time(), nonce);
        return null;
    }

    private void refuseIfNotForUs(Header header) throws SecurityRefusedException {
        if (header.user().equals(own.user())) {
            throw new SecurityRefusedException(
                    "a message from this side's own user, perhaps sent back by someone; give each side a user of its own");
        }
        if (!header.to().isEmpty() && !header.to().equals(own.user())) {
            throw new SecurityRefusedException("a message that is meant for another user");
        }
        if (!settings.peer().isEmpty() && !header.user().equals(settings.peer())) {
            throw new SecurityRefusedException("a message that is not from user \"" + settings.peer() + "\"");
        }
    }

    @Override
    public boolean demandsHeader() {
        return true;
    }

    @Override
    public String toString() {
        return "hmac:" + own.user();
    }
}
