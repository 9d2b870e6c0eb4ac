package dev.shorthand.binding;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a class as one that peers may call, once its object is given to {@link dev.shorthand.kernel.Dispatcher#addPublic(String, Object)}. Methods without it
 * cannot be reached.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Public {}
