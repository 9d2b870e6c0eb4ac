package dev.shorthand.security;

import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key of one user. Immutable; its text form names it and does not show it.
 */
final class Key {
    /** The fewest bytes of a key: 128 bits, which nobody can try out. */
    static final int LEAST_BYTES = 16;

    // What a user or a key may be called: nothing that an expression or a line of the file takes for its own.
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@+-]{1,64}");

    private final String user;
    private final String id;
    private final SecretKeySpec secret;

    Key(String user, String id, byte[] secret) {
        this.user = user;
        this.id = id;
        this.secret = new SecretKeySpec(secret, Signature.ALGORITHM);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    String user() {
        return user;
    }

    String id() {
        return id;
    }

    SecretKeySpec secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "key " + id + " of " + user;
    }
}
