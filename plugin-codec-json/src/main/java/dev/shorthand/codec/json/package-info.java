/**
 * The JSON-RPC codec. A program that prefers types to text begins at {@link
 * dev.shorthand.codec.json.JrpcCodec#builder}; others write {@code jrpc} and need nothing from here.
 */
@NullMarked
package dev.shorthand.codec.json;

import org.jspecify.annotations.NullMarked;
