package dev.shorthand.security;

import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Comparator;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one user within the window, so that none is taken twice.
 *
 * <p>It holds a bounded number. One more and the oldest is forgotten, and with it goes the right to be that old: what is dated at or before a
 * forgotten message is refused. So a full memory makes the window shorter and never lets a replay pass. Times of one user are compared with
 * one another alone, so a user with a slow clock does not suffer from a busy one with a fast clock.
 *
 * <p>Only messages whose signature is right come here. Safe for any thread, guarded by its monitor.
 */
final class RecentMessages {
    private static final Logger LOG = LoggerFactory.getLogger(RecentMessages.class);

    private final String user;
    private final Clock clock;
    private final long windowMillis;
    private final int most;
    private final TreeSet<Seen> seen = new TreeSet<>(
            Comparator.comparingLong(Seen::time).thenComparingLong(Seen::high).thenComparingLong(Seen::low));

    // What is dated at or before this is refused: there were messages as old that are forgotten.
    private long forgotten;
    private boolean shortened;

    private record Seen(long time, long high, long low) {}

    RecentMessages(String user, Clock clock, long windowMillis, int most, long forgotten) {
        this.user = user;
        this.clock = clock;
        this.windowMillis = windowMillis;
        this.most = most;
        this.forgotten = forgotten;
    }

    /** Takes a message, once, if it is within the window. */
    synchronized void take(long time, byte[] nonce) throws SecurityRefusedException {
        // Read with the lock held: a thread that came here with an older time could take what another has just
        // forgotten.
        long now = clock.millis();
        while (!seen.isEmpty() && seen.first().time < now - windowMillis) {
            forgetOldest();
        }
        if (time < now - windowMillis || time > now + windowMillis) {
            throw new SecurityRefusedException("a message of user \"" + user + "\" is outside the window: it is dated "
                    + Math.abs(now / 1_000 - time / 1_000) + (time < now ? " s ago" : " s ahead")
                    + ", and the window is " + windowMillis / 1_000 + " s; see to the clocks");
        }
        if (time <= forgotten) {
            throw new SecurityRefusedException(
                    "a message of user \"" + user + "\" is older than those remembered, and may be a replay");
        }
        ByteBuffer bytes = ByteBuffer.wrap(nonce);
        if (!seen.add(new Seen(time, bytes.getLong(), bytes.getLong()))) {
            throw new SecurityRefusedException("a replay of a message of user \"" + user + "\"");
        }
        if (seen.size() > most) {
            forgetOldest();
            warn();
        }
    }

    private void forgetOldest() {
        forgotten = Math.max(forgotten, seen.first().time);
        while (!seen.isEmpty() && seen.first().time <= forgotten) {
            seen.pollFirst();
        }
    }

    private void warn() {
        if (!shortened) {
            shortened = true;
            LOG.warn(
                    "user \"{}\" sends more than {} messages within the window of {} s, so those that come late are refused;"
                            + " raise nonces, or shorten the window",
                    user,
                    most,
                    windowMillis / 1_000);
        }
    }
}
