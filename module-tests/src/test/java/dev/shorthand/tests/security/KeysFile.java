package dev.shorthand.tests.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** Writes a file with the keys of server, bob and carol. */
final class KeysFile {
    private KeysFile() {}

    static Path write(Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("keys"),
                "server s1 " + key("the server's key in tests") + "\n"
                        + "bob b1 " + key("the key of bob in tests") + "\n"
                        + "carol c1 " + key("the key of carol in tests") + "\n");
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    private static String key(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
