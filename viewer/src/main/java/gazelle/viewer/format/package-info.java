/**
 * Readers of PNG, JPEG and volumes (NIfTI, ANALYZE 7.5, NRRD, MetaImage, MGH) that may be damaged or hostile, and the names of
 * formats that are not read.
 *
 * <p>Every format of volumes has a reader that gives a {@code Volume}: stored voxels, scaling, places in the patient.
 * {@link gazelle.viewer.format.VolumeStack} makes slices of it, whatever the format was.
 *
 * <p>Sizes are checked before memory is taken, and nothing is written to disk. PNG follows its third edition (W3C, 2025).
 *
 * <p>Imports: {@code gazelle.viewer.codec}, {@code gazelle.viewer.display}, {@code gazelle.viewer.input},
 * {@code gazelle.viewer.slice}, {@code java.awt}, {@code javax.imageio}.
 */
@NullMarked
package gazelle.viewer.format;

import org.jspecify.annotations.NullMarked;
