package dev.shorthand.security;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Security;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/**
 * Signs messages with HMAC-SHA256 and a key that both sides have.
 *
 * <pre>{@code Security security = Hmac.builder("bob", Path.of("/etc/shorthand/keys")).peer("server").build();}</pre>
 *
 * <p>The keys stand in a file, one a line: {@code user key-id key}. The key is base64 or hexadecimal, of 16 bytes or more; empty lines and
 * those that begin with {@code #} are passed over. Each side has a user of its own, and in its file the keys of itself and of those whom it
 * talks to. A user may have several keys: the first signs, all are believed, so that a key can be replaced without a pause. The file is read
 * once, when the object is made.
 *
 * <p><b>Protected:</b> who sent a message and what it says, header and payload; that it is taken once by an endpoint, on whichever
 * connection; that it is not older than the window; that it does not come back to its sender; and with {@link Builder#peer} that it is
 * taken by the one it is meant for alone. A message that is not signed is refused.
 *
 * <p><b>Not protected:</b> secrecy, for which there is TLS. That messages arrive, in order and in time: they can be held back within the
 * window. An endpoint without {@code peer} that many users call cannot say in a reply whom it answers, so who can write into two of these
 * connections can deliver to one user the reply that another was sent. After a restart an endpoint does not remember what it took
 * before, unless {@link Builder#sinceStart} is set. And whoever has a file can sign for every user in it: that is the nature of a shared key.
 */
public final class Hmac {
    private Hmac() {}

    /**
     * Returns what makes it; {@code hmac:user?keys=FILE} in an expression.
     *
     * @param user who this side is
     * @param keys the file with the keys, also those of this user
     * @return a builder
     * @throws IllegalArgumentException if the user's name is not 1 to 64 letters, digits, or any of {@code ._@+-}
     */
    public static Builder builder(String user, Path keys) {
        return new Builder(name("user", user), requireNonNull(keys, "keys"));
    }

    private static String name(String what, String value) {
        if (!Key.isName(value)) {
            throw new IllegalArgumentException(what + " is \"" + Quoted.shorten(value)
                    + "\"; give a name of 1 to 64 letters, digits, or any of ._@+-");
        }
        return value;
    }

    /** What was set. Immutable. */
    record Settings(String user, String peer, Duration window, int nonces, boolean sinceStart) {}

    /** Collects the settings. Confined to one thread. */
    public static final class Builder {
        /** The fewest messages to remember: fewer could all be of one millisecond, which a burst has many of. */
        private static final int LEAST_NONCES = 1_000;

        private final String user;
        private final Path keys;
        private String peer = "";
        private Duration window = Duration.ofMinutes(5);
        private int nonces = 100_000;
        private boolean sinceStart;

        private Builder(String user, Path keys) {
            this.user = user;
            this.keys = keys;
        }

        /**
         * Sets the one user on the other side; {@code peer=server} in an expression. Messages are then signed for that user alone, and only
         * those of that user are let in.
         *
         * @param name a user in the keys file; the default is none: messages are for all that have the key, and of all in the file
         * @return this builder
         * @throws IllegalArgumentException if it is no name, or that of this side
         */
        public Builder peer(String name) {
            if (name("peer", name).equals(user)) {
                throw new IllegalArgumentException(
                        "peer is \"" + name + "\", the user of this side; give each side a user of its own");
            }
            peer = name;
            return this;
        }

        /**
         * Sets how far the time of a message may be from this side's, either way; {@code window=5m} in an expression.
         *
         * @param length from 1 s to 24 h; the default is 5 minutes
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public Builder window(Duration length) {
            if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("window is " + length + "; give a time from 1 s to 24 h");
            }
            window = length;
            return this;
        }

        /**
         * Sets how many messages of each user are remembered, against replay; {@code nonces=100000} in an expression. Each takes some 80
         * bytes. A user who sends more within the window gets a shorter window: the late are refused, and a replay never passes.
         *
         * @param most from 1,000 up; the default is 100,000
         * @return this builder
         * @throws IllegalArgumentException if it is under 1,000
         */
        public Builder nonces(int most) {
            if (most < LEAST_NONCES) {
                throw new IllegalArgumentException(
                        "nonces is " + most + "; give a number from " + LEAST_NONCES + " up");
            }
            nonces = most;
            return this;
        }

        /**
         * Sets whether what is dated before this object was made is refused; {@code sinceStart=true} in an expression. Without it a message
         * that was taken before a restart can be replayed after it, within the window. With it the clocks of both sides must agree
         * well: just after the start, what comes from a slower one is refused.
         *
         * @param on the default is false
         * @return this builder
         */
        public Builder sinceStart(boolean on) {
            sinceStart = on;
            return this;
        }

        /**
         * Reads the keys, and makes it. Where others than its owner can read the file, the log has a warning.
         *
         * @return security for one endpoint
         * @throws IOException              if the file cannot be read
         * @throws IllegalArgumentException if a line of it is wrong, or it has no key of this side or the peer
         */
        public Security build() throws IOException {
            return build(Clock.systemUTC(), new SecureRandom());
        }

        Security build(Clock clock, SecureRandom random) throws IOException {
            Settings settings = new Settings(user, peer, window, nonces, sinceStart);
            return new HmacSecurity(settings, KeyFile.read(keys), clock, random);
        }
    }
}
