package dev.shorthand.jmh;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Codec;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One case with one payload: the raw exchange and Shorthand take turns, round by round, so that whatever else the machine does
 * meanwhile falls on both. Confined to one thread.
 */
final class Contest {
    static final String[] NAMES = {"text", "n", "flag"};

    // The ids of a run have about so many digits.
    private static final Id ID = Id.of(1_000_000);

    // The warm-up is made of pieces; it ends with one of which the compiler had less than this part.
    private static final int PIECES = 10;
    private static final long PIECE_NANOS = 100_000_000;
    private static final double QUIET = 0.05;

    final Load load;
    final int payload;

    // Of each round, in the order of sides(): raw, Shorthand, and raw with messages written together where that
    // differs.
    private final List<Load.Sample[]> rounds = new ArrayList<>();

    Contest(Load load, int payload) {
        this.load = load;
        this.payload = payload;
    }

    /** Warms up, and measures. */
    void run(LoopbackOptions options) throws IOException, InterruptedException {
        List<Side> sides = new ArrayList<>();
        try {
            openSides(sides);
            warmUp(sides, options);
            for (int i = 0; i < options.rounds(); i++) {
                Load.Sample[] round = new Load.Sample[sides.size()];
                for (int j = 0; j < round.length; j++) {
                    // Each is first as often as the others.
                    int turn = (i + j) % round.length;
                    round[turn] = load.run(sides.get(turn), 1, (long) (options.seconds() * 1e9));
                }
                rounds.add(round);
            }
        } finally {
            for (Side side : sides) {
                side.close();
            }
        }
    }

    private void openSides(List<Side> sides) throws IOException {
        String text = "x".repeat(payload);
        byte[] reply = frame(new Reply(ID, text));
        Params params = Params.named(NAMES, new Object[] {text, 42, true});
        boolean oneWay = load == Load.NOTIFICATIONS;
        byte[] request = frame(oneWay ? Call.notification("note", params) : new Call(ID, "echo", params));
        int notes = oneWay ? Side.notesPerCall(payload) : 1;
        sides.add(new RawSide(request, reply, load.connections, notes, false));
        sides.add(new ShorthandSide(text, load.connections));
        if (oneWay || load.inFlight > 1) {
            sides.add(new RawSide(request, reply, load.connections, notes, true));
        }
    }

    static byte[] frame(Message message) {
        Codec codec = Plugins.installed().codec("jrpc", Limits.defaults());
        byte[] encoded = codec.encode(message);
        return Arrays.copyOf(encoded, encoded.length + 1);
    }

    /** In turns, until as many calls have been made as asked for and the compiler has come to rest, or the time is up. */
    private void warmUp(List<Side> sides, LoopbackOptions options) throws IOException, InterruptedException {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long begin = System.nanoTime();
        long piece = Math.max(1, options.warmUpCalls() / PIECES);
        for (int i = 1; ; i++) {
            long compiled = compiler.getTotalCompilationTime();
            long before = System.nanoTime();
            for (Side side : sides) {
                load.run(side, piece, PIECE_NANOS);
            }
            double millis = (System.nanoTime() - before) / 1e6;
            boolean quiet = (compiler.getTotalCompilationTime() - compiled) / millis < QUIET;
            if ((i >= PIECES && quiet) || System.nanoTime() - begin > options.warmUpSeconds() * sides.size() * 1e9) {
                return;
            }
        }
    }

    /** Returns whether there is a third side, raw with messages written together. */
    boolean hasTogether() {
        return rounds.get(0).length > 2;
    }

    double raw(ToDoubleFunction<Load.Sample> figure) {
        return median(round -> figure.applyAsDouble(round[0]));
    }

    double shorthand(ToDoubleFunction<Load.Sample> figure) {
        return median(round -> figure.applyAsDouble(round[1]));
    }

    double together(ToDoubleFunction<Load.Sample> figure) {
        return median(round -> figure.applyAsDouble(round[2]));
    }

    /** Returns the median over the rounds of Shorthand's figure by another side's in the same round. */
    double ratio(int side, ToDoubleFunction<Load.Sample> figure) {
        return median(round -> figure.applyAsDouble(round[1]) / figure.applyAsDouble(round[side]));
    }

    private double median(ToDoubleFunction<Load.Sample[]> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
