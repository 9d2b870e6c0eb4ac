package dev.shorthand.kernel;

/** The error codes of JSON-RPC 2.0, section 5.1, which every codec here uses. */
public final class ErrorCodes {
    /** What arrived is not the codec's format. */
    public static final int PARSE_ERROR = -32700;

    /** What arrived is no request. */
    public static final int INVALID_REQUEST = -32600;

    /** No such method is served. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The arguments do not fit the method. */
    public static final int INVALID_PARAMS = -32602;

    /** The fault is this side's own, for example a result that the codec cannot carry. */
    public static final int INTERNAL_ERROR = -32603;

    /** The method threw. */
    public static final int SERVER_ERROR = -32000;

    /** The call's deadline passed. A peer sends it only where a handler has let out what its own call met. */
    public static final int DEADLINE = -32001;

    /** The call was cancelled. A peer sends it where that was before the handler began, or as above. */
    public static final int CANCELLED = -32002;

    /** The connection was lost, or there was none. A peer sends it as above. */
    public static final int DISCONNECTED = -32003;

    /** One of the {@link Limits} was passed. */
    public static final int LIMIT = -32004;

    /** A message was refused by the security provider. */
    public static final int SECURITY = -32005;

    private ErrorCodes() {}
}
