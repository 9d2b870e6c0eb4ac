package dev.shorthand.transport.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A key and a certificate that it has signed itself, as a key store and as PEM files, made by the JDK's own {@code keytool}. */
final class Certificates {
    static final String PASSWORD = "no secret at all";

    final Path store;
    final Path certificate;
    final Path key;

    private Certificates(Path folder, String name) {
        store = folder.resolve(name + ".p12");
        certificate = folder.resolve(name + ".pem");
        key = folder.resolve(name + ".key");
    }

    /** Makes them: {@code algorithm} as keytool has it, {@code names} for example {@code dns:localhost,ip:127.0.0.1}. */
    static Certificates make(Path folder, String name, String algorithm, String names) throws Exception {
        Certificates made = new Certificates(folder, name);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(
                List.of("-genkeypair", "-alias", "own", "-keyalg", algorithm, "-dname", "CN=" + name + ",O=Test"));
        command.addAll(List.of("-ext", "san=" + names, "-validity", "2", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", made.store.toString(), "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new AssertionError("keytool ended with " + keytool.exitValue());
        }
        KeyStore store = KeyStore.getInstance(made.store.toFile(), PASSWORD.toCharArray());
        Certificate certificate = store.getCertificate("own");
        Key key = store.getKey("own", PASSWORD.toCharArray());
        Files.writeString(made.certificate, pem("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(made.key, pem("PRIVATE KEY", key.getEncoded()));
        return made;
    }

    static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + what + "-----\n";
    }
}
