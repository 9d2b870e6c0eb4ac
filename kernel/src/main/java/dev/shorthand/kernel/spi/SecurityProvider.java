package dev.shorthand.kernel.spi;

/**
 * Makes security for one shorthand, such as {@code hmac}. Found with {@link java.util.ServiceLoader}, built once, and called from any
 * thread. The kernel itself knows {@code null}: none.
 */
public interface SecurityProvider extends Provider {
    /**
     * Makes what {@code expression} describes.
     *
     * @param expression what the user typed; secrets are in files or environment variables that it names
     * @return security for one endpoint
     * @throws ExpressionException if the expression cannot be read, or the file it names
     */
    Security create(Expression expression);
}
