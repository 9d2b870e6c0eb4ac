import org.jspecify.annotations.NullMarked;

/**
 * The RPC kernel: messages, dispatch, promises, and the interfaces plugins implement.
 *
 * <p>Codecs, transports and security live in modules of their own and are found by the first word
 * of an expression such as {@code "tcp:localhost:8888"}. With no plugin on the module path the
 * kernel still starts, and {@link dev.shorthand.kernel.Dispatcher} works by itself.
 */
@NullMarked // here and not on each package, which would make a class of each
module dev.shorthand.kernel {
    requires org.slf4j;

    // Annotations for the compiler alone: absent at run time, and not needed by those who compile against the kernel.
    requires static org.jspecify;

    // What an application is written against.
    exports dev.shorthand.kernel;

    // What a plugin implements. The same contract, executable, is dev.shorthand.tck.
    exports dev.shorthand.kernel.spi;

    uses dev.shorthand.kernel.spi.Binder;
    uses dev.shorthand.kernel.spi.CodecProvider;
    uses dev.shorthand.kernel.spi.Converter;
    uses dev.shorthand.kernel.spi.PluginDirectory;
    uses dev.shorthand.kernel.spi.TransportProvider;
    uses dev.shorthand.kernel.spi.SecurityProvider;
}
