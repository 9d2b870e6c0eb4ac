package dev.shorthand.security;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.spi.Security;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who this side is, and believes what others say they are. For tests and friends: it protects from nothing, and says so in the log.
 *
 * <pre>{@code Security security = BlindlyBelieveEverything.builder().user("bob").build();}</pre>
 *
 * <p>Messages carry the header {@code {"user": name}}, as those of quickrpc's provider of this name do. One without a header passes as
 * unsecured, and then its {@link dev.shorthand.kernel.Caller#headers()} are empty. Immutable.
 */
public final class BlindlyBelieveEverything implements Security {
    private static final Logger LOG = LoggerFactory.getLogger(BlindlyBelieveEverything.class);

    private final Sealed sealed;

    private BlindlyBelieveEverything(String user) {
        sealed = new Sealed(Map.of("user", user), null);
    }

    /**
     * Returns what makes it.
     *
     * @return a builder with the empty user name
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Sealed seal(byte[] payload, int offset, int length) {
        return sealed;
    }

    @Override
    public byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers) {
        return null;
    }

    @Override
    public String toString() {
        return "blindly_believe_everything:" + sealed.headers().get("user");
    }

    /** Collects the settings. Confined to one thread. */
    public static final class Builder {
        private String user = "";

        private Builder() {}

        /**
         * Sets who this side says it is; the part after the colon in an expression.
         *
         * @param name anything; the default is the empty name, which is sent too
         * @return this builder
         */
        public Builder user(String name) {
            user = requireNonNull(name, "name");
            return this;
        }

        /**
         * Makes it, and warns in the log that it is unsafe.
         *
         * @return security for one endpoint
         */
        public Security build() {
            LOG.warn("blindly_believe_everything is unsafe: whoever reaches this endpoint can claim to be anyone;"
                    + " use hmac:user?keys=FILE where that matters");
            return new BlindlyBelieveEverything(user);
        }
    }
}
