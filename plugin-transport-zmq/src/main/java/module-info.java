/**
 * Carries messages over ZeroMQ: {@code zmqserv:endpoint} is a ROUTER, {@code zmq:endpoint} a DEALER.
 *
 * <p>Programs that prefer types to text begin with {@link dev.shorthand.transport.zmq.Zmq}.
 */
module dev.shorthand.transport.zmq {
    requires transitive dev.shorthand.kernel; // its types are in the builders' signatures
    requires org.slf4j;
    requires org.zeromq.jeromq;

    // Annotations for the compiler alone.
    requires static org.jspecify;

    // The builders, for programs that prefer types to text, and the providers, which must be
    // public to be services. Everything else in the package is package-private.
    exports dev.shorthand.transport.zmq;

    provides dev.shorthand.kernel.spi.TransportProvider with
            dev.shorthand.transport.zmq.ZmqProvider,
            dev.shorthand.transport.zmq.ZmqServerProvider;
}
