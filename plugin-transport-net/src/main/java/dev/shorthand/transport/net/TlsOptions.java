package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands the options that both sides of TLS have to a builder. */
final class TlsOptions {
    private static final String[] COMMON = Options.names(
            SocketOptions.NAMES,
            "cert",
            "key",
            "keyStore",
            "keyStorePassword",
            "trust",
            "trustStore",
            "trustStorePassword",
            "protocols",
            "ciphers",
            "handshakeTimeout");

    private TlsOptions() {}

    /** Returns the names of the common options and of some more. */
    static String[] names(String... more) {
        return Options.names(COMMON, more);
    }

    static void set(Expression expression, Tls.Builder<?> builder) throws IOException {
        String keyPassword = secret(expression, "keyStorePassword");
        String trustPassword = secret(expression, "trustStorePassword");
        Options.set(expression, () -> {
            Path cert = path(expression, "cert");
            Path key = path(expression, "key");
            if ((cert == null) != (key == null)) {
                throw new IllegalArgumentException(
                        "cert and key belong together; give both, each a PEM file, or neither");
            }
            if (cert != null && key != null) {
                builder.certificate(cert, key);
            }
            give(path(expression, "keyStore"), store -> builder.keyStore(store, keyPassword));
            give(path(expression, "trust"), builder::trust);
            give(path(expression, "trustStore"), store -> builder.trustStore(store, trustPassword));
            expression.option("protocols").ifPresent(names -> builder.protocols(names.split(",", -1)));
            expression.option("ciphers").ifPresent(names -> builder.ciphers(names.split(",", -1)));
            SocketOptions.set(expression, builder);
            builder.handshakeTimeout(expression.duration("handshakeTimeout", builder.handshakeTimeout));
        });
    }

    private static void give(@Nullable Path path, Consumer<Path> to) {
        if (path != null) {
            to.accept(path);
        }
    }

    private static @Nullable Path path(Expression expression, String option) {
        String text = expression.options().get(option);
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(option + " is no path: " + e.getMessage(), e);
        }
    }

    /** Reads what must not stand in an expression, which is logged and shown, from where the expression says. */
    private static String secret(Expression expression, String option) throws IOException {
        String where = expression.options().getOrDefault(option, "");
        if (where.isEmpty()) {
            return "";
        }
        String store = option.replace("Password", "");
        if (!expression.options().containsKey(store)) {
            throw new ExpressionException(option + " is given without " + store + "; give both, or neither; in \""
                    + Quoted.shorten(expression.text()) + "\"");
        }
        if (where.startsWith("env:")) {
            String value = System.getenv(where.substring(4));
            if (value == null) {
                throw new IOException("the environment has no " + where.substring(4) + ", which " + option
                        + " names; set it before the start");
            }
            return value;
        }
        if (where.startsWith("file:")) {
            return readSecret(where.substring(5), option);
        }
        // What stands there may be the password itself: it is not repeated.
        throw expression.error(
                expression.positional().length(),
                option + " says neither env: nor file:",
                "write " + Quoted.shorten(option) + "=env:NAME or " + option
                        + "=file:PATH; a secret never stands in an expression");
    }

    private static String readSecret(String file, String option) throws IOException {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (InvalidPathException e) {
            throw new IOException(
                    option + " names the file \"" + Quoted.shorten(file) + "\", which is no path: " + e.getReason()
                            + "; correct it",
                    e);
        } catch (NoSuchFileException e) {
            throw new IOException(option + " names the file " + file + ", and there is none; check the path", e);
        } catch (IOException e) {
            throw new IOException(
                    option + " names the file " + file + ", which cannot be read: " + e.getMessage()
                            + "; is it a text in UTF-8, and may this user read it?",
                    e);
        }
    }
}
