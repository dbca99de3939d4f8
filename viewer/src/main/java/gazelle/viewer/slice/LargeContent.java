package gazelle.viewer.slice;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Memory for the content of files: what does not fit is refused with a sentence before it is taken. */
public final class LargeContent {
    private static final int FIRST_BYTES = 1 << 16;

    /** A size below which memory is taken without asking. */
    private static final long SMALL_BYTES = 4L << 20;

    /** Memory that is left to the rest of the program. */
    private static final long RESERVE_BYTES = 24L << 20;

    private LargeContent() {}

    /**
     * Reads a stream to its end or to a limit, into no more memory than its content needs if the size is known.
     *
     * @param expected the size that the stream is said to have, in bytes; a wrong one costs only time
     * @param limit the most bytes to read
     * @throws IOException if the stream fails
     * @throws UnreadableImageException if the memory does not suffice
     */
    public static byte[] read(InputStream in, long expected, int limit) throws IOException, UnreadableImageException {
        byte[] content = take(Math.clamp(expected, Math.min(FIRST_BYTES, limit), limit));
        int size = 0;
        while (true) {
            int read = in.readNBytes(content, size, content.length - size);
            size += read;
            if (size < content.length || size == limit) {
                return size == content.length ? content : Arrays.copyOf(content, size);
            }
            int next = in.read();
            if (next < 0) {
                return content;
            }
            requireRoom(Math.min(limit, 2L * content.length));
            content = Arrays.copyOf(content, (int) Math.min(limit, 2L * content.length));
            content[size++] = (byte) next;
        }
    }

    /**
     * Returns an array if there is memory for it.
     *
     * @throws UnreadableImageException if there is not
     */
    public static byte[] take(int size) throws UnreadableImageException {
        requireRoom(size);
        try {
            return new byte[size];
        } catch (OutOfMemoryError scattered) {
            // Room in all, but not in one piece. Nothing else was asked for, so nothing else is harmed.
            throw tooLittle(size, roomBytes());
        }
    }

    /**
     * Checks that there is memory for something.
     *
     * @param size in bytes
     * @throws UnreadableImageException if there is not
     */
    public static void requireRoom(long size) throws UnreadableImageException {
        if (size <= SMALL_BYTES || size <= roomBytes()) {
            return;
        }
        // What is no longer used still counts as taken until it is collected.
        System.gc();
        long room = roomBytes();
        if (size > room) {
            throw tooLittle(size, room);
        }
    }

    private static long roomBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()) - RESERVE_BYTES;
    }

    private static UnreadableImageException tooLittle(long size, long room) {
        return UnreadableImageException.tooLarge("This file needs " + (size >> 20)
                + " MiB of memory at once, and this program has " + Math.max(0, room >> 20)
                + " MiB left (Java's option -Xmx gives it more)");
    }
}
