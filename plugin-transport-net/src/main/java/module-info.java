/**
 * Carries messages over sockets and pipes, on the JDK alone: {@code tcp:host:port}, {@code tcpserv:interface:port}, {@code tls:host:port}, {@code tlsserv:interface:port}, {@code stdio:},
 * {@code udp:port}, {@code process:(program argument …)}, {@code unix:path}, {@code unixserv:path},
 * {@code cgi:}, {@code internal:bus:name}, {@code mux:(transport)(transport)…}, {@code restart:seconds:transport}.
 *
 * <p>Programs that prefer types to text begin with {@link dev.shorthand.transport.net.Tcp}, {@link dev.shorthand.transport.net.Tls},
 * {@link dev.shorthand.transport.net.Unix}, {@link dev.shorthand.transport.net.Udp}, {@link dev.shorthand.transport.net.Internal}, {@link dev.shorthand.transport.net.Stdio} or {@link dev.shorthand.transport.net.ChildProcess}.
 */
module dev.shorthand.transport.net {
    requires transitive dev.shorthand.kernel; // its types are in the builders' signatures
    requires jdk.net; // the times of TCP keepalive
    requires org.slf4j;

    // Annotations for the compiler alone.
    requires static org.jspecify;

    // The builders, for programs that prefer types to text, and the providers, which must be
    // public to be services. Everything else in the package is package-private.
    exports dev.shorthand.transport.net;

    // One per shorthand, so that a broken one is named in its error.
    provides dev.shorthand.kernel.spi.TransportProvider with
            dev.shorthand.transport.net.CgiProvider,
            dev.shorthand.transport.net.InternalProvider,
            dev.shorthand.transport.net.MuxProvider,
            dev.shorthand.transport.net.ProcessProvider,
            dev.shorthand.transport.net.RestartProvider,
            dev.shorthand.transport.net.StdioProvider,
            dev.shorthand.transport.net.TcpProvider,
            dev.shorthand.transport.net.TcpServerProvider,
            dev.shorthand.transport.net.TlsProvider,
            dev.shorthand.transport.net.TlsServerProvider,
            dev.shorthand.transport.net.UdpProvider,
            dev.shorthand.transport.net.UnixProvider,
            dev.shorthand.transport.net.UnixServerProvider;
}
