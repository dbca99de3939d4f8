/**
 * Readers of PNG, JPEG and NIfTI-1 files that may be damaged or hostile, and the names of formats that are not read.
 *
 * <p>Sizes are checked before memory is taken, and nothing is written to disk. PNG follows its third edition (W3C, 2025).
 *
 * <p>May depend on: {@code gazelle.viewer.slice}, {@code gazelle.viewer.codec}, {@code gazelle.viewer.input}, {@code
 * gazelle.viewer.display}, {@code javax.imageio}, {@code java.awt.image}.
 */
@NullMarked
package gazelle.viewer.format;

import org.jspecify.annotations.NullMarked;
