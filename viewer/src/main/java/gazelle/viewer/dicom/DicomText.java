package gazelle.viewer.dicom;

import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.tag.TagNumbers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Text and numbers written as text in a DICOM data set (PS3.5 sections 6.1 and 6.2). */
final class DicomText {
    /** The longest text that is decoded: a number list or a comment fits, a hostile element does not cost memory. */
    private static final int MAX_ELEMENT_BYTES = 10240;

    private static final Map<Integer, SliceTag.Key> DISPLAYED = displayedByNumber();

    private DicomText() {}

    /** Returns whether an element is one that people are shown. */
    static boolean isDisplayed(int tag) {
        return DISPLAYED.containsKey(tag);
    }

    /** The displayed elements of a data set: those that identify the patient, or those that do not. */
    static List<SliceTag> tags(DicomDataSet dataSet, boolean identifying) {
        DicomCharset charset = DicomCharset.of(dataSet.texts(TagNumbers.CHARACTER_SET));
        List<SliceTag> tags = new ArrayList<>();
        for (SliceTag.Key key : SliceTag.Key.values()) {
            DicomElement element = dataSet.find(key.number());
            if (key.identifies() == identifying && element != null && !element.hasUndefinedLength()) {
                String value = HeaderText.displayable(
                        charset.decode(dataSet.content(), element.offset(), decodedLength(element)));
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

    private static int decodedLength(DicomElement element) {
        return Math.min(element.length(), MAX_ELEMENT_BYTES);
    }

    private static Map<Integer, SliceTag.Key> displayedByNumber() {
        Map<Integer, SliceTag.Key> keys = new HashMap<>();
        for (SliceTag.Key key : SliceTag.Key.values()) {
            keys.put(key.number(), key);
        }
        return Map.copyOf(keys);
    }
}
