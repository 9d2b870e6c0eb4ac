package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transport of one request, which is read and handed over when it is started. Safe for any thread. */
final class CgiTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(CgiTransport.class);

    private final CgiRequest request;
    private final CgiLink link;
    private final Lifecycle lifecycle = new Lifecycle();

    CgiTransport(CgiRequest request, CgiLink link) {
        this.request = request;
        this.link = link;
    }

    @Override
    public void start(TransportListener listener) {
        lifecycle.start(expression());
        MessageReceiver receiver = listener.connected(link);
        try {
            byte[] body = request.body();
            receiver.received(body, 0, body.length);
        } catch (CgiRequest.RefusedException e) {
            LOG.warn("a request from {} is answered with {}: {}", link, e.status, e.getMessage());
            link.refuse(e);
        }
        // What is being handled is still answered, and then the link is closed.
        receiver.disconnected(null);
    }

    @Override
    public String expression() {
        return "cgi:";
    }

    @Override
    public boolean isServer() {
        return false;
    }

    @Override
    public void close() {
        // Once it was reported it belongs to the kernel, which may have to answer still.
        if (lifecycle.close()) {
            link.refuse(new CgiRequest.RefusedException(
                    "503 Service Unavailable", "the program ends before it has read the request; try again later"));
            link.close();
        }
    }

    @Override
    public String toString() {
        return expression();
    }
}
