package dev.shorthand.security;

import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a signed payload. All of it is signed, and nothing else may stand there.
 *
 * @param user  who signed it
 * @param key   the id of the key it was signed with
 * @param to    the user it is meant for, or empty for any
 * @param time  when, in milliseconds since 1970
 * @param nonce 16 random bytes, in base64 of the URL alphabet without padding
 * @param sig   the {@link Signature}
 */
record Header(String user, String key, String to, long time, String nonce, String sig) {
    /** How many bytes a nonce has: by chance two are equal after 2^64 messages. */
    static final int NONCE_BYTES = 16;

    private static final String USER = "user";
    private static final String KEY = "key";
    private static final String TO = "to";
    private static final String TIME = "time";
    private static final String NONCE = "nonce";
    private static final String SIG = "sig";

    static Header read(Map<String, @Nullable Object> map) throws SecurityRefusedException {
        boolean addressed = map.containsKey(TO);
        Header header = new Header(
                text(map, USER),
                text(map, KEY),
                addressed ? text(map, TO) : "",
                number(map, TIME),
                text(map, NONCE),
                text(map, SIG));
        // A field that is not signed would stand beside the signed ones as if it were; a field can also be there twice.
        if (map.size() != (addressed ? 6 : 5)) {
            throw new SecurityRefusedException("the security header has fields that are not signed");
        }
        return header;
    }

    private static String text(Map<String, @Nullable Object> map, String name) throws SecurityRefusedException {
        if (get(map, name) instanceof String text) {
            return text;
        }
        throw new SecurityRefusedException("the security header's " + name + " is no text");
    }

    private static long number(Map<String, @Nullable Object> map, String name) throws SecurityRefusedException {
        if (get(map, name) instanceof Long number) {
            return number;
        }
        throw new SecurityRefusedException("the security header's " + name + " is no whole number of 64 bits");
    }

    private static Object get(Map<String, @Nullable Object> map, String name) throws SecurityRefusedException {
        Object value = map.get(name);
        if (value == null) {
            throw new SecurityRefusedException("the security header has no " + name);
        }
        return value;
    }

    /** Returns the bytes that the nonce is the text of. */
    byte[] nonceBytes() throws SecurityRefusedException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(nonce);
            if (bytes.length == NONCE_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below: it is no nonce either way.
        }
        throw new SecurityRefusedException("the security header's nonce is not base64 of " + NONCE_BYTES + " bytes");
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(USER, user);
        map.put(KEY, key);
        if (!to.isEmpty()) {
            map.put(TO, to);
        }
        map.put(TIME, time);
        map.put(NONCE, nonce);
        map.put(SIG, sig);
        return map;
    }
}
