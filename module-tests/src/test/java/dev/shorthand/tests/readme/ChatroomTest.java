package dev.shorthand.tests.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChatroomTest {
    @Test
    void printsWhatTheReadmeSays() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Chatroom.main();
        } finally {
            System.setOut(before);
        }
        assertEquals("""
                Chat
                  outgoing String join(String name)
                  incoming void said(String text)
                  outgoing void say(String text)
                Welcome, Ada
                All hear: Hello
                Not sent: say something
                """, printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }
}
