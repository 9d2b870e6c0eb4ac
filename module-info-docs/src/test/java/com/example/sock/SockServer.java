package com.example.sock;

import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Accepts connections, on a thread of its own. Safe for any thread. */
final class SockServer implements Transport {
    private final String expression;
    private final Path path;
    private final ServerSocketChannel server;
    private final AtomicReference<String> state = new AtomicReference<>("open");
    private volatile Thread acceptor;

    SockServer(String expression, Path path, ServerSocketChannel server) {
        this.expression = expression;
        this.path = path;
        this.server = server;
    }

    @Override
    public void start(TransportListener listener) {
        if (!state.compareAndSet("open", "started")) {
            throw new IllegalStateException(expression + " is " + state + "; open another one");
        }
        acceptor = new Thread(() -> accept(listener), "accept " + expression);
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept(TransportListener listener) {
        try {
            for (int number = 1; true; number++) {
                listener.connected(new SockLink(server.accept(), path.getFileName() + "-" + number));
            }
        } catch (IOException e) {
            if (!state.get().equals("closed")) {
                listener.failed(e);
            }
        }
    }

    @Override
    public String expression() {
        return expression;
    }

    @Override
    public boolean isServer() {
        return true;
    }

    @Override
    public void close() {
        if (state.getAndSet("closed").equals("closed")) {
            return;
        }
        try {
            server.close();
            Files.deleteIfExists(path);
            if (acceptor != null && acceptor != Thread.currentThread()) {
                acceptor.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
