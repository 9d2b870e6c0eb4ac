/**
 * What runs a connection: its threads, its buffers, and the calls that wait on it. Begin with
 * {@link dev.shorthand.kernel.engine.Connection}. Not exported.
 */
package dev.shorthand.kernel.engine;
