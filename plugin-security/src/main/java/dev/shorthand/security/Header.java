package dev.shorthand.security;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a signed payload. All of it is signed.
 *
 * @param user  who signed it
 * @param key   the id of the key it was signed with
 * @param to    the user it is meant for, or empty for any
 * @param time  when, in milliseconds since 1970
 * @param nonce 16 random bytes, in base64 of the URL alphabet without padding
 * @param sig   the {@link Signature}
 * @param others what else is told about the message: texts, flags and whole numbers
 */
record Header(
        String user, String key, String to, long time, String nonce, String sig, SortedMap<String, Object> others) {
    /** How many bytes a nonce has: by chance two are equal after 2^64 messages. */
    static final int NONCE_BYTES = 16;

    private static final String USER = "user";
    private static final String KEY = "key";
    private static final String TO = "to";
    private static final String TIME = "time";
    private static final String NONCE = "nonce";
    private static final String SIG = "sig";
    private static final Set<String> OWN = Set.of(USER, KEY, TO, TIME, NONCE, SIG);

    static Header read(Map<String, @Nullable Object> map) throws SecurityRefusedException {
        boolean addressed = map.containsKey(TO);
        SortedMap<String, Object> others = new TreeMap<>();
        for (Map.Entry<String, @Nullable Object> field : map.entrySet()) {
            Object value = field.getValue();
            if (OWN.contains(field.getKey())) {
                continue;
            }
            if (!(value instanceof String || value instanceof Boolean || value instanceof Long)) {
                throw new SecurityRefusedException("the security header's " + Quoted.shorten(field.getKey())
                        + " is neither text nor flag nor whole number of 64 bits, and so not signed");
            }
            others.put(field.getKey(), value);
        }
        return new Header(
                text(map, USER),
                text(map, KEY),
                addressed ? text(map, TO) : "",
                number(map, TIME),
                text(map, NONCE),
                text(map, SIG),
                others);
    }

    /**
     * Returns metadata in the form in which it is signed and arrives.
     *
     * @throws EncodeException if it has the name of a field of this header, or is neither text nor flag nor whole number
     */
    static SortedMap<String, Object> signable(Map<String, @Nullable Object> metadata) {
        SortedMap<String, Object> others = new TreeMap<>();
        metadata.forEach((name, value) -> {
            if (OWN.contains(name)) {
                throw new EncodeException(
                        "the metadata \"" + name + "\" has the name of a field that hmac writes; choose another name");
            }
            if (value instanceof String || value instanceof Boolean || value instanceof Long) {
                others.put(name, value);
            } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
                others.put(name, ((Number) value).longValue());
            } else {
                throw new EncodeException("the metadata \"" + Quoted.shorten(name)
                        + "\" cannot be signed; give it as a text, a flag or a whole number");
            }
        });
        return others;
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
        map.putAll(others);
        return map;
    }
}
