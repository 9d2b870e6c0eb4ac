package dev.shorthand.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;

/**
 * HMAC-SHA256 (RFC 2104) over all that a message says about itself, and its payload.
 *
 * <p>Each part stands behind its length in four bytes, big-endian, so that no two messages have the same bytes:
 *
 * <pre>
 *   "shorthand hmac message 1"   so that no other use of the same key, nor another version of this, can be taken for it
 *   user, key, to, nonce         UTF-8; "to" is empty where it is not given
 *   time                         eight bytes, big-endian
 *   payload                      as it came from the codec
 * </pre>
 */
final class Signature {
    /** The name that the JDK has for it. */
    static final String ALGORITHM = "HmacSHA256";

    private static final byte[] LABEL = "shorthand hmac message 1".getBytes(StandardCharsets.US_ASCII);

    private Signature() {}

    /** Returns the signature as text: base64 of the URL alphabet, without padding. */
    static String sign(Key key, String to, long time, String nonce, byte[] payload, int offset, int length) {
        Mac mac;
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(key.secret());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM + ", which each must have", e);
        }
        add(mac, LABEL);
        add(mac, key.user());
        add(mac, key.id());
        add(mac, to);
        add(mac, nonce);
        add(mac, ByteBuffer.allocate(Long.BYTES).putLong(time).array());
        add(mac, payload, offset, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    /** Compares in a time that does not depend on where the two differ. */
    static boolean equal(String right, String given) {
        return MessageDigest.isEqual(right.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Mac mac, String text) {
        add(mac, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Mac mac, byte[] bytes) {
        add(mac, bytes, 0, bytes.length);
    }

    private static void add(Mac mac, byte[] bytes, int offset, int length) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        mac.update(bytes, offset, length);
    }
}
