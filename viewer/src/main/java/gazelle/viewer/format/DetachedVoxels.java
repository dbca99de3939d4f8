package gazelle.viewer.format;

import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.UnreadableImageException;

/** Voxels in a file of their own that a header names: it has to lie beside the header. */
final class DetachedVoxels {
    private DetachedVoxels() {}

    /**
     * Reads the file.
     *
     * @param format the format's name for people
     * @param named as the header names it
     * @throws UnreadableImageException if it lies elsewhere, is missing or cannot be read
     */
    static byte[] read(String format, String named, Neighbours neighbours) throws UnreadableImageException {
        String name = named.startsWith("./") ? named.substring(2) : named;
        if (!Neighbours.isPlain(name)) {
            throw UnreadableImageException.unsupported(
                    "This " + format + " file says that its voxels are in a file of another folder",
                    "Put that file beside the header, and its bare name into the header.");
        }
        return neighbours.read(name).orElseThrow(() -> VolumePair.missing(format, "the file that the header names"));
    }
}
