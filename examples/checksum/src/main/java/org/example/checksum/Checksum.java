package org.example.checksum;

import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.util.Map;
import java.util.zip.CRC32C;

/** Sends the CRC-32C (RFC 3720, appendix B.4) of each payload before it, and refuses a payload that has another. Immutable. */
final class Checksum implements Security {
    private static final String HEADER = "crc32c";

    @Override
    public Sealed seal(byte[] payload, int offset, int length) {
        return new Sealed(Map.of(HEADER, of(payload, offset, length)), null);
    }

    @Override
    public byte[] open(byte[] payload, int offset, int length, Map<String, Object> headers)
            throws SecurityRefusedException {
        Long actual = of(payload, offset, length);
        if (!actual.equals(headers.get(HEADER))) {
            throw new SecurityRefusedException(
                    "the payload's checksum is " + actual + ", which is not what its header says; send it again");
        }
        return null; // the payload as it came
    }

    // Without this whatever comes without a header would pass.
    @Override
    public boolean demandsHeader() {
        return true;
    }

    private static Long of(byte[] payload, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(payload, offset, length);
        return checksum.getValue();
    }
}
