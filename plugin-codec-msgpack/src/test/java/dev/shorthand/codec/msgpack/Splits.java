package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Cuts streams into payloads, however they arrive. */
final class Splits {
    private Splits() {}

    /**
     * Returns the payloads in hexadecimal digits, then what ended the stream, if anything did.
     *
     * @param limits how many bytes have arrived at each look, in rising order
     */
    static List<String> arriving(Framing framing, byte[] stream, int... limits) {
        List<String> payloads = new ArrayList<>();
        int start = 0;
        try {
            for (int limit : limits) {
                // Only what belongs to the present frame is there, at another place each time.
                int gap = limit % 3;
                byte[] buffer = new byte[gap + limit - start];
                System.arraycopy(stream, start, buffer, gap, limit - start);
                int at = gap;
                while (framing.split(buffer, at, buffer.length)) {
                    payloads.add(HexFormat.of().formatHex(buffer, framing.payloadStart(), framing.payloadEnd()));
                    at = framing.frameEnd();
                }
                start += at - gap;
            }
        } catch (FramingException e) {
            payloads.add(e.getMessage());
        }
        return payloads;
    }

    /** Returns where the payloads begin and end in a stream that stays where it is, then -1 if something ended it. */
    static List<Integer> places(Framing framing, byte[] stream, int... limits) {
        List<Integer> places = new ArrayList<>();
        int start = 0;
        try {
            for (int limit : limits) {
                while (framing.split(stream, start, limit)) {
                    places.add(framing.payloadStart());
                    places.add(framing.payloadEnd());
                    start = framing.frameEnd();
                }
            }
        } catch (FramingException e) {
            places.add(-1);
        }
        return places;
    }

    /** Returns the numbers from 1 to the length, for a stream that arrives byte by byte. */
    static int[] each(byte[] stream) {
        int[] limits = new int[stream.length];
        Arrays.setAll(limits, i -> i + 1);
        return limits;
    }
}
