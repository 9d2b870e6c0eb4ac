/**
 * Transports over ZeroMQ, for programs that make them by type: begin with {@link dev.shorthand.transport.zmq.Zmq}. Whoever makes them
 * by text needs nothing from here.
 */
@NullMarked
package dev.shorthand.transport.zmq;

import org.jspecify.annotations.NullMarked;
