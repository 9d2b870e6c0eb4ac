package dev.shorthand.binding;

import dev.shorthand.kernel.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What can be connected to an incoming method of an {@link Api}, or names one: a lambda or method reference of any of the kinds
 * within. A method with a {@link Caller} has it among its parameters.
 *
 * <p>There is one kind for each number of parameters, with a value and without. A kind with a value extends the one without:
 * where both would do, the compiler then takes the one with, and an answer is not lost.
 */
public interface Slot {
    /**
     * Calls it.
     *
     * @param args one for each parameter
     * @return the answer; null for none
     * @throws Throwable what it throws
     */
    @Nullable
    Object invoke(@Nullable Object[] args) throws Throwable;

    /**
     * One with no parameters that does not answer.
     */
    interface Void0 extends Slot {
        /**
         * Handles a call.
         *
         * @throws Exception to have the call fail
         */
        void call() throws Exception;

        @Override
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            call();
            return null;
        }
    }

    /**
     * One with no parameters that answers.
     *
     * @param <R> the answer
     */
    interface Value0<R> extends Void0 {
        /**
         * Handles a call.
         *
         * @return the answer, or null to leave it to another
         * @throws Exception to have the call fail
         */
        @Nullable
        R answer() throws Exception;

        @Override
        default void call() throws Exception {
            answer();
        }

        @Override
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            return answer();
        }
    }

    /**
     * One with one parameter that does not answer.
     *
     * @param <A> the parameter's type
     */
    interface Void1<A> extends Slot {
        /**
         * Handles a call.
         *
         * @param a the argument
         * @throws Exception to have the call fail
         */
        void call(A a) throws Exception;

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            call((A) args[0]);
            return null;
        }
    }

    /**
     * One with one parameter that answers.
     *
     * @param <A> the parameter's type
     * @param <R> the answer
     */
    interface Value1<A, R> extends Void1<A> {
        /**
         * Handles a call.
         *
         * @param a the argument
         * @return the answer, or null to leave it to another
         * @throws Exception to have the call fail
         */
        @Nullable
        R answer(A a) throws Exception;

        @Override
        default void call(A a) throws Exception {
            answer(a);
        }

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            return answer((A) args[0]);
        }
    }

    /**
     * One with two parameters that does not answer.
     *
     * @param <A> the first parameter
     * @param <B> the second parameter
     */
    interface Void2<A, B> extends Slot {
        /**
         * Handles a call.
         *
         * @param a the first argument
         * @param b the second argument
         * @throws Exception to have the call fail
         */
        void call(A a, B b) throws Exception;

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            call((A) args[0], (B) args[1]);
            return null;
        }
    }

    /**
     * One with two parameters that answers.
     *
     * @param <A> the first parameter
     * @param <B> the second parameter
     * @param <R> the answer
     */
    interface Value2<A, B, R> extends Void2<A, B> {
        /**
         * Handles a call.
         *
         * @param a the first argument
         * @param b the second argument
         * @return the answer, or null to leave it to another
         * @throws Exception to have the call fail
         */
        @Nullable
        R answer(A a, B b) throws Exception;

        @Override
        default void call(A a, B b) throws Exception {
            answer(a, b);
        }

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            return answer((A) args[0], (B) args[1]);
        }
    }

    /**
     * One with three parameters that does not answer.
     *
     * @param <A> the first parameter
     * @param <B> the second parameter
     * @param <C> the third parameter
     */
    interface Void3<A, B, C> extends Slot {
        /**
         * Handles a call.
         *
         * @param a the first argument
         * @param b the second argument
         * @param c the third argument
         * @throws Exception to have the call fail
         */
        void call(A a, B b, C c) throws Exception;

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            call((A) args[0], (B) args[1], (C) args[2]);
            return null;
        }
    }

    /**
     * One with three parameters that answers.
     *
     * @param <A> the first parameter
     * @param <B> the second parameter
     * @param <C> the third parameter
     * @param <R> the answer
     */
    interface Value3<A, B, C, R> extends Void3<A, B, C> {
        /**
         * Handles a call.
         *
         * @param a the first argument
         * @param b the second argument
         * @param c the third argument
         * @return the answer, or null to leave it to another
         * @throws Exception to have the call fail
         */
        @Nullable
        R answer(A a, B b, C c) throws Exception;

        @Override
        default void call(A a, B b, C c) throws Exception {
            answer(a, b, c);
        }

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            return answer((A) args[0], (B) args[1], (C) args[2]);
        }
    }

    /**
     * One with four parameters that does not answer.
     *
     * @param <A> the first parameter
     * @param <B> the second parameter
     * @param <C> the third parameter
     * @param <D> the fourth parameter
     */
    interface Void4<A, B, C, D> extends Slot {
        /**
         * Handles a call.
         *
         * @param a the first argument
         * @param b the second argument
         * @param c the third argument
         * @param d the fourth argument
         * @throws Exception to have the call fail
         */
        void call(A a, B b, C c, D d) throws Exception;

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            call((A) args[0], (B) args[1], (C) args[2], (D) args[3]);
            return null;
        }
    }

    /**
     * One with four parameters that answers.
     *
     * @param <A> the first parameter
     * @param <B> the second parameter
     * @param <C> the third parameter
     * @param <D> the fourth parameter
     * @param <R> the answer
     */
    interface Value4<A, B, C, D, R> extends Void4<A, B, C, D> {
        /**
         * Handles a call.
         *
         * @param a the first argument
         * @param b the second argument
         * @param c the third argument
         * @param d the fourth argument
         * @return the answer, or null to leave it to another
         * @throws Exception to have the call fail
         */
        @Nullable
        R answer(A a, B b, C c, D d) throws Exception;

        @Override
        default void call(A a, B b, C c, D d) throws Exception {
            answer(a, b, c, d);
        }

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            return answer((A) args[0], (B) args[1], (C) args[2], (D) args[3]);
        }
    }

    /**
     * One with five parameters that does not answer.
     *
     * @param <A> the first parameter
     * @param <B> the second parameter
     * @param <C> the third parameter
     * @param <D> the fourth parameter
     * @param <E> the fifth parameter
     */
    interface Void5<A, B, C, D, E> extends Slot {
        /**
         * Handles a call.
         *
         * @param a the first argument
         * @param b the second argument
         * @param c the third argument
         * @param d the fourth argument
         * @param e the fifth argument
         * @throws Exception to have the call fail
         */
        void call(A a, B b, C c, D d, E e) throws Exception;

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            call((A) args[0], (B) args[1], (C) args[2], (D) args[3], (E) args[4]);
            return null;
        }
    }

    /**
     * One with five parameters that answers.
     *
     * @param <A> the first parameter
     * @param <B> the second parameter
     * @param <C> the third parameter
     * @param <D> the fourth parameter
     * @param <E> the fifth parameter
     * @param <R> the answer
     */
    interface Value5<A, B, C, D, E, R> extends Void5<A, B, C, D, E> {
        /**
         * Handles a call.
         *
         * @param a the first argument
         * @param b the second argument
         * @param c the third argument
         * @param d the fourth argument
         * @param e the fifth argument
         * @return the answer, or null to leave it to another
         * @throws Exception to have the call fail
         */
        @Nullable
        R answer(A a, B b, C c, D d, E e) throws Exception;

        @Override
        default void call(A a, B b, C c, D d, E e) throws Exception {
            answer(a, b, c, d, e);
        }

        @Override
        @SuppressWarnings("unchecked") // the method that the slot stands for declares these types
        default @Nullable Object invoke(@Nullable Object[] args) throws Exception {
            return answer((A) args[0], (B) args[1], (C) args[2], (D) args[3], (E) args[4]);
        }
    }
}
