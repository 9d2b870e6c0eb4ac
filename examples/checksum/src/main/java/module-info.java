/** Security for Shorthand that refuses payloads damaged on their way: {@code checksum:}. */
module org.example.checksum {
    requires dev.shorthand.kernel;

    provides dev.shorthand.kernel.spi.SecurityProvider with
            org.example.checksum.ChecksumProvider;
}
