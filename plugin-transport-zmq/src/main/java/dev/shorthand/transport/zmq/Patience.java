package dev.shorthand.transport.zmq;

import java.time.Duration;

/**
 * For how long a ROUTER puts up with silence. Immutable.
 *
 * @param firstFrame  how long a connection may take to send its first message; zero for ever
 * @param idle        for how long nothing may come or go over a connection that has sent something; zero for ever
 * @param idleTimeout when a peer behind a device is forgotten
 */
record Patience(Duration firstFrame, Duration idle, Duration idleTimeout) {
    static final Patience DEFAULTS = new Patience(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(10));

    Patience withFirstFrame(Duration longest) {
        return new Patience(SocketSettings.checked("firstFrame", longest, 1), idle, idleTimeout);
    }

    Patience withIdle(Duration longest) {
        return new Patience(firstFrame, SocketSettings.checked("idle", longest, 1), idleTimeout);
    }

    Patience withIdleTimeout(Duration wait) {
        return new Patience(firstFrame, idle, SocketSettings.checked("idleTimeout", wait, 1));
    }
}
