package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connected socket.
 *
 * <p>Its blocking streams are as cheap as any other way in, and on virtual threads they hold no platform thread. Safe for one reader and
 * one writer; {@link #close} comes from any thread.
 */
final class SocketLink implements StreamLink {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);

    private final Socket socket;
    private final String peerName;
    private final InputStream in;
    private final OutputStream out;

    // How long the socket has a read wait, in milliseconds; 0 for as long as it takes. Confined to who reads.
    private int timeout;

    /** Takes over a connected socket; whoever called still owns it if this fails. */
    SocketLink(Socket socket, String peerName) throws IOException {
        this.socket = socket;
        this.peerName = peerName;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    @Override
    public String peerName() {
        return peerName;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        waitAtMost(0);
        return in.read(buffer, offset, length);
    }

    @Override
    public boolean readsForAWhile() {
        return true;
    }

    @Override
    public int read(byte[] buffer, int offset, int length, int millis) throws IOException {
        if (isVirtual()) {
            return 0;
        }
        waitAtMost(millis);
        try {
            return in.read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /** Whether this is a virtual thread, whose interrupt would close the socket that it reads ({@link Socket#getInputStream}). */
    private static boolean isVirtual() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        return group != null && group.getName().equals("VirtualThreads");
    }

    private void waitAtMost(int millis) throws IOException {
        if (timeout != millis) {
            socket.setSoTimeout(millis);
            timeout = millis;
        }
    }

    @Override
    public boolean isReadable() throws IOException {
        return in.available() > 0;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
    }

    @Override
    public void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("{} is gone already", peerName, e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing the connection to {} failed", peerName, e);
        }
    }

    @Override
    public String toString() {
        return peerName;
    }
}
