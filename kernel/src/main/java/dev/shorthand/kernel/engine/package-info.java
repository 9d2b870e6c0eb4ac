/**
 * What runs a connection: its threads, its buffers, and the calls that wait on it. Begin with
 * {@link dev.shorthand.kernel.engine.Connection}. Not exported.
 */
@NullMarked
package dev.shorthand.kernel.engine;

import org.jspecify.annotations.NullMarked;
