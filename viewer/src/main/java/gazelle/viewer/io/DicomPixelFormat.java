package gazelle.viewer.io;

import gazelle.viewer.io.UnreadableImageException.Code;
import java.util.List;

/**
 * How a DICOM image lays out its samples (PS3.3 C.7.6.3, PS3.5 section 8).
 *
 * @param columns width in pixels, within the limits
 * @param rows height in pixels, within the limits
 * @param bitsAllocated bits that a sample takes in the file: 8 or 16
 * @param bitsStored bits of them that count, 1 to {@code bitsAllocated}
 * @param highBit position of the topmost counting bit
 * @param signed whether the counting bits are a two's complement number
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
        boolean inverted,
        int frames) {
    private static final int MAX_FRAMES = 1 << 24;

    /**
     * Reads and checks the description of the pixels.
     *
     * @param notes receives sentences for people
     */
    static DicomPixelFormat of(DicomDataSet dataSet, List<String> notes) throws UnreadableImageException {
        int rows = dataSet.unsignedShort(DicomDataSet.ROWS, 0);
        int columns = dataSet.unsignedShort(DicomDataSet.COLUMNS, 0);
        if (rows == 0 || columns == 0) {
            throw new UnreadableImageException(
                    Code.NO_PIXELS,
                    "This DICOM file gives its picture no size, so there is nothing to show. "
                            + "Export the slice again from its source.");
        }
        SliceReader.requireSizeWithinLimits(columns, rows);
        boolean inverted = isInverted(dataSet, notes);
        int allocated = dataSet.unsignedShort(DicomDataSet.BITS_ALLOCATED, 0);
        if (allocated != 8 && allocated != 16) {
            throw UnreadableImageException.unsupported(
                    "This DICOM file uses " + allocated + " bits for a pixel",
                    "Export the slice with 8 or 16 bits for a pixel.");
        }
        int stored = dataSet.unsignedShort(DicomDataSet.BITS_STORED, allocated);
        int highBit = dataSet.unsignedShort(DicomDataSet.HIGH_BIT, stored - 1);
        if (stored < 1 || stored > allocated || highBit < stored - 1 || highBit >= allocated) {
            throw UnreadableImageException.damaged("DICOM", "its pixel bits contradict each other");
        }
        boolean signed = dataSet.unsignedShort(DicomDataSet.PIXEL_REPRESENTATION, 0) == 1;
        int frames = frames(dataSet);
        if (frames > 1) {
            notes.add("This file holds " + frames + " frames; the first one is used.");
        }
        return new DicomPixelFormat(columns, rows, allocated, stored, highBit, signed, inverted, frames);
    }

    /** Bytes of one frame. */
    int frameSizeBytes() {
        return columns * rows * (bitsAllocated / 8);
    }

    /** The value of a sample's counting bits. */
    int stored(int sample) {
        int toTop = 31 - highBit;
        return signed ? sample << toTop >> (32 - bitsStored) : sample << toTop >>> (32 - bitsStored);
    }

    /** The smallest and the largest value that a sample can have, added. */
    int storedRangeSum() {
        return signed ? -1 : (1 << bitsStored) - 1;
    }

    private static boolean isInverted(DicomDataSet dataSet, List<String> notes) throws UnreadableImageException {
        List<String> photometric = dataSet.texts(DicomDataSet.PHOTOMETRIC);
        String term = photometric.isEmpty() ? "" : photometric.getFirst();
        if (dataSet.unsignedShort(DicomDataSet.SAMPLES_PER_PIXEL, 1) != 1
                || !(term.isEmpty() || term.startsWith("MONOCHROME"))) {
            throw UnreadableImageException.unsupported(
                    "This DICOM file holds a colour picture", "Choose a grey MRI slice.");
        }
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

    private static int frames(DicomDataSet dataSet) {
        List<String> texts = dataSet.texts(DicomDataSet.NUMBER_OF_FRAMES);
        double frames = texts.isEmpty() ? 1 : DicomText.number(texts.getFirst()).orElse(1);
        return (int) Math.clamp(frames, 1, MAX_FRAMES);
    }
}
