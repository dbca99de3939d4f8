package gazelle.viewer.format;

import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Volumes in two files of one name: {@code .hdr} with the header and {@code .img} with the voxels, each packed or not. */
public final class VolumePair {
    private static final String PACKED = ".gz";

    private VolumePair() {}

    /**
     * Finds the header of the file that is read, should it be the voxels of a volume: such a file's content says nothing of itself.
     *
     * @return the name of the neighbour that is its header
     * @throws UnreadableImageException if a neighbour cannot be read
     */
    public static Optional<String> headerOf(Neighbours neighbours) throws UnreadableImageException {
        for (String name : partners(neighbours.ownName(), ".img", ".hdr")) {
            Optional<byte[]> content = neighbours.read(name);
            if (content.isPresent() && isHeader(content.get())) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** Returns the unpacked voxels that belong to the header which is read. */
    static byte[] voxels(String format, Neighbours neighbours) throws UnreadableImageException {
        List<String> names = partners(neighbours.ownName(), ".hdr", ".img");
        for (String name : names) {
            Optional<byte[]> content = neighbours.read(name);
            if (content.isPresent()) {
                byte[] voxels = content.get();
                return Unpacking.isGzip(voxels) ? Unpacking.gunzip(voxels) : voxels;
            }
        }
        throw missing(format, names.isEmpty() ? "the file of the same name that ends in .img" : names.getFirst());
    }

    /** Returns the refusal of a header whose voxels are elsewhere. */
    static UnreadableImageException missing(String format, String name) {
        return new UnreadableImageException(
                Code.TRUNCATED,
                "This " + format + " file is a header alone: its voxels are in another file (" + name
                        + "), which does not lie beside it. Put both into one folder and open the header again.");
    }

    private static boolean isHeader(byte[] content) {
        byte[] plain =
                Unpacking.isGzip(content) ? Unpacking.gunzipBeginning(content, AnalyzeVolume.MAX_BYTES) : content;
        return NiftiHeader.isNifti(plain) || AnalyzeVolume.isAnalyze(plain);
    }

    /** The names that the other file may have, the likeliest first. */
    private static List<String> partners(String name, String own, String other) {
        boolean packed = name.toLowerCase(Locale.ROOT).endsWith(PACKED);
        String plain = packed ? name.substring(0, name.length() - PACKED.length()) : name;
        if (!plain.toLowerCase(Locale.ROOT).endsWith(own)) {
            return List.of();
        }
        String stem = plain.substring(0, plain.length() - own.length());
        // A name in capitals has a partner in capitals, as on disks that know no others.
        boolean capitals = plain.endsWith(own.toUpperCase(Locale.ROOT));
        List<String> names = new ArrayList<>();
        for (String ending : packed ? List.of(other + PACKED, other) : List.of(other, other + PACKED)) {
            names.add(stem + (capitals ? ending.toUpperCase(Locale.ROOT) : ending));
            names.add(stem + (capitals ? ending : ending.toUpperCase(Locale.ROOT)));
        }
        return names;
    }
}
