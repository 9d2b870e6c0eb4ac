/**
 * Two-way APIs, and what marks the methods and parameters of interfaces. Begin with {@link dev.shorthand.binding.Api}; plain interfaces are served and
 * called through {@link dev.shorthand.kernel.Endpoint} alone.
 */
@NullMarked
package dev.shorthand.binding;

import org.jspecify.annotations.NullMarked;
