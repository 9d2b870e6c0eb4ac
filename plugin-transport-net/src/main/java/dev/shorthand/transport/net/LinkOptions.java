package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.StreamLink;
import java.time.Duration;
import java.util.HexFormat;

/** What a {@link LinkBuilder} has collected. Immutable. */
final class LinkOptions {
    static final int MOST_KEEP_ALIVE_BYTES = 64;

    /** The names in an expression. */
    static final String[] NAMES = {"firstFrame", "idle", "keepAliveBytes", "keepAliveAfter", "whenFull"};

    // 0 for never.
    final long firstFrameNanos;
    final long idleNanos;
    final long keepAliveNanos;
    final WhenFull whenFull;

    // Never changed.
    final byte[] keepAliveBytes;

    LinkOptions(LinkBuilder<?> from) {
        this.firstFrameNanos = from.firstFrame.toNanos();
        this.idleNanos = from.idle.toNanos();
        this.keepAliveNanos = from.keepAliveBytes.length == 0 ? 0 : from.keepAliveAfter.toNanos();
        this.whenFull = from.whenFull;
        this.keepAliveBytes = from.keepAliveBytes;
    }

    /** Returns the link, with somebody who watches it where something is set that asks for that. */
    StreamLink watch(StreamLink link) {
        boolean plain = firstFrameNanos + idleNanos + keepAliveNanos == 0 && whenFull == WhenFull.WAIT;
        return plain ? link : WatchedLink.of(link, this);
    }

    static void set(Expression expression, LinkBuilder<?> builder) {
        expression
                .option("firstFrame")
                .ifPresent(text -> builder.firstFrame(expression.duration("firstFrame", Duration.ZERO)));
        expression.option("idle").ifPresent(text -> builder.idle(expression.duration("idle", Duration.ZERO)));
        expression.option("whenFull").ifPresent(choice -> builder.whenFull(whenFull(choice)));
        String bytes = expression.option("keepAliveBytes").orElse("");
        if (!bytes.isEmpty()) {
            builder.keepAliveBytes(hexadecimal(bytes), expression.duration("keepAliveAfter", Duration.ofSeconds(10)));
        } else if (expression.option("keepAliveAfter").isPresent()) {
            throw new IllegalArgumentException(
                    "keepAliveAfter is given without keepAliveBytes; say which bytes to send, for example keepAliveBytes=00");
        }
    }

    private static WhenFull whenFull(String choice) {
        for (WhenFull known : WhenFull.values()) {
            if (known.toString().equals(choice)) {
                return known;
            }
        }
        throw new IllegalArgumentException("whenFull is \"" + Quoted.shorten(choice) + "\"; give wait, fail or drop");
    }

    private static byte[] hexadecimal(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "keepAliveBytes is \"" + Quoted.shorten(text)
                            + "\"; give two hexadecimal digits for each byte, for example 00 for a NUL or 0a for a newline",
                    e);
        }
    }
}
