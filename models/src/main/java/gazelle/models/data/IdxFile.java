package gazelle.models.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A file of unsigned bytes in the form of the MNIST data set: 0, 0, 8, the number of sizes, the sizes, the bytes; gzipped if
 * its name ends in {@code .gz}.
 */
public final class IdxFile {
    private static final int UNSIGNED_BYTES = 8;
    private static final long MAX_VALUES = 1L << 30;

    private final List<Integer> sizes;
    private final byte[] values;

    private IdxFile(List<Integer> sizes, byte[] values) {
        this.sizes = List.copyOf(sizes);
        this.values = values;
    }

    /** Returns true if the file's name is that of an IDX file: {@code ...-ubyte} or {@code ...-ubyte.gz}. */
    public static boolean isNamedSo(Path file) {
        return file.toString().endsWith("-ubyte") || file.toString().endsWith("-ubyte.gz");
    }

    /** The name under which picture or label {@code number} of such a file goes. */
    public static String entryName(int number) {
        return "%05d.png".formatted(number);
    }

    /**
     * Reads a file.
     *
     * @throws UnusableDataException if it is missing, of another form, or cut short
     */
    public static IdxFile read(Path file) throws UnusableDataException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                DataInputStream in =
                        new DataInputStream(file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw)) {
            int magic = in.readInt();
            int dimensions = magic & 0xff;
            if (magic >>> 8 != UNSIGNED_BYTES || dimensions == 0 || dimensions > 4) {
                throw new UnusableDataException(file + ": not an IDX file of unsigned bytes");
            }
            List<Integer> sizes = new ArrayList<>();
            long count = 1;
            for (int i = 0; i < dimensions; i++) {
                int size = in.readInt();
                sizes.add(size);
                count *= Math.max(0, size);
                if (count < 1 || count > MAX_VALUES) {
                    throw new UnusableDataException(
                            file + ": sizes " + sizes + " (expected: 1.." + MAX_VALUES + " values)");
                }
            }
            byte[] values = in.readNBytes((int) count);
            if (values.length != count || in.read() >= 0) {
                throw new UnusableDataException(
                        file + ": " + values.length + " values or more (expected: " + count + " as its sizes say)");
            }
            return new IdxFile(sizes, values);
        } catch (IOException problem) {
            throw new UnusableDataException(file + ": missing, or not an IDX file that can be read");
        }
    }

    /** Pictures, rows and columns; or the number of labels. */
    public List<Integer> sizes() {
        return sizes;
    }

    /** The value at a flat index, 0..255. */
    public int value(int index) {
        return values[index] & 0xff;
    }
}
