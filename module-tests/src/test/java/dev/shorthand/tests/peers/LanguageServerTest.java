package dev.shorthand.tests.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.tests.kernel.Wait;
import dev.shorthand.tests.msgpack.OtherProgram;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real language server is started, asked about a program, and ended, as an editor would. */
class LanguageServerTest {
    /** What has no arguments is sent without params, as servers exist that refuse any. */
    interface Lifecycle {
        Object shutdown();

        void exit();
    }

    @TempDir
    Path folder;

    @Test
    void isAskedAboutAProgramAndEnded() throws Exception {
        Optional<String> pylsp = OtherProgram.find(folder, List.of("pylsp", "/usr/bin/pylsp"), "--help");
        assumeTrue(pylsp.isPresent(), "skipped: no pylsp (Debian: python3-pylsp)");
        try (Endpoint editor = Endpoint.builder()
                .codec("jrpc:headers")
                .transport("process:(" + pylsp.get() + ")?folder=" + folder + "&env=HOME=" + folder)
                .prepare(endpoint ->
                        endpoint.dispatcher().add("textDocument/publishDiagnostics", (params, caller) -> null))
                .open()) {
            Map<String, Object> arguments = new HashMap<>(Map.of("capabilities", Map.of()));
            arguments.put("processId", null);
            arguments.put("rootUri", folder.toUri().toString());
            Map<?, ?> initialized = (Map<?, ?>) editor.call("initialize", arguments);
            assertEquals(true, ((Map<?, ?>) initialized.get("capabilities")).get("hoverProvider"));
            editor.notify("initialized", Map.of());

            String uri = folder.resolve("greeting.py").toUri().toString();
            Map<String, Object> document = Map.of(
                    "uri",
                    uri,
                    "languageId",
                    "python",
                    "version",
                    1,
                    "text",
                    "def gr\u00fc\u00dfe(name):\n    return name\n");
            editor.notify("textDocument/didOpen", Map.of("textDocument", document));
            List<?> symbols =
                    (List<?>) editor.call("textDocument/documentSymbol", Map.of("textDocument", Map.of("uri", uri)));
            assertEquals("gr\u00fc\u00dfe", ((Map<?, ?>) symbols.get(0)).get("name"));
            assertEquals(
                    -32601,
                    assertThrows(
                                    RemoteException.class,
                                    () -> editor.call("no/such", Collections.singletonMap("a", null)))
                            .code());

            Lifecycle lifecycle = editor.remote(Lifecycle.class);
            assertNull(lifecycle.shutdown());
            lifecycle.exit();
            Wait.until("the server has ended", () -> editor.peers().isEmpty());
        }
    }
}
