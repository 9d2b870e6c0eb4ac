package dev.shorthand.tests.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.tests.kernel.ChildProgram;
import dev.shorthand.tests.msgpack.OtherProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real editor's own client of language servers starts one that speaks {@code jrpc:headers}, asks it, hears from it, and ends it. */
class NeovimLanguageClientTest {
    private static final String SCRIPT = """
            local done = false
            local function say(line)
              io.stdout:write(line .. '\\n')
            end
            local start = vim.lsp.start_client or vim.lsp.start
            start({
              name = 'shorthand',
              cmd = { %s },
              root_dir = vim.fn.getcwd(),
              handlers = {
                ['window/showMessage'] = function(_, shown) say('shown: ' .. shown.message) end,
              },
              on_init = function(client, result)
                say('hover: ' .. tostring(result.capabilities.hoverProvider))
                client.request('textDocument/hover', {}, function(_, answer)
                  say('answer: ' .. answer.contents)
                  client.request('no/such', {}, function(err)
                    say('error: ' .. err.code)
                    client.stop()
                  end)
                end)
              end,
              on_exit = function(code)
                say('exit: ' .. code)
                done = true
              end,
            })
            vim.wait(30000, function() return done end, 20)
            vim.cmd('qa!')
            """;

    @TempDir
    Path folder;

    @Test
    void asksAndIsToldAndEndsTheServer() throws Exception {
        Optional<String> neovim = OtherProgram.find(folder, List.of("nvim"), "--version");
        assumeTrue(neovim.isPresent(), "skipped: no nvim (Debian: neovim)");
        String command = ChildProgram.of(LanguageServerProgram.class).stream()
                .map(word -> "[==[" + word + "]==]")
                .collect(Collectors.joining(", "));
        Path script = Files.writeString(folder.resolve("client.lua"), SCRIPT.formatted(command));
        List<String> editor =
                List.of(neovim.get(), "--headless", "--clean", "-n", "-c", "luafile " + script.getFileName());
        try (OtherProgram program = OtherProgram.start(folder, editor)) {
            assertEquals(
                    List.of("hover: true", "shown: caf\u00e9", "answer: what it is", "error: -32601", "exit: 0"),
                    program.awaitOutput().lines().toList());
        }
    }
}
