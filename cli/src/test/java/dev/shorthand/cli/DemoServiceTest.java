package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the demonstration's service can only be seen to do from within. */
class DemoServiceTest {
    private final DemoService service = new DemoService();

    private Message dispatch(String method, Object... arguments) {
        return service.dispatcher()
                .dispatch(new Call(Id.of(1), method, Params.positional(arguments)), Caller.local())
                .result(Duration.ofSeconds(20))
                .orElseThrow();
    }

    private Object result(String method, Object... arguments) {
        return assertInstanceOf(Reply.class, dispatch(method, arguments)).result();
    }

    private String problem(String method, Object... arguments) {
        return String.valueOf(
                assertInstanceOf(ErrorReply.class, dispatch(method, arguments)).data());
    }

    @Test
    void addsWholeNumbersExactly() {
        BigInteger large = BigInteger.TWO.pow(100);
        assertEquals(large.add(BigInteger.ONE), result("add", large, 1L));
        assertEquals(BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE), result("add", Long.MAX_VALUE, 1L));
        assertEquals(1.5, result("add", 1L, 0.5));
        assertEquals(-0.5, result("subtract", 1L, 1.5));
        assertEquals(0, result("sum", List.of()));
    }

    @Test
    void refusesWhatWouldTakeTooMuch() {
        assertEquals("blob: size is -1; give 0 to 67108864", problem("blob", -1L));
        assertEquals("blob: size is 67108865; give 0 to 67108864", problem("blob", 67_108_865L));
        assertEquals("sleep: seconds is 3601.0; give 0 to 3600", problem("sleep", 3601L));
    }

    @Test
    void keepsTheLastThousandNotes() {
        for (int i = 0; i < 1_002; i++) {
            service.note("note " + i);
        }
        assertEquals(1_000, service.notesTaken().size());
        assertEquals("note 2", service.notesTaken().get(0));
        service.note("x".repeat(999_999));
        assertEquals(1, service.notesTaken().size());
    }

    @Test
    void knowsTheUserFromTheSecurityHeadersOnly() {
        assertEquals("local", result("whoami"));
        assertEquals(Map.of(), Caller.local().headers());
    }
}
