/**
 * The MessagePack-RPC codec. A program that prefers types to text begins at {@link
 * dev.shorthand.codec.msgpack.MsgpackCodec#builder}; others write {@code msgpack} and need nothing from here but
 * {@link dev.shorthand.codec.msgpack.Extension}, where their peers send such values.
 */
@NullMarked
package dev.shorthand.codec.msgpack;

import org.jspecify.annotations.NullMarked;
