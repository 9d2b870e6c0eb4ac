package dev.shorthand.kernel;

/**
 * Looks at the arguments of each call of a {@link Dispatcher} before its method is called, beyond what their types say. Called from any thread.
 *
 * <pre>{@code
 * dispatcher.validator((method, params, caller) -> {
 *     if (params.asList().contains(null)) {
 *         throw new InvalidParamsException(method + " takes no null");
 *     }
 * });
 * }</pre>
 */
@FunctionalInterface
public interface Validator {
    /**
     * Lets a call pass by returning.
     *
     * @param method the method's name, as it was called
     * @param params the arguments; of a typed method as it declares them, by name, with what stands for those left out; of an untyped one as they came
     * @param caller who called
     * @throws InvalidParamsException to refuse the call, with a message that names the parameter, what was expected and what came; another {@link RpcException} serves
     *                                as well
     */
    void validate(String method, Params params, Caller caller);
}
