package dev.shorthand.codec.json;

import dev.shorthand.kernel.Limits;

/**
 * What a codec's decoders and encoders are told. Immutable.
 *
 * @param one       whether JSON-RPC 1.0 is spoken, and not 2.0
 * @param strict    whether all is refused that the specification does
 * @param exact     whether numbers with a fraction keep all their digits
 * @param maxString longest string read, in bytes as it is sent
 * @param limits    bounds of what is read
 */
record Settings(boolean one, boolean strict, boolean exact, int maxString, Limits limits) {}
