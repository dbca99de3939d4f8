/**
 * Readers of PNG, JPEG and NIfTI-1 files that may be damaged or hostile, and the names of formats that are not read.
 *
 * <p>Sizes are checked before memory is taken, and nothing is written to disk. PNG follows its third edition (W3C, 2025).
 *
 * <p>Imports: {@code gazelle.viewer.codec}, {@code gazelle.viewer.display}, {@code gazelle.viewer.input},
 * {@code gazelle.viewer.slice}, {@code java.awt}, {@code javax.imageio}.
 */
@NullMarked
package gazelle.viewer.format;

import org.jspecify.annotations.NullMarked;
