package dev.shorthand.transport.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Who this side is, and whom it trusts: keys and certificates from PEM files (RFC 7468) or key stores. Confined to one thread. */
final class TlsKeys {
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");

    // In the order in which they are tried; a key says which it is for in its own encoding.
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA");

    // Protects a store that exists in memory alone.
    private static final char[] IN_MEMORY = {};

    private @Nullable Path chain;
    private @Nullable Path key;
    private @Nullable Path keyStore;
    private String keyStorePassword = "";
    private @Nullable Path trust;
    private @Nullable Path trustStore;
    private String trustStorePassword = "";

    void certificate(Path chain, Path key) {
        this.chain = chain;
        this.key = key;
    }

    void keyStore(Path store, String password) {
        keyStore = store;
        keyStorePassword = password;
    }

    void trust(Path certificates) {
        trust = certificates;
    }

    void trustStore(Path store, String password) {
        trustStore = store;
        trustStorePassword = password;
    }

    /** Refuses two answers to one question, of which one would silently count for nothing. */
    void refuseContradictions() {
        if (chain != null && keyStore != null) {
            throw new IllegalArgumentException("cert and keyStore both say who this side is; give one of them");
        }
        if (trust != null && trustStore != null) {
            throw new IllegalArgumentException(
                    "trust and trustStore both say whose certificates are trusted; give one of them");
        }
    }

    boolean hasIdentity() {
        return chain != null || keyStore != null;
    }

    boolean hasTrust() {
        return trust != null || trustStore != null;
    }

    /** Returns what shows this side's certificate; null where it has none. */
    KeyManager @Nullable [] keyManagers() throws IOException, GeneralSecurityException {
        KeyStore store;
        char[] password;
        if (chain != null && key != null) {
            store = empty();
            password = IN_MEMORY;
            store.setKeyEntry(
                    "own", privateKey(key), password, certificates(chain).toArray(Certificate[]::new));
        } else if (keyStore != null) {
            password = keyStorePassword.toCharArray();
            store = load(keyStore, password);
        } else {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    /** Returns what says whom to trust; null for those whom the JDK trusts. */
    TrustManager @Nullable [] trustManagers() throws IOException, GeneralSecurityException {
        KeyStore store;
        if (trust != null) {
            store = empty();
            int number = 0;
            for (Certificate certificate : certificates(trust)) {
                store.setCertificateEntry("trusted" + number, certificate);
                number++;
            }
        } else if (trustStore != null) {
            store = load(trustStore, trustStorePassword.toCharArray());
        } else {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        return store;
    }

    private static KeyStore load(Path file, char[] password) throws IOException {
        read(file);
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(
                    "cannot use the key store " + file + ": " + e.getMessage() + "; is the password right?", e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        byte[] pem = read(file);
        Collection<? extends Certificate> certificates;
        try {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "cannot read the certificates in " + file + ": " + e.getMessage()
                            + "; give a PEM file (-----BEGIN CERTIFICATE-----)",
                    e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("no certificate is in " + file + "; give a PEM file (-----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = PRIVATE_KEY.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
        String mend = "; make one of PKCS #8 with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";
        if (!pem.find()) {
            throw new IOException("no private key is in " + file + mend);
        }
        if (!pem.group(1).isEmpty()) {
            throw new IOException("the private key in " + file + " is "
                    + (pem.group(1).equals("ENCRYPTED ") ? "encrypted" : "of an older form") + mend);
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw new IOException("the private key in " + file + " is damaged: " + e.getMessage(), e);
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
        for (String algorithm : ALGORITHMS) {
            Key found = tryAs(algorithm, spec);
            if (found != null) {
                return (PrivateKey) found;
            }
        }
        throw new IOException("the private key in " + file + " is for none of " + String.join(", ", ALGORITHMS)
                + ", or damaged; make another");
    }

    private static @Nullable Key tryAs(String algorithm, PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return null;
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(
                    Files.exists(file)
                            ? "cannot read " + file + ": " + e.getMessage() + "; may this user read it?"
                            : "there is no file " + file + "; check the path",
                    e);
        }
    }
}
