package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients that a server lets in: their public keys of CURVE, each with the name of its file. Immutable. */
final class CurveClients {
    private static final String SUFFIX = ".key";

    private final Map<ByteBuffer, String> names = new HashMap<>();

    /**
     * Reads a file with one client's public key, or all files of a folder whose names end with {@code .key}.
     *
     * @param at the file or folder
     * @throws IOException if there is none, one cannot be read or has no public key, or two have the same
     */
    CurveClients(Path at) throws IOException {
        for (Path file : files(at)) {
            String name = file.getFileName().toString();
            String before = names.putIfAbsent(
                    ByteBuffer.wrap(CurveKeys.publicKey(file)),
                    name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name);
            if (before != null) {
                throw new IOException("the key in " + file + " is that of " + before + ", too; keep one file");
            }
        }
    }

    private static List<Path> files(Path at) throws IOException {
        if (!Files.isDirectory(at)) {
            return List.of(at);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(at, "*" + SUFFIX)) {
            found.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (files.isEmpty()) {
            throw new IOException("no file in " + at + " ends with " + SUFFIX
                    + ", so nobody could connect; put the public key of each client there");
        }
        return files;
    }

    /** Returns the name of the client that has this public key of 32 bytes, or null if none has. */
    @Nullable
    String nameOf(byte[] publicKey) {
        return names.get(ByteBuffer.wrap(publicKey));
    }
}
