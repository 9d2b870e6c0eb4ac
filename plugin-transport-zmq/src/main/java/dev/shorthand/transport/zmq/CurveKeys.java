package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import zmq.SocketBase;
import zmq.ZMQ;
import zmq.util.Z85;

/**
 * Keys of CURVE, ZeroMQ's encryption (RFC 26), from files of the form that ZeroMQ's own tools write:
 *
 * <pre>{@code
 * curve
 *     public-key = "…40 characters…"
 *     secret-key = "…40 characters…"
 * }</pre>
 *
 * <p>No error quotes what stands in a file. Immutable.
 */
final class CurveKeys {
    // The alphabet of Z85 (RFC 32); a key has 32 bytes.
    private static final String KEY = "\\s*=\\s*\"([0-9a-zA-Z.\\-:+=^!/*?&<>()\\[\\]{}@%$#]{40})\"";
    private static final Pattern PUBLIC = Pattern.compile("(?m)^\\s*public-key" + KEY);
    private static final Pattern SECRET = Pattern.compile("(?m)^\\s*secret-key" + KEY);
    private static final String MEND = "make it with zmq.auth.create_certificates of pyzmq, or ZCert of jeromq";

    private final byte[] publicKey;
    private final byte[] secretKey;

    // Of the server that a client expects; null for a server's own keys.
    private final byte @Nullable [] serverKey;

    // Whom a server lets in; null for everybody, and for a client.
    private final @Nullable CurveClients clients;

    private CurveKeys(byte[] publicKey, byte[] secretKey, byte @Nullable [] serverKey, @Nullable CurveClients clients) {
        this.publicKey = publicKey;
        this.secretKey = secretKey;
        this.serverKey = serverKey;
        this.clients = clients;
    }

    /** Reads a server's keys, both public and secret. */
    static CurveKeys ofServer(Path keys, @Nullable CurveClients clients) throws IOException {
        return read(keys, null, clients);
    }

    /** Reads a client's keys, both public and secret, and the public key of its server. */
    static CurveKeys ofClient(Path keys, Path server) throws IOException {
        return read(keys, publicKey(server), null);
    }

    /** Reads a public key alone. */
    static byte[] publicKey(Path file) throws IOException {
        return key(file, text(file), PUBLIC, "public-key");
    }

    private static CurveKeys read(Path file, byte @Nullable [] serverKey, @Nullable CurveClients clients)
            throws IOException {
        refuseWithoutLibrary();
        String text = text(file);
        return new CurveKeys(
                key(file, text, PUBLIC, "public-key"), key(file, text, SECRET, "secret-key"), serverKey, clients);
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no CURVE key file " + file + "; " + MEND, e);
        } catch (IOException e) {
            throw new IOException("the CURVE key file " + file + " cannot be read: " + e, e);
        }
    }

    private static byte[] key(Path file, String text, Pattern pattern, String name) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException(
                    "no " + name + " of 40 characters in quotes in the CURVE key file " + file + "; " + MEND);
        }
        return Z85.decode(matcher.group(1));
    }

    // jeromq goes without it where nobody encrypts, and on a module path it is there only if something asks for it.
    private static void refuseWithoutLibrary() throws IOException {
        try {
            Class.forName("com.neilalexander.jnacl.NaCl", false, SocketBase.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IOException(
                    "CURVE needs the library jnacl, which jeromq brings; put its jar beside that of jeromq, and on a module path run java with --add-modules jnacl",
                    e);
        }
    }

    boolean admitsSomeAlone() {
        return clients != null;
    }

    void applyTo(ZmqSocket socket) throws IOException {
        if (clients != null) {
            socket.admitOnly(clients);
        }
        byte[] expected = serverKey;
        if (expected == null) {
            socket.set(ZMQ.ZMQ_CURVE_SERVER, true);
        } else {
            socket.set(ZMQ.ZMQ_CURVE_SERVERKEY, expected);
        }
        socket.set(ZMQ.ZMQ_CURVE_PUBLICKEY, publicKey);
        socket.set(ZMQ.ZMQ_CURVE_SECRETKEY, secretKey);
    }
}
