package gazelle.viewer.format;

import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.LargeContent;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Unpacks deflated data up to {@link FileLimits#MAX_FILE_SIZE_BYTES}: what would grow further is refused. */
public final class Unpacking {
    private static final int CHUNK_BYTES = 1 << 16;

    /** The most bytes that deflate makes of one. */
    private static final int MAX_RATIO = 1032;

    private Unpacking() {}

    /** Returns whether content begins as a gzip file does. */
    public static boolean isGzip(byte[] content) {
        return isGzip(content, 0);
    }

    static boolean isGzip(byte[] content, int offset) {
        return content.length - offset >= 3
                && content[offset] == 0x1F
                && (content[offset + 1] & 0xFF) == 0x8B
                && content[offset + 2] == 8;
    }

    /**
     * Unpacks a raw deflate stream, as DICOM has it.
     *
     * @param offset where it begins
     * @throws UnreadableImageException if it is damaged, cut off or unpacks to more than the limit
     */
    public static byte[] inflate(byte[] content, int offset) throws UnreadableImageException {
        Inflater inflater = new Inflater(true);
        try (InputStream in = new InflaterInputStream(
                new ByteArrayInputStream(content, offset, content.length - offset), inflater, CHUNK_BYTES)) {
            return readAll(in, "DICOM", 2L * (content.length - offset));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            inflater.end();
        }
    }

    /**
     * Unpacks a gzip file, of one member or several.
     *
     * @throws UnreadableImageException if it is damaged, cut off, unpacks to more than the limit or to more than there is memory for
     */
    public static byte[] gunzip(byte[] content) throws UnreadableImageException {
        return gunzip(content, 0);
    }

    /** Unpacks a gzip file that begins at a place. */
    static byte[] gunzip(byte[] content, int offset) throws UnreadableImageException {
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(content, offset, content.length - offset), CHUNK_BYTES)) {
            return readAll(in, "gzip", statedSize(content));
        } catch (IOException e) {
            // Raised by the constructor, which reads the header.
            throw e instanceof EOFException
                    ? UnreadableImageException.truncated("gzip")
                    : UnreadableImageException.damaged("gzip", "its packed content cannot be followed");
        }
    }

    /** Unpacks as much of a gzip file's beginning as it holds, at most so many bytes; of a damaged one what precedes the damage. */
    public static byte[] gunzipBeginning(byte[] start, int limit) {
        byte[] content = new byte[limit];
        int size = 0;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(start), CHUNK_BYTES)) {
            for (int read = 0; read >= 0 && size < limit; size += Math.max(0, read)) {
                read = in.read(content, size, limit - size);
            }
        } catch (IOException cutOff) {
            return Arrays.copyOf(content, size);
        }
        return Arrays.copyOf(content, size);
    }

    /**
     * Unpacks a zlib stream whose size is known.
     *
     * @param offset where it begins
     * @param size the bytes that it is to unpack to; more are left out
     * @param format the format's name for people
     * @throws UnreadableImageException if it is damaged, cut off or larger than there is memory for
     */
    static byte[] inflateZlib(byte[] content, int offset, int size, String format) throws UnreadableImageException {
        Inflater inflater = new Inflater();
        try (InputStream in = new InflaterInputStream(
                new ByteArrayInputStream(content, offset, content.length - offset), inflater, CHUNK_BYTES)) {
            byte[] unpacked = LargeContent.read(in, size, size);
            if (unpacked.length < size) {
                throw UnreadableImageException.truncated(format);
            }
            return unpacked;
        } catch (IOException e) {
            throw refusal(e, format);
        } finally {
            inflater.end();
        }
    }

    /** The size that the end of a gzip file states (RFC 1952), which only a file of one small member has to get right. */
    private static long statedSize(byte[] content) {
        if (content.length < 18) {
            return 0;
        }
        int stated = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(content.length - 4);
        return Math.min(Integer.toUnsignedLong(stated), (long) MAX_RATIO * content.length);
    }

    private static byte[] readAll(InputStream in, String format, long expected) throws UnreadableImageException {
        try {
            byte[] content = LargeContent.read(in, expected, FileLimits.MAX_FILE_SIZE_BYTES);
            if (content.length == FileLimits.MAX_FILE_SIZE_BYTES && in.read() >= 0) {
                throw UnreadableImageException.tooLarge("This file unpacks to more than the limit of "
                        + (FileLimits.MAX_FILE_SIZE_BYTES >> 20) + " MiB");
            }
            return content;
        } catch (IOException e) {
            throw refusal(e, format);
        }
    }

    private static UnreadableImageException refusal(IOException failure, String format) {
        return switch (failure) {
            case EOFException _ -> UnreadableImageException.truncated(format);
            case ZipException _ -> UnreadableImageException.damaged(format, "its packed content cannot be followed");
            default -> UnreadableImageException.damaged(format, "its packed content cannot be read");
        };
    }
}
