/**
 * For the tests of whoever writes a plugin: begin with {@link dev.shorthand.tck.TransportContract} or
 * {@link dev.shorthand.tck.CodecContract}.
 */
@NullMarked
package dev.shorthand.tck;

import org.jspecify.annotations.NullMarked;
