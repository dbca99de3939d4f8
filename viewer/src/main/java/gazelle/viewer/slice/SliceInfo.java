package gazelle.viewer.slice;

import gazelle.viewer.display.PixelSpacing;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.display.WindowLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file's statements about its slice.
 *
 * @param format the file's format
 * @param encoding the encoding in words, such as {@code Explicit VR Little Endian}
 * @param width columns
 * @param height rows
 * @param bits significant bits of a stored sample
 * @param frames pictures in the file
 * @param frame which of them this is, from 0
 * @param lossy whether the stored picture is known to have lost something by compression
 * @param tags header entries that identify nobody, in the order of their keys
 * @param identifiers header entries that identify the patient
 * @param windows windows that the file suggests, first choice first; may be empty
 * @param geometry where the slice lies in the patient, if the file says so
 * @param notes sentences that people should see beside the picture; may be empty
 */
public record SliceInfo(
        SliceFormat format,
        String encoding,
        int width,
        int height,
        int bits,
        int frames,
        int frame,
        boolean lossy,
        List<SliceTag> tags,
        Identifiers identifiers,
        List<WindowLevel> windows,
        @Nullable SliceGeometry geometry,
        List<String> notes) {
    private static final double MAX_RATIO = 1000;

    public SliceInfo {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(identifiers, "identifiers");
        requirePositive("width", width);
        requirePositive("height", height);
        requirePositive("bits", bits);
        requirePositive("frames", frames);
        Objects.checkIndex(frame, frames);
        tags = List.copyOf(tags);
        windows = List.copyOf(windows);
        notes = List.copyOf(notes);
        for (SliceTag tag : tags) {
            if (tag.key().identifies()) {
                throw new IllegalArgumentException("tag: " + tag.key() + " (expected: one that identifies nobody)");
            }
        }
    }

    /**
     * Returns the facts of a picture that has neither a header nor a place in a patient.
     *
     * @param bits of a sample as stored
     * @param lossy whether it was compressed with loss
     */
    public static SliceInfo ofPicture(
            SliceFormat format, int width, int height, int bits, boolean lossy, List<String> notes) {
        return new SliceInfo(
                format,
                bits + " bits per sample",
                width,
                height,
                bits,
                1,
                0,
                lossy,
                List.of(),
                Identifiers.none(),
                List.of(),
                null,
                notes);
    }

    /** Returns the entries that identify nobody as the input checks of a model card name them: {@code series-description}. */
    public Map<String, String> headerFields() {
        return tags.stream()
                .collect(Collectors.toUnmodifiableMap(
                        tag -> tag.key().fieldName(), SliceTag::value, (first, _) -> first));
    }

    /** Returns the value of one entry that identifies nobody, if the file has it. */
    public Optional<String> value(SliceTag.Key key) {
        return find(tags, key);
    }

    /** Returns the distances of the pixels, if the file gives them. */
    public Optional<PixelSpacing> spacing() {
        if (geometry != null) {
            return Optional.of(new PixelSpacing(geometry.columnSpacing(), geometry.rowSpacing()));
        }
        List<OptionalDouble> numbers = value(SliceTag.Key.PIXEL_SPACING).stream()
                .flatMap(text -> Stream.of(text.split("\\\\")))
                .map(text -> HeaderText.sensible(text.strip()))
                .toList();
        return numbers.size() == 2 && numbers.stream().allMatch(number -> number.orElse(0) > 0)
                ? Optional.of(new PixelSpacing(
                        numbers.get(1).orElseThrow(), numbers.get(0).orElseThrow()))
                : Optional.empty();
    }

    /** Returns the mark of a picture that lost something by compression, with the ratio if the file gives one. */
    public Optional<String> lossyMark() {
        if (!lossy) {
            return Optional.empty();
        }
        // One ratio for each time that it was compressed (PS3.3 C.7.6.1.1.5.2).
        double ratio = value(SliceTag.Key.LOSSY_RATIO).stream()
                .flatMap(text -> Stream.of(text.split("\\\\")))
                .mapToDouble(text -> HeaderText.sensible(text.strip()).orElse(1))
                .reduce(1, (product, next) -> product * next);
        return Optional.of(
                ratio > 1 && ratio < MAX_RATIO
                        ? String.format(
                                Locale.ROOT, ratio < 10 ? "Lossy compressed %.1f:1" : "Lossy compressed %.0f:1", ratio)
                        : "Lossy compressed");
    }

    /** Returns whether the file itself says that there is writing in its picture which can identify the patient. */
    public boolean saysTextIsBurnedIn() {
        return value(SliceTag.Key.BURNED_IN_ANNOTATION)
                .map(value -> value.equalsIgnoreCase("YES"))
                .orElse(false);
    }

    /** The same with one more sentence for people. */
    SliceInfo withNote(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new SliceInfo(
                format,
                encoding,
                width,
                height,
                bits,
                frames,
                frame,
                lossy,
                tags,
                identifiers,
                windows,
                geometry,
                more);
    }

    /** Returns the value of one of some entries, if it is among them. */
    public static Optional<String> find(List<SliceTag> tags, SliceTag.Key key) {
        return tags.stream()
                .filter(tag -> tag.key() == key)
                .map(SliceTag::value)
                .findFirst();
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
