package dev.shorthand.kernel;

/**
 * The method failed on the other side, which sent this code, message and data. All errors that a peer replies with are of this type, those of the
 * protocol too: {@code e.code() == ErrorCodes.METHOD_NOT_FOUND} tells that the peer does not have the method.
 */
public class RemoteException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one from what arrived.
     *
     * @param reply the error reply
     */
    public RemoteException(ErrorReply reply) {
        super(reply.code(), reply.message(), reply.data());
    }
}
