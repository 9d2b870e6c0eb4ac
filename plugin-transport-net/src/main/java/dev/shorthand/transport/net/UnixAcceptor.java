package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections to a Unix domain socket, whose file it makes and, when it is closed, removes. */
final class UnixAcceptor implements Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(UnixAcceptor.class);

    private final ServerSocketChannel server;
    private final Path path;

    // What the file is known by, so that only this server's own is removed; null where the file system has no such
    // thing.
    private final @Nullable Object fileKey;

    // Clients have no address of their own.
    private final AtomicLong accepted = new AtomicLong();

    private UnixAcceptor(ServerSocketChannel server, Path path) throws IOException {
        this.server = server;
        this.path = path;
        this.fileKey = keyOf(path);
    }

    /** Binds the path. A socket file that no server listens on any more is replaced. */
    static UnixAcceptor bind(Path path, int backlog, @Nullable Set<PosixFilePermission> mode) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            removeStale(path);
            server.bind(UnixDomainSocketAddress.of(path), backlog);
            if (mode != null) {
                Files.setPosixFilePermissions(path, mode);
            }
            return new UnixAcceptor(server, path);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw explained(e, path);
        }
    }

    private static IOException explained(Exception failure, Path path) {
        if (failure instanceof BindException taken) {
            return taken;
        }
        Path folder = path.toAbsolutePath().getParent();
        String mend = folder != null && !Files.isDirectory(folder)
                ? "there is no folder " + folder + "; create it"
                : failure.getMessage() + "; is the folder writable, and the path short enough (some 100 bytes)?";
        return new IOException("cannot listen at " + path + ": " + mend, failure);
    }

    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new BindException(path + " is there already and no socket; choose another path, or remove it");
        }
        try (SocketChannel probe = UnixConnecting.tryOnce(path)) {
            throw new BindException(
                    "a program listens at " + path + " already (" + probe + "); stop it, or choose another path");
        } catch (ConnectException e) {
            LOG.debug("{} was left by a server that is gone, and is replaced", path, e);
            Files.delete(path);
        } catch (BindException e) {
            throw e;
        } catch (SocketException e) {
            // It may have no room for one more connection, or let this user make none: so it is not stale.
            BindException taken = new BindException("a program seems to listen at " + path + " already ("
                    + e.getMessage() + "); stop it, or choose another path");
            taken.initCause(e);
            throw taken;
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    @Override
    public void accept(Consumer<StreamLink> report) throws IOException {
        SocketChannel channel = server.accept();
        UnixLink link;
        try {
            link = new UnixLink(channel, path + "#" + accepted.incrementAndGet());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        report.accept(link);
    }

    @Override
    public boolean isOpen() {
        return server.isOpen();
    }

    @Override
    public void close() throws IOException {
        if (!server.isOpen()) {
            return;
        }
        server.close();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && fileKey != null && fileKey.equals(keyOf(path))) {
            Files.delete(path);
        }
    }
}
