package gazelle.viewer.dicom;

import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;

/** The colours of a PALETTE COLOR picture's values (PS3.3 C.7.9), of eight bits each. */
final class DicomPalette {
    private static final int[] DESCRIPTORS = {
        TagNumbers.RED_TABLE_SIZE, TagNumbers.GREEN_TABLE_SIZE, TagNumbers.BLUE_TABLE_SIZE
    };
    private static final int[] TABLES = {TagNumbers.RED_TABLE, TagNumbers.GREEN_TABLE, TagNumbers.BLUE_TABLE};
    private static final int DESCRIPTOR_BYTES = 6;
    private static final int BYTE = 0xFF;

    private final int[] first = new int[TABLES.length];
    private final int[][] colours = new int[TABLES.length][];

    /**
     * Reads the tables.
     *
     * @throws UnreadableImageException if one is missing, shorter than it says or written in segments
     */
    DicomPalette(DicomDataSet dataSet, DicomPixelFormat format) throws UnreadableImageException {
        if (dataSet.find(TagNumbers.RED_TABLE) == null && dataSet.find(TagNumbers.RED_TABLE_SEGMENTS) != null) {
            throw UnreadableImageException.unsupported(
                    "This DICOM file gives its colours by a table in segments (Segmented Palette Color Lookup Table)",
                    "Choose a grey MRI slice, or export the picture with a plain table.");
        }
        int largest = 0;
        boolean words = false;
        for (int i = 0; i < TABLES.length; i++) {
            DicomElement descriptor = dataSet.find(DESCRIPTORS[i]);
            DicomElement table = dataSet.find(TABLES[i]);
            if (descriptor == null
                    || table == null
                    || descriptor.length() < DESCRIPTOR_BYTES
                    || table.hasUndefinedLength()) {
                throw UnreadableImageException.damaged("DICOM", "its table of colours is missing");
            }
            boolean bigEndian = dataSet.syntax().bigEndian();
            byte[] content = dataSet.content();
            int size = DicomElement.shortAt(content, descriptor.offset(), bigEndian);
            int entries = size == 0 ? 1 << 16 : size;
            int from = DicomElement.shortAt(content, descriptor.offset() + 2, bigEndian);
            first[i] = format.signed() ? (short) from : from;
            boolean wide = table.length() >= 2 * entries;
            if (!wide && table.length() < entries) {
                throw UnreadableImageException.damaged("DICOM", "its table of colours is shorter than it says");
            }
            // Bytes in 16-bit words, as pixels are (PS3.5 section 8.1.1).
            int swap = bigEndian && table.vr().equals("OW") ? 1 : 0;
            colours[i] = new int[entries];
            for (int j = 0; j < entries; j++) {
                int at = Math.min(j ^ swap, table.length() - 1);
                colours[i][j] = wide
                        ? DicomElement.shortAt(content, table.offset() + 2 * j, bigEndian)
                        : content[table.offset() + at] & BYTE;
                largest = Math.max(largest, colours[i][j]);
            }
            words |= wide && DicomElement.shortAt(content, descriptor.offset() + 4, bigEndian) == 16;
        }
        // Some programs say 16 bits and write 8.
        if (words && largest > BYTE) {
            for (int[] table : colours) {
                for (int j = 0; j < table.length; j++) {
                    table[j] >>= 8;
                }
            }
        }
    }

    /** Returns the pixel {@code 0xFFrrggbb} of a stored value; values beyond the table have its first or last colour. */
    int argb(int stored) {
        return Colour.argb(colour(0, stored), colour(1, stored), colour(2, stored));
    }

    private int colour(int table, int stored) {
        return colours[table][Math.clamp((long) stored - first[table], 0, colours[table].length - 1)];
    }
}
