/** An application of the tests, outside the package under test. */
@NullMarked
package dev.shorthand.binding.types.app;

import org.jspecify.annotations.NullMarked;
