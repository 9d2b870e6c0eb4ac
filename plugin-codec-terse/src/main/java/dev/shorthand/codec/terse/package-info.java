/**
 * The codec that people can type. A program that prefers types to text begins at {@link
 * dev.shorthand.codec.terse.TerseCodec#builder}; others write {@code terse} and need nothing from here.
 */
@NullMarked
package dev.shorthand.codec.terse;

import org.jspecify.annotations.NullMarked;
