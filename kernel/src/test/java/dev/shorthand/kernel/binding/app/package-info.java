/** An application of the tests, outside the package under test. */
@NullMarked
package dev.shorthand.kernel.binding.app;

import org.jspecify.annotations.NullMarked;
