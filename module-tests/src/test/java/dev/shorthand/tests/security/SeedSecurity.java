package dev.shorthand.tests.security;

import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** The providers that the golden rows were made with, by the names that section 0 of the wire README gives them. Immutable. */
public enum SeedSecurity implements Security {
    /** Names its user; the payload is unchanged. */
    USER_BOB(Map.of("user", "bob")),

    /** Sends payloads as base64. */
    B64(Map.of("enc", "b64")) {
        @Override
        public Sealed seal(byte[] payload, int offset, int length) {
            byte[] body = Arrays.copyOfRange(payload, offset, offset + length);
            return new Sealed(headers, Base64.getEncoder().encode(body));
        }

        @Override
        public byte[] open(byte[] payload, int offset, int length, Map<String, Object> headers)
                throws SecurityRefusedException {
            try {
                return Base64.getDecoder().decode(Arrays.copyOfRange(payload, offset, offset + length));
            } catch (IllegalArgumentException e) {
                throw new SecurityRefusedException("not base64");
            }
        }
    },

    /** Sends no headers. */
    EMPTY(Map.of()),

    /** Sends no headers, and refuses what comes with one. */
    REFUSE(Map.of()) {
        @Override
        public byte[] open(byte[] payload, int offset, int length, Map<String, Object> headers)
                throws SecurityRefusedException {
            throw new SecurityRefusedException("refused");
        }
    };

    final Map<String, Object> headers;

    SeedSecurity(Map<String, Object> headers) {
        this.headers = headers;
    }

    @Override
    public Sealed seal(byte[] payload, int offset, int length) {
        return new Sealed(headers, null);
    }

    @Override
    public byte[] open(byte[] payload, int offset, int length, Map<String, Object> headers)
            throws SecurityRefusedException {
        return null;
    }
}
