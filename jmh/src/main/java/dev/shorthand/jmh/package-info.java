/**
 * Benchmarks, each beside the hand-written code that bounds it. Begin with {@link dev.shorthand.jmh.Loopback}, which measures whole
 * calls; the classes that end in {@code Benchmark} are run by JMH.
 */
@NullMarked
package dev.shorthand.jmh;

import org.jspecify.annotations.NullMarked;
