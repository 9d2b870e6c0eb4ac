package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Peer;
import java.awt.Color;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Robot;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.swing.JFrame;
import javax.swing.JPanel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A program with a window, on a display that nobody looks at: what it is called for shows on the screen. */
class SwingWindowTest {
    interface Lamp {
        /** Returns whether it was set by the event thread. */
        boolean shine(int red, int green, int blue);

        /** Returns what is on the screen, in the middle of the window. */
        int seen();
    }

    private Process display;
    private Process window;

    @AfterEach
    void closeTheWindow() {
        for (Process each : new Process[] {window, display}) {
            if (each != null) {
                each.destroy();
            }
        }
    }

    @Test
    void whatACallSetsShowsOnTheScreen() throws Exception {
        assumeTrue(isOnPath("Xvfb"), "Xvfb, which makes a display without a screen, is not installed");
        assumeTrue(
                Files.exists(Path.of(System.getProperty("java.home"), "lib", "libawt_xawt.so")),
                "this JDK has no windows");
        BlockingQueue<Peer> windows = new LinkedBlockingQueue<>();
        try (Endpoint caller = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .onConnect(windows::add)
                .open()) {
            openWindow(caller.transports().get(0).replace("tcpserv:", "tcp:"));
            Peer peer = windows.poll(40, TimeUnit.SECONDS);
            assertNotNull(peer, "the window has come");
            Lamp lamp = peer.remote(Lamp.class);
            for (Color color : new Color[] {Color.RED, Color.GREEN, Color.BLUE}) {
                assertTrue(lamp.shine(color.getRed(), color.getGreen(), color.getBlue()));
                Wait.until("the window shines in " + color, () -> lamp.seen() == color.getRGB());
            }
        }
        assertTrue(window.waitFor(20, TimeUnit.SECONDS), "it ends with its connection");
        assertEquals(0, window.exitValue());
    }

    private static boolean isOnPath(String program) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void openWindow(String transport) throws Exception {
        display = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "400x300x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String number = new BufferedReader(new InputStreamReader(display.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
        assertNotNull(number, "Xvfb says which display it is");
        ProcessBuilder program = new ProcessBuilder(ChildProgram.of(SwingWindowTest.class, transport)).inheritIO();
        program.environment().put("DISPLAY", ":" + number);
        window = program.start();
    }

    /** The program with the window: connects to the transport that it is given, until that ends. */
    public static void main(String[] args) throws Exception {
        JFrame frame = new JFrame();
        JPanel panel = new JPanel();
        EventQueue.invokeAndWait(() -> {
            frame.setUndecorated(true);
            frame.setContentPane(panel);
            frame.setBounds(50, 50, 200, 100);
            frame.setVisible(true);
        });
        Robot eye = new Robot();
        Lamp lamp = new Lamp() {
            @Override
            public boolean shine(int red, int green, int blue) {
                panel.setBackground(new Color(red, green, blue));
                return EventQueue.isDispatchThread();
            }

            @Override
            public int seen() {
                Point at = panel.getLocationOnScreen();
                return eye.getPixelColor(at.x + panel.getWidth() / 2, at.y + panel.getHeight() / 2)
                        .getRGB();
            }
        };
        try (Endpoint endpoint = Endpoint.builder()
                .codec("jrpc")
                .transport(args[0])
                .execution(Execution.on(EventQueue::invokeLater))
                .serve(Lamp.class, lamp)
                .open()) {
            endpoint.awaitEnd();
        }
        frame.dispose();
    }
}
