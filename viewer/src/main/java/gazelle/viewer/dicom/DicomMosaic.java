package gazelle.viewer.dicom;

import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.tag.TagNumbers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells pictures that are a grid of slices, which only scanners' own words say: Image Type of Siemens (MOSAIC) and of UIH (VFRAME), and
 * private elements with the count of slices.
 */
final class DicomMosaic {
    /** The sentence that people read beside a mosaic. */
    static final String NOTE =
            "This picture is a mosaic of several slices. Models take one slice: do not rely on an answer about it.";

    /** An element that a creator reserves: the block of its name is unknown until the file is read (PS3.5 section 7.8.1). */
    private record Count(int group, String creator, int element, boolean binary) {}

    private static final List<Count> COUNTS = List.of(
            new Count(TagNumbers.SIEMENS_GROUP, "SIEMENS MR HEADER", 0x0A, true),
            new Count(TagNumbers.UIH_GROUP, "Image Private Header", 0x50, false));

    private static final Count CSA = new Count(TagNumbers.CSA_GROUP, "SIEMENS CSA HEADER", 0x10, true);
    private static final byte[] CSA_NAME = "NumberOfImagesInMosaic\0".getBytes(StandardCharsets.US_ASCII);

    /** From an entry's name to its first value: name(64) vm(4) vr(4) type(4) items(4) check(4), lengths(16). */
    private static final int CSA_VALUE = 100;

    private static final int FIRST_BLOCK = 0x10;
    private static final int LAST_BLOCK = 0xFF;

    private DicomMosaic() {}

    static boolean isMosaic(DicomDataSet dataSet) {
        List<String> type = dataSet.texts(TagNumbers.IMAGE_TYPE);
        if (type.contains("MOSAIC") || type.contains("VFRAME")) {
            return true;
        }
        for (Count count : COUNTS) {
            for (int block = FIRST_BLOCK; block <= LAST_BLOCK; block++) {
                if (isReserved(dataSet, count, block) && slices(dataSet, count, block) > 1) {
                    return true;
                }
            }
        }
        for (int block = FIRST_BLOCK; block <= LAST_BLOCK; block++) {
            if (isReserved(dataSet, CSA, block) && slicesOfCsa(dataSet, tag(CSA, block)) > 1) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReserved(DicomDataSet dataSet, Count count, int block) {
        List<String> creator = dataSet.texts(count.group << 16 | block);
        return !creator.isEmpty() && creator.getFirst().equalsIgnoreCase(count.creator);
    }

    private static int tag(Count count, int block) {
        return count.group << 16 | block << 8 | count.element;
    }

    private static double slices(DicomDataSet dataSet, Count count, int block) {
        DicomElement element = dataSet.find(tag(count, block));
        if (element == null) {
            return 0;
        }
        boolean binary = element.vr().equals("US")
                || element.vr().equals("SS")
                || (count.binary && (element.vr().isEmpty() || element.vr().equals("UN")));
        if (binary) {
            return dataSet.unsignedShort(element.tag(), 0);
        }
        List<String> texts = dataSet.texts(element.tag());
        return texts.isEmpty() ? 0 : HeaderText.number(texts.getFirst()).orElse(0);
    }

    /** The first digits of the entry's value in the header that Siemens scanners wrote before Image Type had the word. */
    private static int slicesOfCsa(DicomDataSet dataSet, int tag) {
        DicomElement element = dataSet.find(tag);
        if (element == null || element.hasUndefinedLength()) {
            return 0;
        }
        byte[] content = dataSet.content();
        int name = element.offset();
        while (name + CSA_VALUE < element.end() && !startsWith(content, name)) {
            name++;
        }
        int number = 0;
        for (int at = name + CSA_VALUE; at < Math.min(element.end(), name + CSA_VALUE + 4); at++) {
            if (content[at] >= '0' && content[at] <= '9') {
                number = 10 * number + content[at] - '0';
            } else if (content[at] != ' ') {
                break;
            }
        }
        return number;
    }

    private static boolean startsWith(byte[] content, int at) {
        for (int i = 0; i < CSA_NAME.length; i++) {
            if (content[at + i] != CSA_NAME[i]) {
                return false;
            }
        }
        return true;
    }
}
