package dev.shorthand.tck.security;

import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A small provider that keeps the contract, to be spoiled in one way at a time. Safe for any thread. */
class SealedWithAKey implements Security {
    static final String SECRET = "the secret of the tests";

    final String user;
    final AtomicLong number = new AtomicLong();
    final Set<Long> seen = ConcurrentHashMap.newKeySet();

    SealedWithAKey(String user) {
        this.user = user;
    }

    @Override
    public Sealed seal(byte[] payload, int offset, int length) {
        long n = number.incrementAndGet();
        byte[] body = Arrays.copyOfRange(payload, offset, offset + length);
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put("user", user);
        headers.put("number", n);
        headers.put("sig", sign(user, n, body));
        return new Sealed(headers, null);
    }

    @Override
    public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
            throws SecurityRefusedException {
        if (headers.size() != 3
                || !(headers.get("user") instanceof String from)
                || !(headers.get("number") instanceof Long n)
                || !(headers.get("sig") instanceof String sig)) {
            throw new SecurityRefusedException("not a header of this kind");
        }
        byte[] body = Arrays.copyOfRange(payload, offset, offset + length);
        if (!sig.equals(sign(from, n, body))) {
            throw new SecurityRefusedException("bad signature");
        }
        if (from.equals(user)) {
            throw new SecurityRefusedException("own message");
        }
        if (!seen.add(n)) {
            throw new SecurityRefusedException("replay");
        }
        return null;
    }

    @Override
    public boolean demandsHeader() {
        return true;
    }

    static String sign(String user, long number, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((user.length() + ":" + user + ":" + number + ":").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
