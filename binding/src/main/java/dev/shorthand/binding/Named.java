package dev.shorthand.binding;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name that a method or a parameter has on the wire, where that is not its name in Java or the class was compiled
 * without {@code -parameters}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface Named {
    /**
     * The name on the wire.
     *
     * @return any text that is not blank
     */
    String value();
}
