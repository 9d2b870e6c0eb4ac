package dev.shorthand.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final String KEY = TestKeys.base64("a key of some bytes?>");

    @TempDir
    Path folder;

    private Keys read(String... lines) throws IOException {
        return KeyFile.read(TestKeys.write(folder, lines));
    }

    private void assertRefused(String message, String... lines) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message.replace("FILE", folder.resolve("keys").toString()));
    }

    @Test
    void readsKeysPassingOverCommentsAndBlanks() throws Exception {
        Keys keys = read("# mine", "", "  bob\t1  " + KEY + " \r", "jörg.2@x 1 " + KEY);
        assertThat(keys.users()).containsExactly("bob", "jörg.2@x");
        assertThat(keys.first("bob").orElseThrow().secret().getEncoded())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("a key of some bytes?>");
    }

    @Test
    void readsBase64OfBothAlphabetsAndHexadecimal() throws Exception {
        Keys keys = read(
                "bob 1 " + KEY,
                "bob 2 " + KEY.replace('+', '-').replace('/', '_').replace("=", ""),
                "bob 3 " + TestKeys.hex("a key of some bytes?>"),
                "bob 4 " + TestKeys.hex("a key of some bytes?>").toUpperCase(Locale.ROOT));
        for (String id : new String[] {"2", "3", "4"}) {
            assertThat(keys.find("bob", id).orElseThrow().secret())
                    .isEqualTo(keys.first("bob").orElseThrow().secret());
        }
    }

    @Test
    void namesFileAndLineAndNeverTheKey() {
        assertRefused(
                "there are 2 words and not 3 in line 2 of the keys file FILE; write: user key-id key",
                "#",
                "bob " + KEY);
        assertRefused(
                "the key is neither base64 nor hexadecimal in line 1 of the keys file FILE; make one with: openssl rand -base64 32",
                "bob 1 se§ret");
        assertRefused(
                "the key has 15 bytes, and under 16 can be guessed in line 1 of the keys file FILE; make one with: openssl rand"
                        + " -base64 32",
                "bob 1 " + TestKeys.base64("fifteen letters"));
        assertRefused(
                "this user has a key of the same id in line 1 in line 2 of the keys file FILE; give each an id of its own",
                "bob 1 " + KEY,
                "bob 1 " + KEY);
        assertRefused(
                "the user's name has something else than letters, digits and ._@+- or over 64 of them in line 1 of the keys file"
                        + " FILE; write: user key-id key",
                "bob/ 1 " + KEY);
        assertRefused("the keys file FILE has no key; write a line for each: user key-id key", "# none yet");
    }

    @Test
    void keysOfSixteenBytesAreLongEnough() throws Exception {
        assertThat(read("bob 1 00112233445566778899aabbccddeeff").users()).containsExactly("bob");
    }

    @Test
    void namesAFileThatIsNotThereOrIsNoText() throws Exception {
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> KeyFile.read(absent))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no keys file " + absent + "; make it, with a line for each key: user key-id key");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> KeyFile.read(binary))
                .hasMessage(
                        "the keys file " + binary + " is not UTF-8 text; give the file with lines: user key-id key");
        assertThatThrownBy(() -> KeyFile.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        assertRefused(
                "the keys file FILE is over 1 MiB; give the file with lines: user key-id key", "#".repeat(1 << 20));
    }

    @Test
    void warnsWhereOthersCanReadTheFile() throws Exception {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path file = TestKeys.write(folder);
        try (CapturedLog log = new CapturedLog()) {
            KeyFile.read(file);
            assertThat(log.text()).isEmpty();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            KeyFile.read(file);
            assertThat(log.text().lines())
                    .singleElement()
                    .asString()
                    .endsWith("the keys file " + file + " is open to others than its owner (rw-r-----); run: chmod 600 "
                            + file);
        }
    }
}
