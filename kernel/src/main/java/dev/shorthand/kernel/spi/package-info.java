/**
 * What a plugin implements: a {@link dev.shorthand.kernel.spi.CodecProvider}, {@link dev.shorthand.kernel.spi.TransportProvider} or
 * {@link dev.shorthand.kernel.spi.SecurityProvider}, found as a service by the first word of an expression.
 */
package dev.shorthand.kernel.spi;
