package dev.shorthand.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The code that an exception of yours has on the wire, where it does not extend {@link RpcException}. Its message goes along, its data where it implements
 * {@link ErrorData}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ErrorCode {
    /**
     * The code on the wire.
     *
     * @return any number; JSON-RPC 2.0 keeps -32768 to -32000 for itself
     */
    long value();
}
