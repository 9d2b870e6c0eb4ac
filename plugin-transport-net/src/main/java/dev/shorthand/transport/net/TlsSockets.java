package dev.shorthand.transport.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Makes encrypted connections of bare ones; where that fails, says with what, and what may help. Immutable, safe for any thread. */
final class TlsSockets {
    private final SSLContext context;
    private final SSLParameters parameters;
    private final long handshakeNanos;

    /** Reads keys and certificates, so that what is wrong with them is told before anything is connected or bound. */
    TlsSockets(Tls.Builder<?> builder) throws IOException {
        TlsKeys keys = builder.keys;
        keys.refuseContradictions();
        if (builder instanceof Tls.ServerBuilder server) {
            check(server);
        }
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keys.keyManagers(), keys.trustManagers(), null);
            parameters = context.getDefaultSSLParameters();
            if (builder.protocols.length > 0) {
                parameters.setProtocols(builder.protocols);
            }
            if (builder.ciphers.length > 0) {
                parameters.setCipherSuites(builder.ciphers);
            }
            if (builder instanceof Tls.ServerBuilder server) {
                // Each of the two unsets the other.
                switch (server.clientAuth()) {
                    case WANT -> parameters.setWantClientAuth(true);
                    case NEED -> parameters.setNeedClientAuth(true);
                    default -> parameters.setNeedClientAuth(false);
                }
            }
            context.createSSLEngine().setSSLParameters(parameters);
        } catch (GeneralSecurityException e) {
            throw new IOException("the keys and certificates cannot be used: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            SSLParameters there = context().getSupportedSSLParameters();
            boolean protocol = !List.of(there.getProtocols()).containsAll(List.of(builder.protocols));
            throw new IOException(
                    (protocol ? "protocols" : "ciphers") + " cannot be used: " + e.getMessage() + "; this JDK has "
                            + String.join(", ", protocol ? there.getProtocols() : there.getCipherSuites()),
                    e);
        }
        handshakeNanos = builder.handshakeTimeout.toNanos();
    }

    private static SSLContext context() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IOException("this JDK has no TLS: " + e.getMessage(), e);
        }
    }

    private static void check(Tls.ServerBuilder server) throws IOException {
        if (!server.keys.hasIdentity()) {
            throw new IOException(
                    "a TLS server needs a certificate; give cert and key (PEM files), or keyStore, to tlsserv");
        }
        if (server.clientAuth() != Tls.ServerBuilder.ClientAuth.NONE && !server.keys.hasTrust()) {
            throw new IOException("clientAuth is " + server.clientAuth()
                    + " and nothing says whose certificates are trusted; give trust (a PEM file) or trustStore");
        }
    }

    /** Agrees on keys with a server that must be {@code hostName}; the bare socket is closed if that fails. */
    TlsLink client(Socket socket, HostPort to, String hostName) throws IOException {
        try {
            SSLSocket encrypted =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, hostName, to.port(), true);
            encrypted.setUseClientMode(true);
            SSLParameters named = copyOf(parameters);
            // The check of names is that of HTTPS (RFC 2818): the JDK knows it by this word, and no other.
            named.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(named);
            Opening.awaits(socket);
            return handshaken(socket, encrypted, to.toString());
        } catch (IOException e) {
            socket.close();
            throw explained(e, to, hostName);
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        } finally {
            Opening.awaitsNothing();
        }
    }

    /** Agrees on keys with a client; whoever called closes the bare socket if that fails. */
    TlsLink server(Socket socket) throws IOException {
        SSLSocket encrypted = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        encrypted.setUseClientMode(false);
        encrypted.setSSLParameters(copyOf(parameters));
        return handshaken(socket, encrypted, HostPort.nameOf((InetSocketAddress) socket.getRemoteSocketAddress()));
    }

    /** Has the handshake done, all of it in time: one whose bytes come one by one would otherwise never be too late. */
    private TlsLink handshaken(Socket socket, SSLSocket encrypted, String peerName) throws IOException {
        // Whoever sets it first has ended the handshake.
        AtomicBoolean ended = new AtomicBoolean();
        Future<?> deadline = Watch.after(handshakeNanos, () -> {
            if (ended.compareAndSet(false, true)) {
                SocketAcceptor.closeQuietly(socket);
            }
        });
        try {
            encrypted.startHandshake();
            if (!ended.compareAndSet(false, true)) {
                throw late(null);
            }
        } catch (IOException e) {
            throw ended.compareAndSet(false, true) || e instanceof SocketTimeoutException ? e : late(e);
        } finally {
            deadline.cancel(false);
        }
        return new TlsLink(socket, encrypted, peerName);
    }

    private SocketTimeoutException late(@Nullable IOException cause) {
        SocketTimeoutException late = new SocketTimeoutException("it was not over within "
                + TimeUnit.NANOSECONDS.toMillis(handshakeNanos) + " ms; handshakeTimeout sets how long it may take");
        late.initCause(cause);
        return late;
    }

    private static SSLParameters copyOf(SSLParameters from) {
        SSLParameters copy = new SSLParameters(from.getCipherSuites(), from.getProtocols());
        if (from.getNeedClientAuth()) {
            copy.setNeedClientAuth(true);
        } else if (from.getWantClientAuth()) {
            copy.setWantClientAuth(true);
        }
        return copy;
    }

    private IOException explained(IOException failure, HostPort to, String hostName) {
        String distrust = distrust(failure);
        String what;
        if (failure instanceof SocketTimeoutException) {
            what = "no TLS handshake with " + to + " within " + TimeUnit.NANOSECONDS.toMillis(handshakeNanos)
                    + " ms; does it speak TLS? handshakeTimeout sets how long to wait";
        } else if (distrust != null && distrust.startsWith("No ")) {
            what = "the certificate of " + to + " is not for \"" + hostName + "\" (" + distrust
                    + "); connect by a name that it has, or give that as hostName";
        } else if (distrust != null) {
            what = "the certificate of " + to + " is not trusted (" + distrust
                    + "); give the certificate of its issuer, or its own, with trust";
        } else {
            what = "no TLS handshake with " + to + ": " + failure.getMessage()
                    + "; does it speak TLS, in a version and with a cipher that both have?";
        }
        return new IOException(what, failure);
    }

    /** Returns why the certificate was refused; null if that was not the reason. */
    private static @Nullable String distrust(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return null;
    }
}
