/**
 * What stands between the values on the wire and the types that an interface declares. Begin with
 * {@link dev.shorthand.binding.types.Shapes}. Not exported.
 */
@NullMarked
package dev.shorthand.binding.types;

import org.jspecify.annotations.NullMarked;
