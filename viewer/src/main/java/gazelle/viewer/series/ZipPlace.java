package gazelle.viewer.series;

import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The place of one file within a ZIP archive, as the archive's list gives it.
 *
 * @param offset where its own header begins, in bytes
 * @param flags general purpose bits
 * @param method how it is packed
 * @param packed its bytes in the archive
 * @param size its bytes unpacked
 * @param checkSum CRC-32 of the unpacked bytes
 */
record ZipPlace(long offset, int flags, int method, long packed, long size, int checkSum) {
    /** The flag of a file with a password. */
    static final int LOCKED = 1;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int HEADER_MARK = 0x04034B50;
    private static final int HEADER_BYTES = 30;
    private static final int CHUNK_BYTES = 1 << 16;

    boolean isLocked() {
        return (flags & LOCKED) != 0;
    }

    boolean isUnpackable() {
        return !isLocked() && (method == STORED || method == DEFLATED);
    }

    /**
     * Unpacks the beginning of the file, or all of it; then its check sum is compared too.
     *
     * @param limit the most bytes
     * @throws UnreadableImageException if it cannot be unpacked, or is larger than {@link FileLimits#MAX_FILE_SIZE_BYTES}
     *     and that many were asked for
     * @throws IOException if the drive does not give the archive
     */
    byte[] read(Path archive, int limit) throws UnreadableImageException, IOException {
        if (isLocked()) {
            throw locked("This file of the ZIP archive");
        }
        if (!isUnpackable()) {
            throw packedOtherwise("This file of the ZIP archive");
        }
        try (FileChannel file = FileChannel.open(archive)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            fill(file, header, offset);
            if (header.getInt(0) != HEADER_MARK) {
                throw damaged();
            }
            long start = offset
                    + HEADER_BYTES
                    + Short.toUnsignedInt(header.getShort(26))
                    + Short.toUnsignedInt(header.getShort(28));
            byte[] content = method == STORED ? stored(file, start, limit) : inflated(file, start, limit);
            if (limit > FileLimits.MAX_FILE_SIZE_BYTES && content.length == limit) {
                throw FileLimits.tooManyBytes();
            }
            requireCheckSum(content, limit);
            return content;
        } catch (EOFException | DataFormatException e) {
            throw damaged();
        }
    }

    private void requireCheckSum(byte[] content, int limit) throws UnreadableImageException {
        if (content.length < limit) {
            CRC32 sum = new CRC32();
            sum.update(content);
            if (content.length != size || (int) sum.getValue() != checkSum) {
                throw damaged();
            }
        }
    }

    private byte[] stored(FileChannel file, long start, int limit) throws IOException {
        int length = (int) Math.min(packed, limit);
        if (start > file.size() - length) {
            throw new EOFException();
        }
        ByteBuffer content = ByteBuffer.allocate(length);
        fill(file, content, start);
        return content.array();
    }

    private byte[] inflated(FileChannel file, long start, int limit) throws IOException, DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[Math.min(CHUNK_BYTES, limit)];
            long read = 0;
            while (!inflater.finished() && out.size() < limit) {
                int count = inflater.inflate(chunk, 0, Math.min(chunk.length, limit - out.size()));
                out.write(chunk, 0, count);
                if (count == 0 && inflater.needsDictionary()) {
                    throw new DataFormatException();
                }
                if (count == 0 && inflater.needsInput()) {
                    ByteBuffer packedChunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, packed - read));
                    if (!packedChunk.hasRemaining() || file.read(packedChunk, start + read) <= 0) {
                        throw new EOFException();
                    }
                    read += packedChunk.position();
                    inflater.setInput(packedChunk.flip());
                }
            }
            return out.toByteArray();
        } finally {
            inflater.end();
        }
    }

    private static void fill(FileChannel file, ByteBuffer bytes, long start) throws IOException {
        while (bytes.hasRemaining()) {
            if (file.read(bytes, start + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
    }

    /** Returns the refusal of a file, or of a whole archive, with a password. */
    static UnreadableImageException locked(String subject) {
        return UnreadableImageException.unsupported(
                subject + " is protected by a password", "Unpack the archive with the password, and open the folder.");
    }

    /** Returns the refusal of a file, or of a whole archive, in another compression. */
    UnreadableImageException packedOtherwise(String subject) {
        return UnreadableImageException.unsupported(
                subject + " is packed with " + methodName(),
                "Unpack the archive, or pack it again as an ordinary ZIP archive (\"Deflate\").");
    }

    /** The names that PKWARE APPNOTE 4.4.5 gives. */
    private String methodName() {
        return switch (method) {
            case 1 -> "Shrink";
            case 2, 3, 4, 5 -> "Reduce";
            case 6 -> "Implode";
            case 9 -> "Deflate64";
            case 10 -> "PKWARE Implode";
            case 12 -> "bzip2";
            case 14 -> "LZMA";
            case 16, 18 -> "IBM TERSE";
            case 20, 93 -> "Zstandard";
            case 94 -> "MP3";
            case 95 -> "XZ";
            case 96 -> "JPEG recompression";
            case 97 -> "WavPack";
            case 98 -> "PPMd";
            default -> "an unknown compression (number " + method + ")";
        };
    }

    private static UnreadableImageException damaged() {
        return UnreadableImageException.damaged("ZIP", "a file in it cannot be unpacked");
    }
}
