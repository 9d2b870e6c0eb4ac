package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Params;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.swing.DefaultListModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The handlers of an endpoint run on the event thread of a user interface, so that they may touch what it shows. */
class EventThreadTest {
    interface Board {
        int pin(String note);

        boolean isOnEventThread();
    }

    @BeforeAll
    static void doWithoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void callsAreHandledOnTheEventThreadInTheirOrder() throws Exception {
        DefaultListModel<String> shown = new DefaultListModel<>();
        try (Endpoint window = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .execution(Execution.on(EventQueue::invokeLater))
                        .serve(Board.class, new Board() {
                            @Override
                            public int pin(String note) {
                                // As models that a window shows have it, no lock guards this one.
                                shown.addElement(note);
                                return shown.size();
                            }

                            @Override
                            public boolean isOnEventThread() {
                                return EventQueue.isDispatchThread();
                            }
                        })
                        .open();
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport(window.transports().get(0).replace("tcpserv:", "tcp:"))
                        .open()) {
            Board board = client.remote(Board.class);
            assertTrue(board.isOnEventThread());
            List<String> notes = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                notes.add("note " + i);
                client.callAsync("pin", Params.positional("note " + i));
            }
            assertEquals(101, board.pin("the last one"));
            notes.add("the last one");
            EventQueue.invokeAndWait(() -> assertEquals(notes, List.of(shown.toArray())));
        }
    }

    @Test
    void theEventThreadMayBeUsedForRepliesToo() throws Exception {
        CompletableFuture<Boolean> shown = new CompletableFuture<>();
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .open();
                Endpoint window = Endpoint.builder()
                        .codec("jrpc")
                        .transport(server.transports().get(0).replace("tcpserv:", "tcp:"))
                        .open()) {
            server.dispatcher().add("add", (params, caller) -> 42L);
            window.callAsync("add", Params.absent())
                    .thenAcceptAsync(sum -> shown.complete(EventQueue.isDispatchThread()), EventQueue::invokeLater);
            assertTrue(shown.get(20, TimeUnit.SECONDS));
            assertFalse(EventQueue.isDispatchThread());
        }
    }
}
