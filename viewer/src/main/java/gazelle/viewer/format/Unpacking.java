package gazelle.viewer.format;

import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Unpacks deflated data up to {@link FileLimits#MAX_FILE_SIZE_BYTES}: what would grow further is refused. */
public final class Unpacking {
    private static final int CHUNK_BYTES = 1 << 16;

    private Unpacking() {}

    /** Returns whether content begins as a gzip file does. */
    public static boolean isGzip(byte[] content) {
        return content.length >= 3 && content[0] == 0x1F && (content[1] & 0xFF) == 0x8B && content[2] == 8;
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
            return readAll(in, "DICOM");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            inflater.end();
        }
    }

    /**
     * Unpacks a gzip file.
     *
     * @throws UnreadableImageException if it is damaged, cut off or unpacks to more than the limit
     */
    public static byte[] gunzip(byte[] content) throws UnreadableImageException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content), CHUNK_BYTES)) {
            return readAll(in, "gzip");
        } catch (IOException e) {
            // Raised by the constructor, which reads the header.
            throw e instanceof EOFException
                    ? UnreadableImageException.truncated("gzip")
                    : UnreadableImageException.damaged("gzip", "its packed content cannot be followed");
        }
    }

    private static byte[] readAll(InputStream in, String format) throws UnreadableImageException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNK_BYTES);
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
                if (out.size() > FileLimits.MAX_FILE_SIZE_BYTES) {
                    throw UnreadableImageException.tooLarge("This file unpacks to more than the limit of "
                            + (FileLimits.MAX_FILE_SIZE_BYTES >> 20) + " MiB");
                }
            }
        } catch (EOFException e) {
            throw UnreadableImageException.truncated(format);
        } catch (ZipException e) {
            throw UnreadableImageException.damaged(format, "its packed content cannot be followed");
        } catch (IOException e) {
            throw UnreadableImageException.damaged(format, "its packed content cannot be read");
        }
        return out.toByteArray();
    }
}
