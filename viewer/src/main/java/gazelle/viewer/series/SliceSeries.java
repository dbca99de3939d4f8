package gazelle.viewer.series;

import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slices that belong together, in the order of their position, decoded when they are asked for.
 *
 * <p>It keeps the last decoded slices, up to {@value #MAX_KEPT_PIXELS} pixels, and the last file that held several. Safe
 * for use by several threads, one at a time.
 */
public final class SliceSeries {
    /** The most decoded pixels that are kept; four bytes each. */
    public static final int MAX_KEPT_PIXELS = 1 << 24;

    private final String title;
    private final List<Place> places;
    private final int preferred;
    private final Map<SliceSource, String> digests = new HashMap<>();
    private final Map<Integer, SliceFile> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptPixels;
    private @Nullable SliceSource openSource;
    private @Nullable SliceStack openStack;

    /**
     * The place where one slice is stored.
     *
     * @param source its file
     * @param index which of the file's slices, from 0
     */
    record Place(SliceSource source, int index) {}

    SliceSeries(String title, List<Place> places, int preferred) {
        if (places.isEmpty()) {
            throw new IllegalArgumentException("places: none (expected: at least one)");
        }
        this.preferred = Objects.checkIndex(preferred, places.size());
        this.title = Objects.requireNonNull(title, "title");
        this.places = List.copyOf(places);
    }

    /**
     * Returns the name that people gave the series; empty if its files have no name for it. It can name the patient if someone
     * typed that.
     */
    public String title() {
        return title;
    }

    /** Returns the number of slices, at least 1. */
    public int size() {
        return places.size();
    }

    /** Returns the slice to show first, from 0. */
    public int preferred() {
        return preferred;
    }

    /** Returns the name of a slice's file, within the folder or archive that was opened. */
    public String fileName(int index) {
        return places.get(index).source().name();
    }

    /** Returns a slice's file name with, of a file that holds several slices, {@code #} and its number in it, from 1. */
    public String name(int index) {
        Place place = places.get(index);
        boolean several = place.index() > 0
                || (index > 0 && places.get(index - 1).source().equals(place.source()))
                || (index + 1 < places.size() && places.get(index + 1).source().equals(place.source()));
        return place.source().name() + (several ? "#" + (place.index() + 1) : "");
    }

    /**
     * Decodes a slice, or returns it if it was kept.
     *
     * @param index from 0
     * @throws UnreadableImageException if its file is damaged or can no longer be read
     * @throws IndexOutOfBoundsException if there is no such slice
     */
    public synchronized SliceFile slice(int index) throws UnreadableImageException {
        Objects.checkIndex(index, places.size());
        SliceFile known = kept.get(index);
        if (known != null) {
            return known;
        }
        Place place = places.get(index);
        SliceFile slice = stackOf(place.source()).slice(place.index());
        keep(index, slice);
        return slice;
    }

    /**
     * Returns the SHA-256 of the file that a slice was decoded from, as 64 lower-case hexadecimal digits.
     *
     * @param index from 0
     * @return empty if the slice was not decoded yet
     * @throws IndexOutOfBoundsException if there is no such slice
     */
    public synchronized Optional<String> fileDigest(int index) {
        return Optional.ofNullable(digests.get(places.get(index).source()));
    }

    /**
     * Reads all that a slice's file says of itself; no pixel of it is decoded if the slice is kept.
     *
     * @param index from 0
     * @throws UnreadableImageException if its file is damaged or can no longer be read
     * @throws IndexOutOfBoundsException if there is no such slice
     */
    public SliceHeader header(int index) throws UnreadableImageException {
        return SliceHeader.read(places.get(index).source(), slice(index).info());
    }

    /** Forgets what was decoded; it is decoded again when it is asked for. */
    public synchronized void release() {
        kept.clear();
        keptPixels = 0;
        openSource = null;
        openStack = null;
    }

    private SliceStack stackOf(SliceSource source) throws UnreadableImageException {
        if (openStack != null && source.equals(openSource)) {
            return openStack;
        }
        openStack = null;
        OpenedFile opened = SliceReader.openFile(source);
        SliceStack stack = opened.stack();
        digests.put(source, opened.sha256());
        if (stack.size() > 1) {
            openSource = source;
            openStack = stack;
        }
        return stack;
    }

    private void keep(int index, SliceFile slice) {
        kept.put(index, slice);
        keptPixels += pixels(slice);
        while (keptPixels > MAX_KEPT_PIXELS && kept.size() > 1) {
            Map.Entry<Integer, SliceFile> oldest = kept.entrySet().iterator().next();
            keptPixels -= pixels(oldest.getValue());
            kept.remove(oldest.getKey());
        }
    }

    /** Returns the number of decoded pixels that are kept now. */
    synchronized long keptPixels() {
        return keptPixels;
    }

    private static long pixels(SliceFile slice) {
        return (long) slice.info().width() * slice.info().height();
    }
}
