package dev.shorthand.kernel;

/** The method failed on the other side, which sent this code, message and data. */
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
