package gazelle.viewer.io;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Text and numbers written as text in a DICOM data set (PS3.5 sections 6.1 and 6.2). */
final class DicomText {
    /** Beyond any scanner's numbers; keeps every value and window finite in single precision. */
    private static final double MAX_MAGNITUDE = 1e12;

    private static final int MAX_DISPLAY_LENGTH = 256;

    /** The longest text that is decoded: a number list or a comment fits, a hostile element does not cost memory. */
    private static final int MAX_ELEMENT_BYTES = 10240;

    private static final int MAX_NUMBER_LENGTH = 32;
    private static final String NUMBER = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";

    private static final Map<Integer, SliceTag.Key> DISPLAYED = displayedByNumber();

    private DicomText() {}

    /** Whether an element is one that people are shown. */
    static boolean isDisplayed(int tag) {
        return DISPLAYED.containsKey(tag);
    }

    /** The displayed elements of a data set: those that identify the patient, or those that do not. */
    static List<SliceTag> tags(DicomDataSet dataSet, boolean identifying) {
        DicomCharset charset = DicomCharset.of(dataSet.texts(DicomDataSet.CHARACTER_SET));
        List<SliceTag> tags = new ArrayList<>();
        for (SliceTag.Key key : SliceTag.Key.values()) {
            DicomElement element = dataSet.find(key.number());
            if (key.identifies() == identifying && element != null && !element.hasUndefinedLength()) {
                String value = displayable(charset.decode(dataSet.content(), element.offset(), decodedLength(element)));
                if (!value.isEmpty()) {
                    tags.add(new SliceTag(key, value));
                }
            }
        }
        return tags;
    }

    /** The values of an element in the default character set, trimmed; none if the element is empty. */
    static List<String> plain(byte[] content, DicomElement element) {
        if (element.length() == 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        String text = new String(content, element.offset(), decodedLength(element), StandardCharsets.ISO_8859_1);
        for (String value : text.split("\\\\", -1)) {
            values.add(value.replace('\0', ' ').strip());
        }
        return values;
    }

    /** A decimal string as a finite number; empty if it is none. */
    static OptionalDouble number(String text) {
        if (text.length() > MAX_NUMBER_LENGTH || !text.matches(NUMBER)) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** A decimal string as a number that a scanner could mean; empty if it is none. */
    static OptionalDouble sensible(String text) {
        OptionalDouble number = number(text);
        return number.isPresent() && Math.abs(number.getAsDouble()) <= MAX_MAGNITUDE ? number : OptionalDouble.empty();
    }

    private static int decodedLength(DicomElement element) {
        return Math.min(element.length(), MAX_ELEMENT_BYTES);
    }

    /** Control and formatting characters could forge lines of a log or turn text around on the screen. */
    static String displayable(String text) {
        return displayable(text, MAX_DISPLAY_LENGTH);
    }

    /** As {@link #displayable(String)}, of at most so many characters. */
    static String displayable(String text, int maxLength) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(maxLength)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(clean::appendCodePoint);
        String stripped = clean.toString().strip();
        return stripped.length() <= maxLength ? stripped : stripped.substring(0, maxLength);
    }

    private static Map<Integer, SliceTag.Key> displayedByNumber() {
        Map<Integer, SliceTag.Key> keys = new HashMap<>();
        for (SliceTag.Key key : SliceTag.Key.values()) {
            keys.put(key.number(), key);
        }
        return Map.copyOf(keys);
    }
}
