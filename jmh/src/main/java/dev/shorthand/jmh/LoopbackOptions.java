package dev.shorthand.jmh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What {@link Loopback} was asked to do. Immutable.
 *
 * @param loads         the cases
 * @param payloads      lengths of the text, in bytes
 * @param rounds        how often each side is measured
 * @param seconds       length of a round
 * @param warmUpCalls   made before the first round, by each side
 * @param warmUpSeconds the warm-up ends after that time at the latest
 * @param check         whether missed targets make it fail
 * @param margin        by what factor a time or rate may miss its target
 */
record LoopbackOptions(
        Set<Load> loads,
        List<Integer> payloads,
        int rounds,
        double seconds,
        long warmUpCalls,
        double warmUpSeconds,
        boolean check,
        double margin) {
    static final String USAGE = """
            Measures calls over loopback TCP beside a raw exchange of the same bytes, in turns.

              --case NAME        one of %s; may be repeated (all)
              --payload BYTES    length of the text; may be repeated (32, 1024 and 65536)
              --rounds N         how often each side is measured (5)
              --seconds S        length of a round (1)
              --warmup CALLS     by each side before the first round (50000)
              --warmup-seconds S the warm-up ends after that time at the latest (10)
              --check            exit with 1 if a target is missed
              --margin F         by what factor a time or rate may miss its target (1)
            """.formatted(Arrays.toString(Load.values()));

    /** Reads the command line. */
    static LoopbackOptions parse(String... args) {
        Set<Load> loads = EnumSet.noneOf(Load.class);
        List<Integer> payloads = new ArrayList<>();
        int rounds = 5;
        double seconds = 1;
        long warmUpCalls = 50_000;
        double warmUpSeconds = 10;
        boolean check = false;
        double margin = 1;
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            if (option.equals("--check")) {
                check = true;
                continue;
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("what is " + option + "? Options are:\n" + USAGE);
            }
            String value = args[++i];
            switch (option) {
                case "--case" -> loads.add(Load.valueOf(value.toUpperCase(Locale.ROOT)));
                case "--payload" -> payloads.add(Integer.parseInt(value));
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--seconds" -> seconds = Double.parseDouble(value);
                case "--warmup" -> warmUpCalls = Long.parseLong(value);
                case "--warmup-seconds" -> warmUpSeconds = Double.parseDouble(value);
                case "--margin" -> margin = Double.parseDouble(value);
                default -> throw new IllegalArgumentException("no option " + option + "; there are:\n" + USAGE);
            }
        }
        return new LoopbackOptions(
                loads.isEmpty() ? EnumSet.allOf(Load.class) : loads,
                payloads.isEmpty() ? List.of(32, 1024, 65_536) : List.copyOf(payloads),
                rounds,
                seconds,
                warmUpCalls,
                warmUpSeconds,
                check,
                margin);
    }
}
