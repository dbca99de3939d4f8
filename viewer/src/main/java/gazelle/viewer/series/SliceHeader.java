package gazelle.viewer.series;

import gazelle.viewer.dicom.DicomTag;
import gazelle.viewer.dicom.DicomTags;
import gazelle.viewer.format.VolumeStack;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that a slice's file says of itself, for people. It can hold what identifies the patient.
 *
 * @param entries in the order of the file
 * @param complete whether it is all; a damaged file or one with very many entries gives its beginning
 */
public record SliceHeader(List<HeaderEntry> entries, boolean complete) {
    /** The most entries that are listed. */
    public static final int MAX_ENTRIES = 20_000;

    /** Enough for what precedes the pixels of nearly every file; the others are read in full. */
    private static final int HEAD_BYTES = 1 << 16;

    /** Elements that people look for beyond {@link SliceTag.Key}: encoding, kind, size, values, marks. */
    private static final Set<Integer> FURTHER_KEYS = Set.of(
            TagNumbers.TRANSFER_SYNTAX,
            TagNumbers.IMAGE_TYPE,
            TagNumbers.SOP_CLASS,
            TagNumbers.SERIES_DATE,
            TagNumbers.CONTENT_DATE,
            TagNumbers.MODEL_NAME,
            TagNumbers.SEQUENCE_NAME,
            TagNumbers.SPACING_BETWEEN_SLICES,
            TagNumbers.FLIP_ANGLE,
            TagNumbers.SLICE_LOCATION,
            TagNumbers.PHOTOMETRIC,
            TagNumbers.NUMBER_OF_FRAMES,
            TagNumbers.ROWS,
            TagNumbers.COLUMNS,
            TagNumbers.BITS_STORED,
            TagNumbers.WINDOW_CENTRE,
            TagNumbers.WINDOW_WIDTH,
            TagNumbers.RESCALE_INTERCEPT,
            TagNumbers.RESCALE_SLOPE,
            TagNumbers.LOSSY);

    private static final Set<Integer> KEYS = keys();

    public SliceHeader {
        entries = List.copyOf(entries);
    }

    /** Reads as much of a file as is needed. */
    static SliceHeader read(SliceSource source, SliceInfo info) throws UnreadableImageException {
        return switch (info.format()) {
            case DICOM -> dicom(source);
            case NIFTI, ANALYZE, NRRD, META_IMAGE, MGH -> {
                List<HeaderEntry> entries = facts(info);
                if (SliceReader.openFile(source).stack() instanceof VolumeStack volume) {
                    entries.addAll(volume.header());
                }
                yield new SliceHeader(entries, true);
            }
            case PNG, JPEG -> new SliceHeader(facts(info), true);
        };
    }

    private static SliceHeader dicom(SliceSource source) throws UnreadableImageException {
        byte[] head = source.readUnpacked(HEAD_BYTES);
        DicomTags tags = DicomTags.parse(head);
        if (!tags.reachesPixels() && head.length == HEAD_BYTES) {
            tags = DicomTags.parse(source.readUnpacked(FileLimits.MAX_FILE_SIZE_BYTES + 1));
        }
        List<HeaderEntry> entries = new ArrayList<>();
        for (DicomTag tag : tags.list()) {
            if (entries.size() == MAX_ENTRIES) {
                return new SliceHeader(entries, false);
            }
            boolean key = tag.depth() == 0 && KEYS.contains(tag.tag());
            entries.add(new HeaderEntry(tag.number(), tag.vr(), tags.name(tag), tags.text(tag), tag.depth(), key));
        }
        return new SliceHeader(entries, tags.complete() || tags.reachesPixels());
    }

    private static List<HeaderEntry> facts(SliceInfo info) {
        List<HeaderEntry> entries = new ArrayList<>();
        entries.add(HeaderEntry.fact("Format", info.format().displayName()));
        entries.add(HeaderEntry.fact("Encoding", info.encoding()));
        entries.add(HeaderEntry.fact("Columns", info.width()));
        entries.add(HeaderEntry.fact("Rows", info.height()));
        entries.add(HeaderEntry.fact("Bits of a value", info.bits()));
        if (info.frames() > 1) {
            entries.add(HeaderEntry.fact("Slices", info.frames()));
        }
        info.tags().forEach(tag -> entries.add(HeaderEntry.fact(tag.key().displayName(), tag.value())));
        return entries;
    }

    private static Set<Integer> keys() {
        Set<Integer> keys = new HashSet<>(FURTHER_KEYS);
        for (SliceTag.Key key : SliceTag.Key.values()) {
            keys.add(key.number());
        }
        return Set.copyOf(keys);
    }
}
