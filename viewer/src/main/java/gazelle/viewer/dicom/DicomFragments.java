package gazelle.viewer.dicom;

import gazelle.viewer.slice.UnreadableImageException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Compressed pixels in fragments (PS3.5 section A.4), found once and joined frame by frame.
 *
 * <pre>
 *   item: offsets of the frames, or empty | item: fragment | item: fragment | ... | delimiter
 * </pre>
 */
final class DicomFragments {
    private final byte[] content;
    private final int frames;
    private final DicomElement offsets;
    private final List<DicomElement> fragments;

    /**
     * Finds the fragments.
     *
     * @param start where the items begin
     * @param frames how many frames the data set announces
     * @throws UnreadableImageException if the items end too early or are none
     */
    DicomFragments(byte[] content, int start, int frames) throws UnreadableImageException {
        this.content = content;
        this.frames = frames;
        List<DicomElement> items = new DicomWalker(content).fragments(start);
        if (items.isEmpty()) {
            throw UnreadableImageException.damaged(
                    "DICOM", "its compressed pixels hold something other than fragments");
        }
        offsets = items.getFirst();
        fragments = items.subList(1, items.size());
    }

    /** The bytes of one frame, from 0. */
    byte[] frame(int index) throws UnreadableImageException {
        if (fragments.size() < frames) {
            throw UnreadableImageException.truncated("DICOM");
        }
        if (frames == 1) {
            return join(0, fragments.size());
        }
        if (fragments.size() == frames) {
            return join(index, index + 1);
        }
        List<Integer> starts = offsets.length() == 4 * frames ? startsByOffsets() : startsByContent();
        if (starts.size() != frames) {
            throw UnreadableImageException.damaged("DICOM", "its fragments do not add up to its frames");
        }
        return join(starts.get(index), index + 1 < frames ? starts.get(index + 1) : fragments.size());
    }

    private List<Integer> startsByOffsets() {
        int base = offsets.end();
        List<Integer> starts = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < fragments.size() && next < frames; i++) {
            int itemStart = fragments.get(i).offset() - DicomElement.MIN_BYTES;
            if (itemStart - base == DicomElement.intAt(content, offsets.offset() + 4 * next, false)) {
                starts.add(i);
                next++;
            }
        }
        return starts;
    }

    /** Without offsets: a fragment that begins like a JPEG or JPEG 2000 stream begins a frame. */
    private List<Integer> startsByContent() {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < fragments.size(); i++) {
            DicomElement fragment = fragments.get(i);
            if (fragment.length() >= 2) {
                int mark = DicomElement.shortAt(content, fragment.offset(), true);
                if (mark == 0xFFD8 || mark == 0xFF4F) {
                    starts.add(i);
                }
            }
        }
        return starts;
    }

    private byte[] join(int from, int to) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (DicomElement fragment : fragments.subList(from, to)) {
            joined.write(content, fragment.offset(), fragment.length());
        }
        return joined.toByteArray();
    }
}
