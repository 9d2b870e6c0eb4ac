/**
 * Opens directories of plugin jars for the kernel. Nothing here is for applications: they call {@code Plugins.fromDirectory}.
 */
@NullMarked
package dev.shorthand.directory;

import org.jspecify.annotations.NullMarked;
