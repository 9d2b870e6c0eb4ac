package dev.shorthand.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RpcException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void givesOutcomesInsteadOfThrowing() {
        List<Outcome<Object>> outcomes =
                Outcome.ofAll(List.of(Promise.of("good"), Promise.failed(new RpcException(5, "bad"))));
        assertEquals("good", outcomes.get(0).result());
        assertEquals(Optional.empty(), outcomes.get(0).failure());
        assertEquals("bad", outcomes.get(1).failure().orElseThrow().getMessage());
        assertThrows(RpcException.class, () -> outcomes.get(1).result());
    }
}
