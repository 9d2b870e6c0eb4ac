package dev.shorthand.tests.msgpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.binding.Named;
import dev.shorthand.codec.msgpack.Extension;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.tests.kernel.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real editor, called by an interface, and calling back. */
class NeovimTest {
    /** Some of its functions (":help api"). */
    interface Editor {
        @Named("nvim_eval")
        Object eval(String expression);

        @Named("nvim_get_current_buf")
        Object currentBuffer();

        @Named("nvim_buf_set_lines")
        Object setLines(Object buffer, int start, int end, boolean strict, List<String> lines);

        @Named("nvim_buf_get_lines")
        List<String> lines(Object buffer, int start, int end, boolean strict);

        @Named("nvim_get_api_info")
        List<Object> apiInfo();

        @Named("nvim_command")
        Object command(String command);
    }

    /** What it calls. */
    interface Host {
        int add(int a, int b);

        void seen(String event, List<Integer> numbers);
    }

    @TempDir
    Path folder;

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Test
    void isCalledAndCallsBack() throws Exception {
        Optional<String> neovim = OtherProgram.find(folder, List.of("nvim"), "--version");
        assumeTrue(neovim.isPresent(), "skipped: no nvim (Debian: neovim)");
        Path address = folder.resolve("address");
        List<String> command = List.of(
                neovim.get(),
                "--headless",
                "--clean",
                "-n",
                "--cmd",
                "call writefile([serverstart('127.0.0.1:0')], '" + address + "')");
        try (OtherProgram editor = OtherProgram.start(folder, command)) {
            Wait.until("the editor listens", () -> !read(address).isBlank() || !editor.isRunning());
            try (Endpoint host = Endpoint.builder()
                    .codec("msgpack")
                    .transport("tcp:" + read(address).strip())
                    .open()) {
                host.serve(Host.class, new Host() {
                    @Override
                    public int add(int a, int b) {
                        return a + b;
                    }

                    @Override
                    public void seen(String event, List<Integer> numbers) {
                        events.add(event + numbers);
                    }
                });
                assertCalls(host.remote(Editor.class));
            }
        }
    }

    private void assertCalls(Editor editor) throws InterruptedException {
        assertEquals(Map.of("a", List.of(1L, 2.5, "ü")), editor.eval("{'a': [1, 2.5, 'ü']}"));
        // Buffers are extensions of its own, and are given back as they came.
        Object buffer = editor.currentBuffer();
        assertEquals(0, assertInstanceOf(Extension.class, buffer).type());
        editor.setLines(buffer, 0, -1, true, List.of("one", "x".repeat(70_000)));
        assertEquals(List.of("one", "x".repeat(70_000)), editor.lines(buffer, 0, -1, true));

        RemoteException failed = assertThrows(RemoteException.class, () -> editor.eval("nosuch"));
        assertEquals(0, failed.code());
        assertTrue(failed.getMessage().contains("nosuch"), failed.getMessage());

        List<Object> info = editor.apiInfo();
        assertInstanceOf(Map.class, info.get(1));
        long channel = (Long) info.get(0);
        assertEquals(42L, editor.eval("rpcrequest(" + channel + ", 'add', 20, 22)"));
        editor.command("call rpcnotify(" + channel + ", 'seen', 'event', [1, 2])");
        assertEquals("event[1, 2]", events.poll(20, TimeUnit.SECONDS));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
