package dev.shorthand.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class IdsOfCallsTest {
    @Test
    void theyBeginWithOne() {
        Supplier<Id> ids = EndpointBuilder.countingAfter(0);
        assertEquals(Id.of(1), ids.get());
        assertEquals(Id.of(2), ids.get());
    }

    @Test
    void theyStayWithinThirtyTwoBitsAndPassOverZero() {
        Supplier<Id> ids = EndpointBuilder.countingAfter(0xffff_fffeL);
        assertEquals(Id.of(0xffff_ffffL), ids.get());
        assertEquals(Id.of(1), ids.get());
        assertEquals(Id.of(2), ids.get());
    }
}
