/**
 * What an application is written against. Begin with {@link dev.shorthand.kernel.Endpoint}.
 */
package dev.shorthand.kernel;
