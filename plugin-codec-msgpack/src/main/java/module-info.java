/**
 * MessagePack-RPC as a codec: {@code msgpack}.
 *
 * <p>What the messages look like is in {@link dev.shorthand.codec.msgpack.MsgpackCodec}.
 */
module dev.shorthand.codec.msgpack {
    requires transitive dev.shorthand.kernel; // its types are in the builder's signatures

    // Annotations for the compiler alone: absent at run time.
    requires static org.jspecify;

    // The builder, for programs that prefer types to text, the value that no other format has, and
    // the provider, which must be public to be a service. Everything else in the package is package-private.
    exports dev.shorthand.codec.msgpack;

    provides dev.shorthand.kernel.spi.CodecProvider with
            dev.shorthand.codec.msgpack.MsgpackProvider;
}
