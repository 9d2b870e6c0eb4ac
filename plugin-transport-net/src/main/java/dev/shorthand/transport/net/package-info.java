/**
 * Transports over sockets and pipes, for programs that make them by type: begin with {@link dev.shorthand.transport.net.Tcp} or
 * {@link dev.shorthand.transport.net.Stdio}. Whoever makes them by text needs nothing from here.
 */
@NullMarked
package dev.shorthand.transport.net;

import org.jspecify.annotations.NullMarked;
