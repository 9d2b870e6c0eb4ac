/**
 * Framings and a check for UTF-8, for those who write a codec of text: {@link dev.shorthand.text.DelimiterFraming}, {@link dev.shorthand.text.LineFraming}, {@link
 * dev.shorthand.text.Utf8}.
 */
@NullMarked
package dev.shorthand.text;

import org.jspecify.annotations.NullMarked;
