package dev.shorthand.kernel.spi;

/** Is told what happens on a transport; the kernel implements it. Safe for any thread. */
public interface TransportListener {
    /**
     * Takes over a connection that carries a stream. The kernel reads, writes and closes it from now on.
     *
     * @param link the open connection
     */
    void connected(StreamLink link);

    /**
     * Takes over a connection that carries messages. The kernel sends on it and closes it.
     *
     * @param link the open connection
     * @return takes what arrives
     */
    MessageReceiver connected(MessageLink link);

    /**
     * Returns whether a connection may have a codec of its own ({@link Link#codec}).
     *
     * @return false by default, and where somebody has to see what the endpoint's codec makes of each message, as security does; the same on every call
     */
    default boolean mayChooseCodec() {
        return false;
    }

    /**
     * Is told that the transport ended by itself, for example because its socket was closed from outside.
     *
     * @param cause what happened
     */
    void failed(Throwable cause);
}
