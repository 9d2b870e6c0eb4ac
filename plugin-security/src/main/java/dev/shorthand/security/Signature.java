package dev.shorthand.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.SortedMap;
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
 *   each other field             in the order of the names (as Java orders strings): its name, then "s" and a text, "b" and true or false,
 *                                or "i" and a whole number in decimal
 * </pre>
 */
final class Signature {
    /** The name that the JDK has for it. */
    static final String ALGORITHM = "HmacSHA256";

    private static final byte[] LABEL = "shorthand hmac message 1".getBytes(StandardCharsets.US_ASCII);

    private Signature() {}

    /** Returns the signature as text: base64 of the URL alphabet, without padding. */
    static String sign(
            Key key,
            String to,
            long time,
            String nonce,
            SortedMap<String, Object> others,
            byte[] payload,
            int offset,
            int length) {
        Mac mac = begin(key);
        add(mac, LABEL);
        add(mac, key.user());
        add(mac, key.id());
        add(mac, to);
        add(mac, nonce);
        add(mac, ByteBuffer.allocate(Long.BYTES).putLong(time).array());
        add(mac, payload, offset, length);
        others.forEach((name, value) -> {
            add(mac, name);
            add(mac, (value instanceof String ? "s" : value instanceof Boolean ? "b" : "i") + value);
        });
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    private static Mac begin(Key key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key.secret());
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM + ", which each must have", e);
        }
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
