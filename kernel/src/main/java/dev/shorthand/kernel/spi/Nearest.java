package dev.shorthand.kernel.spi;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds what someone probably meant to type. */
public final class Nearest {
    private Nearest() {}

    /**
     * Returns the candidate nearest to what was typed.
     *
     * @param typed      what was given
     * @param candidates what would have been right
     * @return the nearest, or nothing where none is near: at most two letters off, and fewer for short words
     */
    public static Optional<String> to(String typed, Collection<String> candidates) {
        List<String> sorted = sorted(typed, candidates);
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        String nearest = sorted.get(0);
        boolean near = distance(typed, nearest) <= Math.max(1, Math.min(2, typed.length() / 3))
                || (typed.length() > 2 && nearest.startsWith(typed))
                || (nearest.length() > 2 && typed.startsWith(nearest));
        return near ? Optional.of(nearest) : Optional.empty();
    }

    /**
     * Returns all candidates, the nearest first.
     *
     * @param typed      what was given
     * @param candidates what would have been right
     * @return a sorted copy
     */
    public static List<String> sorted(String typed, Collection<String> candidates) {
        Map<String, String> sorted = new TreeMap<>();
        for (String candidate : candidates) {
            // Below 65, so one character that sorts as the number does.
            sorted.put((char) distance(typed, candidate) + candidate, candidate);
        }
        return List.copyOf(sorted.values());
    }

    /**
     * Counts the edits between two words, where two letters that changed places are one edit (optimal string alignment),
     * and case does not count.
     */
    private static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        // A long word is cut: what is typed may come from outside, and the table is quadratic.
        int rows = Math.min(a.length(), 64);
        int columns = Math.min(b.length(), 64);
        int[][] edits = new int[rows + 1][columns + 1];
        for (int i = 0; i <= rows; i++) {
            for (int j = 0; j <= columns; j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(edits[i - 1][j - 1] + substitution, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, edits[i - 2][j - 2] + 1);
                }
                edits[i][j] = best;
            }
        }
        return edits[rows][columns];
    }
}
