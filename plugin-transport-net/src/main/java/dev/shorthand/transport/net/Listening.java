package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;

/** Binds server sockets; where that fails, says with what, and what may help. */
final class Listening {
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;
    private static final int DATAGRAM_BUFFER = 1 << 20;

    private Listening() {}

    /** Binds to one interface, or to all of them, of either family, where the host is empty. */
    static ServerSocket bind(HostPort at, int backlog) throws IOException {
        InetSocketAddress address =
                at.host().isEmpty() ? new InetSocketAddress(at.port()) : new InetSocketAddress(resolve(at), at.port());
        ServerSocket server = new ServerSocket();
        try {
            // Without it the port could not be had again for a minute after its last connection.
            server.setReuseAddress(true);
            server.bind(address, backlog);
            return server;
        } catch (IOException e) {
            server.close();
            throw explained(e, at, address.getAddress());
        }
    }

    /** Binds a socket for datagrams, likewise; it may broadcast. */
    static DatagramSocket bindDatagrams(HostPort at, boolean shared) throws IOException {
        InetSocketAddress address =
                at.host().isEmpty() ? new InetSocketAddress(at.port()) : new InetSocketAddress(resolve(at), at.port());
        DatagramSocket socket = new DatagramSocket(null);
        try {
            if (shared) {
                socket.setReuseAddress(true);
                if (socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                    socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                }
            }
            socket.setBroadcast(true);
            // What comes faster than it is read is lost; the operating system may grant less.
            socket.setReceiveBufferSize(DATAGRAM_BUFFER);
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw explained(e, at, address.getAddress());
        }
    }

    /** Returns the address of another side's host; without a port of its own it has the given one. */
    static InetSocketAddress resolve(HostPort to, int port) throws IOException {
        return new InetSocketAddress(Connecting.resolve(to)[0], to.port() == 0 ? port : to.port());
    }

    private static InetAddress resolve(HostPort at) throws IOException {
        try {
            return InetAddress.getByName(at.host());
        } catch (UnknownHostException e) {
            IOException explained = new UnknownHostException("unknown interface \"" + Quoted.shorten(at.host())
                    + "\" in " + at + "; give a name or an address of this machine, or nothing for all");
            explained.initCause(e);
            throw explained;
        }
    }

    private static IOException explained(IOException failure, HostPort at, InetAddress address) throws SocketException {
        IOException explained;
        if (failure instanceof BindException && !isLocal(address)) {
            explained = new BindException("no interface of this machine has the address of " + at
                    + "; give one of its own, or nothing for all");
        } else if (failure instanceof BindException) {
            explained = new BindException("port " + at.port() + " is in use at " + at
                    + "; stop the program that has it, or choose another port (0 takes any free one)");
        } else if (failure instanceof SocketException && at.port() < FIRST_UNPRIVILEGED_PORT) {
            explained = new SocketException("not permitted to listen at " + at + " (" + failure.getMessage()
                    + "); choose a port from " + FIRST_UNPRIVILEGED_PORT + " up");
        } else {
            explained = new IOException("cannot listen at " + at + ": " + failure.getMessage());
        }
        explained.initCause(failure);
        return explained;
    }

    private static boolean isLocal(InetAddress address) throws SocketException {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address) != null;
    }
}
