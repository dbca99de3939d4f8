package gazelle.viewer.series;

import gazelle.viewer.slice.SliceStack;
import java.util.Objects;

/**
 * A file whose slices can be decoded.
 *
 * @param stack its slices
 * @param sha256 the digest of its bytes, of a volume in two files of the header's bytes and then those of the voxels, as 64 lower-case
 *     hexadecimal digits
 */
public record OpenedFile(SliceStack stack, String sha256) {
    public OpenedFile {
        Objects.requireNonNull(stack, "stack");
        Objects.requireNonNull(sha256, "sha256");
    }
}
