package dev.shorthand.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A file with keys of alice, bob and carol; bob has an old one too. */
final class TestKeys {
    private static final List<String> TEXTS =
            List.of("alice's key in tests", "bob's new key in tests", "bob's old key in tests", "carol's key in tests");

    /** What must be seen nowhere: the keys as text, in base64 and as digits. */
    static final List<String> SECRETS = TEXTS.stream()
            .flatMap(text -> List.of(text, base64(text), hex(text)).stream())
            .toList();

    private TestKeys() {}

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    static Path write(Path folder) throws IOException {
        return write(
                folder,
                "# user key-id key",
                "alice a1 " + base64(TEXTS.get(0)),
                "",
                "bob\tb2   " + hex(TEXTS.get(1)),
                "  bob b1 " + base64(TEXTS.get(2)),
                "carol c1 " + base64(TEXTS.get(3)));
    }

    static Path write(Path folder, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), String.join("\n", lines) + "\n");
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }
}
