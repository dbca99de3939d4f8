package gazelle.viewer.series;

import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The list of files of a ZIP archive (PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16), with ZIP64.
 *
 * <pre>
 *   ... | central header, one a file | [ZIP64 end | ZIP64 locator] | end of the central directory | comment
 * </pre>
 *
 * <p>The Java library reads no archive in which one file has a password or another compression, and none whose names are in a code page
 * that it was not told; so this list is read here, and each file says for itself why it cannot be unpacked.
 */
final class ZipArchive {
    private static final int END_MARK = 0x06054B50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int LOCATOR_MARK = 0x07064B50;
    private static final int LOCATOR_BYTES = 20;
    private static final int END64_MARK = 0x06064B50;
    private static final int END64_BYTES = 56;
    private static final int CENTRAL_MARK = 0x02014B50;
    private static final int ZIP64_EXTRA = 0x0001;
    private static final int AES_EXTRA = 0x9901;
    private static final int AES_METHOD = 99;
    private static final long LARGEST_32 = 0xFFFFFFFFL;
    private static final int LARGEST_16 = 0xFFFF;
    private static final int MAX_NAME = 1024;

    /** Beyond any list of as many files as are looked at: 1.6 KiB for each. */
    private static final int MAX_DIRECTORY_BYTES = 32 << 20;

    private static final byte[] FILE_MARK = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_MARK = {'P', 'K', 5, 6};
    private static final byte[] SPLIT_MARK = {'P', 'K', 7, 8};

    /** The first bytes by which an archive is known. */
    static final int MARK_BYTES = 4;

    private final Path path;
    private final FileChannel file;

    private ZipArchive(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** The place of the list within the archive. */
    private record Directory(long start, long size, long entries, long shift) {}

    static boolean isArchive(byte[] head) {
        return Arrays.equals(head, FILE_MARK) || Arrays.equals(head, EMPTY_MARK) || Arrays.equals(head, SPLIT_MARK);
    }

    /**
     * Lists the files.
     *
     * @param locale of the computer, which tells the code page of names in archives that do not say theirs
     * @throws UnreadableImageException if the archive cannot be read, is damaged, has too many files, or none of them can be unpacked for
     *     the same reason
     */
    static FoundFiles files(Path archive, Locale locale) throws UnreadableImageException {
        try (FileChannel file = FileChannel.open(archive)) {
            List<SliceSource.InArchive> entries = new ZipArchive(archive, file).entries(locale);
            requireOneUnpackable(entries);
            entries.sort(Comparator.comparing(SliceSource.InArchive::name));
            return new FoundFiles(List.copyOf(entries), List.of(), List.of());
        } catch (BufferUnderflowException | IllegalArgumentException | EOFException e) {
            throw damaged();
        } catch (IOException | SecurityException e) {
            throw new UnreadableImageException(
                    Code.UNREADABLE_FILE,
                    "The archive could not be read from its drive. Nothing was opened. Check the drive and try again.");
        }
    }

    private static void requireOneUnpackable(List<SliceSource.InArchive> entries) throws UnreadableImageException {
        if (entries.isEmpty()) {
            return;
        }
        ZipPlace first = entries.getFirst().place();
        if (entries.stream().allMatch(entry -> entry.place().isLocked())) {
            throw ZipPlace.locked("This ZIP archive");
        }
        if (!first.isUnpackable()
                && entries.stream().allMatch(entry -> entry.place().method() == first.method())) {
            throw first.packedOtherwise("This ZIP archive");
        }
    }

    private List<SliceSource.InArchive> entries(Locale locale) throws IOException, UnreadableImageException {
        Directory directory = directory();
        SeriesReader.requireFewFiles((int) Math.min(directory.entries, Integer.MAX_VALUE));
        if (directory.size > MAX_DIRECTORY_BYTES) {
            throw UnreadableImageException.tooLarge(
                    "Its list of files takes more than the limit of " + (MAX_DIRECTORY_BYTES >> 20) + " MiB");
        }
        ByteBuffer list = read(directory.start, (int) directory.size);
        List<SliceSource.InArchive> entries = new ArrayList<>();
        while (list.remaining() >= MARK_BYTES && list.getInt(list.position()) == CENTRAL_MARK) {
            SliceSource.InArchive entry = entry(list, directory.shift, locale);
            if (!entry.name().endsWith("/")) {
                entries.add(entry);
                SeriesReader.requireFewFiles(entries.size());
            }
        }
        if (list.hasRemaining()) {
            throw damaged();
        }
        return entries;
    }

    private SliceSource.InArchive entry(ByteBuffer list, long shift, Locale locale) {
        list.position(list.position() + 8);
        int flags = unsigned(list.getShort());
        int method = unsigned(list.getShort());
        list.getInt();
        int checkSum = list.getInt();
        long packed = unsigned(list.getInt());
        long size = unsigned(list.getInt());
        byte[] name = new byte[unsigned(list.getShort())];
        byte[] extra = new byte[unsigned(list.getShort())];
        int comment = unsigned(list.getShort());
        list.position(list.position() + 8);
        long offset = unsigned(list.getInt());
        list.get(name).get(extra);
        list.position(list.position() + comment);
        for (ZipExtra field : ZipExtra.all(extra)) {
            ByteBuffer value = field.value();
            if (field.id() == ZIP64_EXTRA) {
                // Only the numbers that do not fit into 32 bits, in this order.
                size = size == LARGEST_32 ? value.getLong() : size;
                packed = packed == LARGEST_32 ? value.getLong() : packed;
                offset = offset == LARGEST_32 ? value.getLong() : offset;
            } else if (field.id() == AES_EXTRA && method == AES_METHOD) {
                flags |= ZipPlace.LOCKED;
            }
        }
        if (packed < 0 || size < 0 || offset < 0) {
            throw new IllegalArgumentException("sizes: negative (expected: at least 0)");
        }
        String shown = HeaderText.displayable(ZipNames.decode(name, flags, extra, locale), MAX_NAME);
        return new SliceSource.InArchive(
                path, shown, new ZipPlace(offset + shift, flags, method, packed, size, checkSum));
    }

    /** The end lies within the last bytes, before a comment; its numbers are checked against its own place. */
    private Directory directory() throws IOException, UnreadableImageException {
        long length = file.size();
        int tail = (int) Math.min(length, END_BYTES + MAX_COMMENT + LOCATOR_BYTES);
        ByteBuffer bytes = read(length - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END_MARK && at + END_BYTES + unsigned(bytes.getShort(at + 20)) <= tail) {
                return directory(bytes, at, length - tail + at);
            }
        }
        throw damaged();
    }

    private Directory directory(ByteBuffer bytes, int at, long end) throws IOException, UnreadableImageException {
        int disc = unsigned(bytes.getShort(at + 4));
        long entries = unsigned(bytes.getShort(at + 10));
        long size = unsigned(bytes.getInt(at + 12));
        long start = unsigned(bytes.getInt(at + 16));
        boolean large = entries == LARGEST_16 || size == LARGEST_32 || start == LARGEST_32;
        if (large && at >= LOCATOR_BYTES && bytes.getInt(at - LOCATOR_BYTES) == LOCATOR_MARK) {
            long place = bytes.getLong(at - LOCATOR_BYTES + 8);
            if (place < 0 || place > end - END64_BYTES) {
                throw damaged();
            }
            ByteBuffer end64 = read(place, END64_BYTES);
            if (end64.getInt(0) != END64_MARK) {
                throw damaged();
            }
            return checked(new Directory(end64.getLong(48), end64.getLong(40), end64.getLong(32), 0), place);
        }
        if (disc != 0 && disc != LARGEST_16) {
            throw UnreadableImageException.unsupported(
                    "This is the last part of a ZIP archive that was split into several files",
                    "Join the parts or unpack them with the program that made them, and open the folder.");
        }
        // Bytes before an archive, such as a program that unpacks it, shift all its places.
        return checked(new Directory(end - size, size, entries, end - size - start), end);
    }

    private static Directory checked(Directory directory, long end) throws UnreadableImageException {
        if (directory.start < 0
                || directory.size < 0
                || directory.entries < 0
                || directory.shift < 0
                || directory.size > end
                || directory.start > end - directory.size) {
            throw damaged();
        }
        return directory;
    }

    private ByteBuffer read(long start, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, start + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return bytes.flip();
    }

    private static int unsigned(short value) {
        return Short.toUnsignedInt(value);
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }

    private static UnreadableImageException damaged() {
        return UnreadableImageException.damaged("ZIP", "its list of files cannot be followed");
    }
}
