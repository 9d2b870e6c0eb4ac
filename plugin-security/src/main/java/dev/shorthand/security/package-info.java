/**
 * Security for messages, for programs that make it by type: begin with {@link dev.shorthand.security.Hmac}. Whoever makes it by text
 * needs nothing from here.
 */
@NullMarked
package dev.shorthand.security;

import org.jspecify.annotations.NullMarked;
