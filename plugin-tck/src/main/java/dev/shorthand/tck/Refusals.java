package dev.shorthand.tck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;

/** What every transport refuses, and what it says then. */
final class Refusals {
    private Refusals() {}

    /** Opens an expression. */
    @FunctionalInterface
    interface Opening {
        void open(String expression) throws Exception;
    }

    static void ofTheSecondStart(Transport transport, String why) {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> transport.start(new Connections()), why);
        assertTrue(
                message(refused).contains(transport.expression()),
                "\"" + refused.getMessage() + "\" names " + transport.expression());
    }

    static void ofAMalformed(String expression, Opening opening) {
        ExpressionException refused =
                assertThrows(ExpressionException.class, () -> opening.open(expression), expression + " cannot be read");
        assertTrue(message(refused).contains(expression), "\"" + refused.getMessage() + "\" quotes " + expression);
        assertTrue(
                message(refused).contains("; "), "\"" + refused.getMessage() + "\" gives the mend after a semicolon");
    }

    static void ofAnUnknownOption(String expression, Opening opening) {
        String wrong = with(expression, "maxFrane=1MiB");
        ExpressionException refused =
                assertThrows(ExpressionException.class, () -> opening.open(wrong), wrong + " has no such option");
        assertTrue(message(refused).contains("maxFrane"), "\"" + refused.getMessage() + "\" names the wrong one");
        assertTrue(message(refused).contains("maxFrame"), "\"" + refused.getMessage() + "\" names the right one");
    }

    /** Returns the expression with one more option. */
    static String with(String expression, String option) {
        return expression + (expression.contains("?") ? "&" : "?") + option;
    }

    static String message(Throwable e) {
        return String.valueOf(e.getMessage());
    }
}
