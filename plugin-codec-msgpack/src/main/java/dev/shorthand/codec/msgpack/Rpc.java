package dev.shorthand.codec.msgpack;

/** The kinds of messages (MessagePack-RPC specification, "Message specification"). */
final class Rpc {
    /** {@code [0, id, method, params]}. */
    static final int REQUEST = 0;
    /** {@code [1, id, error, result]}. */
    static final int REPLY = 1;
    /** {@code [2, method, params]}. */
    static final int NOTIFICATION = 2;

    // JSON-RPC 2.0, section 8, keeps such names for extensions. Those here, rpc.secinfo and rpc.cancel, have names.
    private static final String EXTENSIONS = "rpc.";

    private Rpc() {}

    /** Returns whether a map alone among the params stands for named arguments. */
    static boolean takesNames(String method, boolean named) {
        return named || method.startsWith(EXTENSIONS);
    }
}
