package dev.shorthand.tests.terse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person who types lines gets answers that can be read. */
class TelnetTest {
    interface Sums {
        int add(int a, int b);

        boolean not(boolean value);

        List<String> split(String text);
    }

    private Endpoint server;
    private TypedLines telnet;

    @BeforeEach
    void open() throws Exception {
        server = Endpoint.builder()
                .codec("terse?maxDepth=20&maxNumber=30&maxString=1000")
                .transport("tcpserv:127.0.0.1:0?maxFrame=2000")
                .open();
        server.serve(Sums.class, new Sums() {
            @Override
            public int add(int a, int b) {
                return a + b;
            }

            @Override
            public boolean not(boolean value) {
                return !value;
            }

            @Override
            public List<String> split(String text) {
                return List.of(text.split(" "));
            }
        });
        server.dispatcher().add("echo", (params, caller) -> params.asMap());
        server.dispatcher().add("nothing", (params, caller) -> null);
        telnet = new TypedLines(server.transports().get(0));
    }

    @AfterEach
    void close() throws Exception {
        telnet.close();
        server.close();
    }

    @Test
    void callsAreAnsweredUnderTheirId() throws Exception {
        assertEquals("[1]:3", telnet.ask("add[1] a:1 b:2"));
        assertEquals("[2]:-1", telnet.ask("  add/2 a : 1  b:-2  "));
        assertEquals(
                "[-3]:[\"gr\u00fc\u00dfe\" \"\\\"hi\\\"\" \"\u20ac\"]",
                telnet.ask("split[-3] text:\"gr\u00fc\u00dfe \\\"hi\\\" \u20ac\""));
        assertEquals("[4]:0", telnet.ask("not[4] value:true"));
        assertEquals("[5]:{a:[1.5 {b:'AQI='}] c:-0.0}", telnet.ask("echo[5] a:[1.5{b:'AQI='}]c:-0."));
    }

    @Test
    void blankLinesAreNothing() throws Exception {
        telnet.type("");
        telnet.send("\n\n \n");
        telnet.type("   ");
        assertEquals("[1]:3", telnet.ask("add[1] a:1 b:2"));
    }

    @Test
    void mistakesAreSaidWithTheirColumnAndTheNextLineIsRead() throws Exception {
        assertEquals(
                "[1]! message:\"column 11: expected a parameter's name, found ','; separate by spaces, not by commas\" code:-32700",
                telnet.ask("add[1] a:1, b:2"));
        assertEquals(
                "[null]! message:\"column 7: expected ':' after the name 'a', found '1'; write name:value\" code:-32700",
                telnet.ask("add a 1 b 2"));
        assertEquals(
                "[3]! message:\"column 15: a string begins and does not end; close it with \\\", and write \\\\\\\" for a quote in it\""
                        + " code:-32700",
                telnet.ask("split[3] text:\"x y"));
        assertEquals(
                "[4]! message:\"column 30: nesting 21 deep or more is over the limit of 20; nest less, or raise maxDepth\" code:-32700",
                telnet.ask("echo[4] a:" + "[".repeat(30)));
        assertEquals("[5]:3", telnet.ask("add[5] a:1 b:2"));
    }

    @Test
    void whatTheServerCannotDoIsSaidToo() throws Exception {
        assertEquals(
                "[1]! message:\"Method not found\" details:\"no method \\\"ad\\\" is served here; did you mean add?\" code:-32601",
                telnet.ask("ad[1] a:1 b:2"));
        assertEquals(
                "[2]! message:\"Invalid params\" details:\"add: parameter b is missing\" code:-32602",
                telnet.ask("add[2] a:1"));
        assertEquals(
                "[3]! message:\"Invalid params\" details:\"add: parameter a: expected an integer, got a string \\\"x\\\"\" code:-32602",
                telnet.ask("add[3] a:\"x\" b:2"));
        assertEquals("[4]! message:\"the result cannot be sent\" code:-32603", telnet.ask("nothing[4]"));
        assertEquals("[5]:3", telnet.ask("add[5] a:1 b:2"));
    }

    @Test
    void answersAreNotAnsweredHoweverBadTheyAre() throws Exception {
        telnet.type("[x]:1");
        telnet.type("[7]:1");
        telnet.type("[7]! message:\"no\"");
        telnet.type("[null]! message:\"no\"");
        assertEquals("[1]:3", telnet.ask("add[1] a:1 b:2"));
    }

    @Test
    void theServerCallsAndIsAnswered() throws Exception {
        telnet.ask("add[1] a:1 b:2");
        Peer person = server.peers().iterator().next();
        var answer = person.callAsync("ask", Params.named(Map.of("question", "why?")));
        assertEquals("ask[1] question:\"why?\"", telnet.read());
        telnet.type("[1]:\"because\"");
        assertEquals("because", answer.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aLineOverTheLimitIsAnsweredAndEndsTheConnection() throws Exception {
        telnet.send("echo[1] a:\"" + "x".repeat(3_000));
        String answer = telnet.read();
        assertTrue(answer.startsWith("[null]! message:\"frame of ") && answer.contains("maxFrame"), answer);
        assertNull(telnet.read());
    }
}
