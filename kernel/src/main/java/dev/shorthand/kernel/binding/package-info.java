/**
 * What stands between the values on the wire and the types that an interface declares. Begin with
 * {@link dev.shorthand.kernel.binding.Shapes}. Not exported.
 */
@NullMarked
package dev.shorthand.kernel.binding;

import org.jspecify.annotations.NullMarked;
