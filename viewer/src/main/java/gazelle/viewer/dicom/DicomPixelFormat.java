package gazelle.viewer.dicom;

import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import gazelle.viewer.tag.TagNumbers;
import java.util.List;

/**
 * The layout of a DICOM image's samples (PS3.3 C.7.6.3, PS3.5 section 8).
 *
 * @param columns width in pixels, within the limits
 * @param rows height in pixels, within the limits
 * @param bitsAllocated bits that a sample takes in the file: 8, 12, 16 or 32
 * @param bitsStored bits of them that count, 1 to {@code bitsAllocated}
 * @param highBit position of the topmost counting bit
 * @param signed whether the counting bits are a two's complement number
 * @param colours what the samples of a pixel mean
 * @param planar whether a native frame holds its components one after another
 * @param inverted MONOCHROME1: the largest value is black
 * @param frames pictures in the file, at least 1
 */
record DicomPixelFormat(
        int columns,
        int rows,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        Colours colours,
        boolean planar,
        boolean inverted,
        int frames) {
    /** The meaning of a pixel's samples. */
    enum Colours {
        GREY,
        /** The place in a table of colours. */
        PALETTE,
        RED_GREEN_BLUE,
        /** Brightness and two differences (PS3.3 C.7.6.3.1.2, YBR_FULL). */
        BRIGHTNESS_AND_DIFFERENCES
    }

    /** More than any real object has. */
    private static final int MAX_FRAMES = 1 << 16;

    /**
     * Reads and checks the description of the pixels.
     *
     * @param notes receives sentences for people
     */
    static DicomPixelFormat of(DicomDataSet dataSet, List<String> notes) throws UnreadableImageException {
        int rows = dataSet.unsignedShort(TagNumbers.ROWS, 0);
        int columns = dataSet.unsignedShort(TagNumbers.COLUMNS, 0);
        if (rows == 0 || columns == 0) {
            throw new UnreadableImageException(
                    Code.NO_PIXELS,
                    "This DICOM file gives its picture no size, so there is nothing to show. "
                            + "Export the slice again from its source.");
        }
        FileLimits.requireSizeWithinLimits(columns, rows);
        Colours colours = colours(dataSet);
        boolean inverted = colours == Colours.GREY && isInverted(dataSet, notes);
        int allocated = dataSet.unsignedShort(TagNumbers.BITS_ALLOCATED, 0);
        boolean single = colours == Colours.GREY || colours == Colours.PALETTE;
        boolean usual = allocated == 8 || (allocated == 16 && single);
        // Samples of 12 bits lie bit by bit behind each other, which no run-length code can hold.
        boolean packed = allocated == 12 && dataSet.syntax().pixels() != TransferSyntax.PixelCoding.RLE;
        if (!usual && !(colours == Colours.GREY && (packed || allocated == 32))) {
            String each = single ? "pixel" : "colour of a pixel";
            throw UnreadableImageException.unsupported(
                    "This DICOM file uses " + allocated + (allocated == 1 ? " bit" : " bits") + " for a " + each,
                    single ? "Export the slice with 8 or 16 bits for a pixel." : "Choose a grey MRI slice.");
        }
        int stored = dataSet.unsignedShort(TagNumbers.BITS_STORED, allocated);
        int highBit = dataSet.unsignedShort(TagNumbers.HIGH_BIT, stored - 1);
        if (stored < 1 || stored > allocated || highBit < stored - 1 || highBit >= allocated) {
            throw UnreadableImageException.damaged("DICOM", "its pixel bits contradict each other");
        }
        boolean signed = dataSet.unsignedShort(TagNumbers.PIXEL_REPRESENTATION, 0) == 1;
        boolean planar = dataSet.unsignedShort(TagNumbers.PLANAR, 0) == 1;
        return new DicomPixelFormat(
                columns, rows, allocated, stored, highBit, signed, colours, planar, inverted, frames(dataSet));
    }

    /** Samples of a pixel. */
    int components() {
        return switch (colours) {
            case GREY, PALETTE -> 1;
            case RED_GREEN_BLUE, BRIGHTNESS_AND_DIFFERENCES -> 3;
        };
    }

    /** The value of a sample's counting bits. */
    int stored(int sample) {
        int toTop = 31 - highBit;
        return signed ? sample << toTop >> (32 - bitsStored) : sample << toTop >>> (32 - bitsStored);
    }

    /** The smallest and the largest value that a sample can have, added. */
    long storedRangeSum() {
        return signed ? -1 : (1L << bitsStored) - 1;
    }

    /** The number that a stored value stands for: of 32 bits, only signed ones fit. */
    long number(int stored) {
        return signed ? stored : Integer.toUnsignedLong(stored);
    }

    private static String photometric(DicomDataSet dataSet) {
        List<String> photometric = dataSet.texts(TagNumbers.PHOTOMETRIC);
        return photometric.isEmpty() ? "" : photometric.getFirst();
    }

    private static Colours colours(DicomDataSet dataSet) throws UnreadableImageException {
        String term = photometric(dataSet);
        int samples = dataSet.unsignedShort(TagNumbers.SAMPLES_PER_PIXEL, 1);
        boolean compressed = dataSet.syntax().pixels() != TransferSyntax.PixelCoding.NATIVE;
        if (samples == 1 && (term.isEmpty() || term.startsWith("MONOCHROME"))) {
            return Colours.GREY;
        }
        if (samples == 1 && term.equals("PALETTE COLOR")) {
            return Colours.PALETTE;
        }
        if (samples == 3 && (term.equals("RGB") || term.equals("YBR_ICT") || term.equals("YBR_RCT"))) {
            return Colours.RED_GREEN_BLUE;
        }
        if (samples == 3 && (term.equals("YBR_FULL") || (compressed && term.equals("YBR_FULL_422")))) {
            return Colours.BRIGHTNESS_AND_DIFFERENCES;
        }
        throw UnreadableImageException.unsupported(
                "This DICOM file holds a colour picture of an unusual kind", "Choose a grey MRI slice.");
    }

    private static boolean isInverted(DicomDataSet dataSet, List<String> notes) {
        String term = photometric(dataSet);
        return switch (term) {
            case "MONOCHROME1" -> {
                notes.add("This slice is stored with black and white exchanged; it was turned back.");
                yield true;
            }
            case "MONOCHROME2" -> false;
            default -> {
                notes.add("The file does not say whether large values are bright; they were taken to be.");
                yield false;
            }
        };
    }

    private static int frames(DicomDataSet dataSet) throws UnreadableImageException {
        List<String> texts = dataSet.texts(TagNumbers.NUMBER_OF_FRAMES);
        double frames =
                texts.isEmpty() ? 1 : HeaderText.number(texts.getFirst()).orElse(1);
        if (frames > MAX_FRAMES) {
            throw UnreadableImageException.tooLarge(
                    "This DICOM file says that it has more than the limit of " + MAX_FRAMES + " frames");
        }
        return (int) Math.max(1, frames);
    }
}
