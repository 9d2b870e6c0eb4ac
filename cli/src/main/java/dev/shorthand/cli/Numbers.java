package dev.shorthand.cli;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Adds numbers of any kind: whole ones exactly, others as doubles. Holds nothing. */
final class Numbers {
    private Numbers() {}

    static Number add(Number a, Number b) {
        if (isWhole(a) && isWhole(b)) {
            return whole(a).add(whole(b));
        }
        return a.doubleValue() + b.doubleValue();
    }

    static Number negate(Number number) {
        return isWhole(number) ? whole(number).negate() : (Number) (-number.doubleValue());
    }

    private static boolean isWhole(Number number) {
        return !(number instanceof Double || number instanceof BigDecimal);
    }

    private static BigInteger whole(Number number) {
        return number instanceof BigInteger integer ? integer : BigInteger.valueOf(number.longValue());
    }
}
