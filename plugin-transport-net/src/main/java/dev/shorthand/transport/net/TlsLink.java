package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An encrypted socket after its handshake.
 *
 * <p>Safe for one reader and one writer; {@link #close} comes from any thread.
 */
final class TlsLink implements StreamLink {
    private static final Logger LOG = LoggerFactory.getLogger(TlsLink.class);

    // Saying goodbye takes a write, for which a peer that does not read is not waited for any longer.
    private static final long GOODBYE_MILLIS = 500;

    private final Socket bare;
    private final SocketLink encrypted;
    private final Optional<String> identity;

    /** Takes over both; whoever called still owns them if this fails. */
    TlsLink(Socket bare, SSLSocket encrypted, String peerName) throws IOException {
        this.bare = bare;
        this.encrypted = new SocketLink(encrypted, peerName);
        this.identity = subject(encrypted);
    }

    /** Returns the subject of the peer's certificate, as RFC 2253 writes names. */
    private static Optional<String> subject(SSLSocket socket) {
        try {
            Certificate own = socket.getSession().getPeerCertificates()[0];
            return own instanceof X509Certificate certificate
                    ? Optional.of(certificate.getSubjectX500Principal().getName())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            LOG.debug("{} has shown no certificate", socket, e);
            return Optional.empty();
        }
    }

    @Override
    public String peerName() {
        return encrypted.peerName();
    }

    @Override
    public Optional<String> identity() {
        return identity;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return encrypted.read(buffer, offset, length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        encrypted.write(buffer, offset, length);
    }

    @Override
    public void finish() {
        Thread goodbye = aside(encrypted::finish);
        join(goodbye);
    }

    @Override
    public void close() {
        if (bare.isClosed()) {
            return;
        }
        // Where it waits for a write that does not end, closing the bare socket ends both.
        Thread goodbye = aside(encrypted::close);
        join(goodbye);
        try {
            bare.close();
        } catch (IOException e) {
            LOG.debug("closing the connection to {} failed", peerName(), e);
        }
        join(goodbye);
    }

    private static Thread aside(Runnable goodbye) {
        Thread thread = new Thread(goodbye, "shorthand goodbye");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join(GOODBYE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return encrypted.toString();
    }
}
