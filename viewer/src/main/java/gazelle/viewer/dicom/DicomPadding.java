package gazelle.viewer.dicom;

import gazelle.viewer.tag.TagNumbers;
import java.util.List;
import java.util.OptionalInt;

/**
 * The stored values that mean "no picture here" (PS3.3 C.7.5.1.1.2): one, or all from one to another.
 *
 * @param low the smallest
 * @param high the largest
 */
record DicomPadding(long low, long high) {
    /** The range without any value. */
    private static final DicomPadding NONE = new DicomPadding(1, 0);

    /** Reads the padding of a grey picture's data set. */
    static DicomPadding of(DicomDataSet dataSet, DicomPixelFormat format) {
        OptionalInt value = number(dataSet, TagNumbers.PADDING, format);
        if (value.isEmpty()) {
            return NONE;
        }
        int limit = number(dataSet, TagNumbers.PADDING_LIMIT, format).orElse(value.getAsInt());
        return new DicomPadding(Math.min(value.getAsInt(), limit), Math.max(value.getAsInt(), limit));
    }

    /**
     * Gives padding pixels the smallest value that is none, so that they are background and extend no range. Padding of value 0 below
     * all others is left: it is such a background.
     *
     * @param stored the stored values
     * @param values the values that are shown, changed in place
     * @param notes receives a sentence for people if a pixel changed
     */
    void removeInPlace(long[] stored, float[] values, List<String> notes) {
        float darkest = Float.POSITIVE_INFINITY;
        int padding = 0;
        for (int i = 0; i < stored.length; i++) {
            if (isPadding(stored[i])) {
                padding++;
            } else {
                darkest = Math.min(darkest, values[i]);
            }
        }
        if (padding == 0 || padding == stored.length) {
            return;
        }
        int changed = 0;
        for (int i = 0; i < stored.length; i++) {
            boolean background = values[i] == 0 && darkest >= 0;
            if (isPadding(stored[i]) && !background) {
                values[i] = darkest;
                changed++;
            }
        }
        if (changed > 0) {
            notes.add("The file marks " + changed + " of " + stored.length
                    + " pixels as padding without a picture; they were given the darkest value of the others.");
        }
    }

    private boolean isPadding(long stored) {
        return low <= stored && stored <= high;
    }

    /** As signed as the pixels are, whatever the element's VR says. */
    private static OptionalInt number(DicomDataSet dataSet, int tag, DicomPixelFormat format) {
        DicomElement element = dataSet.find(tag);
        if (element == null || element.length() < 2) {
            return OptionalInt.empty();
        }
        int bits = dataSet.unsignedShort(tag, 0);
        return OptionalInt.of(format.signed() ? (short) bits : bits);
    }
}
