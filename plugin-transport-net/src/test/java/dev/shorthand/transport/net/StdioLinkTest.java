package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StdioLinkTest {
    private final InputStream input = System.in;
    private final PrintStream output = System.out;
    private final Typed typed = new Typed();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @BeforeEach
    void lead() {
        System.setIn(typed);
        System.setOut(new PrintStream(shown, true));
    }

    @AfterEach
    void giveBack() {
        typed.lines.add("");
        System.setIn(input);
        System.setOut(output);
    }

    @Test
    void closingWakesAReaderThoughTheInputBlocks() throws Exception {
        StdioLink link = StdioLink.open();
        CompletableFuture<Object> read = reading(link);
        assertThat(typed.entered.await(10, TimeUnit.SECONDS)).isTrue();
        link.close();
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("stdio: was closed on this side");
    }

    @Test
    void whatComesAfterTheCloseIsKeptForTheNext() throws Exception {
        StdioLink first = StdioLink.open();
        CompletableFuture<Object> read = reading(first);
        assertThat(typed.entered.await(10, TimeUnit.SECONDS)).isTrue();
        first.close();
        read.get(10, TimeUnit.SECONDS);
        typed.lines.add("late");
        StdioLink second = StdioLink.open();
        assertThat(reading(second).get(10, TimeUnit.SECONDS)).isEqualTo("late");
        second.close();
    }

    @Test
    void whatOthersPrintGoesToStandardErrorUntilItIsClosed() throws Exception {
        PrintStream before = System.out;
        StdioLink link = StdioLink.open();
        assertThat(System.out).isSameAs(System.err);
        link.write(" message ".getBytes(StandardCharsets.UTF_8), 1, 7);
        link.close();
        assertThat(System.out).isSameAs(before);
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("message");
    }

    @Test
    void anOutputThatSomebodyElseHasSetStays() throws Exception {
        StdioLink link = StdioLink.open();
        PrintStream other = new PrintStream(OutputStream.nullOutputStream());
        System.setOut(other);
        link.close();
        assertThat(System.out).isSameAs(other);
    }

    @Test
    void isRefusedWhileItIsOpen() throws Exception {
        StdioLink link = StdioLink.open();
        assertThatThrownBy(StdioLink::open)
                .isInstanceOf(IOException.class)
                .hasMessage("stdio: is open already, and there is only one; close the endpoint that has it first");
        link.close();
        StdioLink.open().close();
    }

    @Test
    void aBrokenOutputIsAnError() throws Exception {
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        }));
        StdioLink link = StdioLink.open();
        assertThatThrownBy(() -> link.write(new byte[1], 0, 1))
                .isInstanceOf(IOException.class)
                .hasMessage("nobody reads standard output any more");
        link.close();
        assertThatThrownBy(() -> link.write(new byte[1], 0, 1)).hasMessage("stdio: was closed on this side");
    }

    /** Reads on a thread of its own; gives the text, or what the failure says. */
    private static CompletableFuture<Object> reading(StdioLink link) {
        return CompletableFuture.supplyAsync(() -> {
            byte[] buffer = new byte[100];
            try {
                int count = link.read(buffer, 10, 90);
                return new String(buffer, 10, count, StandardCharsets.UTF_8);
            } catch (IOException e) {
                return e.getMessage();
            }
        });
    }

    /** An input that blocks until a line is typed; the empty line is its end. */
    private static final class Typed extends InputStream {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final CountDownLatch entered = new CountDownLatch(1);

        @Override
        public int read() {
            throw new AssertionError("byte by byte is slow");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            entered.countDown();
            try {
                byte[] line = lines.take().getBytes(StandardCharsets.UTF_8);
                System.arraycopy(line, 0, buffer, offset, line.length);
                return line.length == 0 ? -1 : line.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
