package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.EncodeException;

/**
 * Tells payloads apart in a stream of bytes.
 *
 * <p>Incremental: each byte is looked at once, however it arrives. Confined to the one who reads (or writes) the connection; a
 * connection has one for each direction.
 */
public interface Framing {
    /**
     * Looks for the end of the frame that begins at {@code start}.
     *
     * <p>Called again with the same frame and more bytes while it answers false; the frame may meanwhile have moved within the buffer,
     * or to another one. After true the next call is for the frame after it.
     *
     * @param buffer holds the stream
     * @param start  where the present frame begins
     * @param limit  where the bytes received so far end
     * @return whether the frame is whole; then {@link #payloadStart}, {@link #payloadEnd} and {@link #frameEnd} say where
     * @throws FramingException if the frame is over the limit, or no end of it can be found any more; the stream
     *                          cannot be read further
     */
    boolean split(byte[] buffer, int start, int limit) throws FramingException;

    /**
     * Returns where the payload of the frame found last begins.
     *
     * @return an index into the buffer given to {@link #split}
     */
    int payloadStart();

    /**
     * Returns where that payload ends; equal to the start for an empty frame, which is passed over.
     *
     * @return an index into the buffer given to {@link #split}
     */
    int payloadEnd();

    /**
     * Returns where the next frame begins.
     *
     * @return an index into the buffer given to {@link #split}
     */
    int frameEnd();

    /**
     * Makes a frame of the payload that stands at the end of {@code out}, by putting a header before it or a delimiter after it.
     *
     * @param out          ends with the payload
     * @param payloadStart where in {@code out} the payload begins
     * @throws EncodeException if the payload holds the delimiter
     */
    void wrap(OutputBuffer out, int payloadStart);
}
