package dev.shorthand.binding;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a parameter is where its caller leaves it out. It is for the side that is called; a typed proxy sends all arguments.
 *
 * <pre>{@code
 * List<Book> find(String author, @Default("10") int most);
 * }</pre>
 *
 * <p>Where the method is to know whether the argument came, declare an {@link java.util.Optional} instead. A null that was sent is null, and not left
 * out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Default {
    /**
     * The value as text. It is read as the parameter's type when the method is registered, and all calls share the one object that it makes.
     *
     * @return a string, a number, true or false, the name of an enum's constant, or the text of a time, UUID or URI, as the parameter's type has it;
     *         for a type with a converter, what that takes
     */
    String value();
}
