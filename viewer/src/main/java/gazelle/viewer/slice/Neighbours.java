package gazelle.viewer.slice;

import java.util.Optional;

/**
 * The files beside the one that is read, in its folder or in its folder of an archive: some formats keep the header of a volume
 * in one file and its voxels in another.
 */
public interface Neighbours {
    /** No other file: of content that came alone. */
    Neighbours NONE = new Neighbours() {
        @Override
        public String ownName() {
            return "";
        }

        @Override
        public Optional<byte[]> read(String name) {
            return Optional.empty();
        }
    };

    /** Returns the name of the file that is read, without its folder; empty if it has none. */
    String ownName();

    /**
     * Returns the content of a neighbour.
     *
     * @param name its name, without a folder
     * @return empty if there is no such file, or if the name leads elsewhere
     * @throws UnreadableImageException if the drive or the archive does not give it, or if it is larger than the limit
     */
    Optional<byte[]> read(String name) throws UnreadableImageException;

    /** Returns whether a name is that of a file, and leads to no other folder, drive or stream. */
    static boolean isPlain(String name) {
        return !name.isBlank()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
    }
}
