package dev.shorthand.tests.security;

import java.io.IOException;

/** The other side of a connection of ours, in frames that end with NUL. Confined to the test's thread. */
interface Frames {
    /** Sends bytes, which need not be a whole frame. */
    void send(byte[] bytes) throws IOException;

    /** Returns the next frame's payload. */
    String receive() throws IOException;
}
