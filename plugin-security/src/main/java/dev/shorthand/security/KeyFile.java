package dev.shorthand.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys from a file of lines {@code user key-id key}; empty lines and those that begin with {@code #} are passed over.
 *
 * <p>No error quotes what stands in a line: whatever it is, it may be a key, or a part of one.
 */
final class KeyFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

    private static final String FORM = "write: user key-id key";
    private static final String MAKE_ONE = "make one with: openssl rand -base64 32";

    // Thousands of users; what is larger is some other file, given by mistake.
    private static final int LARGEST = 1 << 20;

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;
    private final List<Key> keys = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();

    private KeyFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file; warns where others than its owner can read or write it.
     *
     * @throws IOException              if it cannot be read
     * @throws IllegalArgumentException if it is no such file; the message names file and line
     */
    static Keys read(Path file) throws IOException {
        String text = text(file);
        warnIfOpen(file);
        return new KeyFile(file).parse(text);
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException(
                        "the keys file " + file + " is over 1 MiB; give the file with lines: user key-id key");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no keys file " + file + "; make it, with a line for each key: user key-id key", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "the keys file " + file + " is not UTF-8 text; give the file with lines: user key-id key", e);
        } catch (IOException e) {
            throw new IOException("the keys file " + file + " cannot be read: " + e, e);
        }
    }

    private static void warnIfOpen(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // Not every file system has owners and groups.
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            LOG.warn(
                    "the keys file {} is open to others than its owner ({}); run: chmod 600 {}",
                    file,
                    PosixFilePermissions.toString(permissions),
                    file);
        }
    }

    private Keys parse(String text) {
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && !content.startsWith("#")) {
                add(content.split("\\s+"), number);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "the keys file " + file + " has no key; write a line for each: user key-id key");
        }
        return new Keys(keys);
    }

    private void add(String[] words, int line) {
        if (words.length != 3) {
            throw error(line, "there are " + words.length + " words and not 3", FORM);
        }
        byte[] secret = decode(words[2], line);
        if (secret.length < Key.LEAST_BYTES) {
            throw error(
                    line,
                    "the key has " + secret.length + " bytes, and under " + Key.LEAST_BYTES + " can be guessed",
                    MAKE_ONE);
        }
        if (!Key.isName(words[0]) || !Key.isName(words[1])) {
            throw error(
                    line,
                    (Key.isName(words[0]) ? "the key's id" : "the user's name")
                            + " has something else than letters, digits and ._@+- or over 64 of them",
                    FORM);
        }
        Integer before = lines.putIfAbsent(words[0] + ' ' + words[1], line);
        if (before != null) {
            throw error(line, "this user has a key of the same id in line " + before, "give each an id of its own");
        }
        keys.add(new Key(words[0], words[1], secret));
    }

    /** Reads hexadecimal digits, which nothing in base64 that is random looks like, or base64 of either alphabet. */
    private byte[] decode(String text, int line) {
        if (HEX.matcher(text).matches() && text.length() % 2 == 0) {
            return HexFormat.of().parseHex(text);
        }
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            // Not as the cause: its message quotes a character of the key.
            throw error(line, "the key is neither base64 nor hexadecimal", MAKE_ONE);
        }
    }

    private IllegalArgumentException error(int line, String problem, String mend) {
        return new IllegalArgumentException(problem + " in line " + line + " of the keys file " + file + "; " + mend);
    }
}
