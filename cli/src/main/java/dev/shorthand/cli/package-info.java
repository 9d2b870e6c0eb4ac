/**
 * The {@code shorthand} command; for nobody but whoever types it. Begin with {@link dev.shorthand.cli.Main}.
 *
 * <p>Each command has a class of its name. {@code DemoApi} is the service that {@code serve} and {@code demo} offer.
 */
@NullMarked
package dev.shorthand.cli;

import org.jspecify.annotations.NullMarked;
