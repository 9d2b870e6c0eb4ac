/**
 * What an application is written against. Begin with {@link dev.shorthand.kernel.Endpoint}.
 */
@NullMarked
package dev.shorthand.kernel;

import org.jspecify.annotations.NullMarked;
