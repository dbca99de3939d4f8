/**
 * Reads slices from files that may be damaged or hostile: DICOM, NIfTI-1, PNG and JPEG.
 *
 * <p>Whatever the bytes are, the result is a {@link gazelle.viewer.io.SliceFile} or an
 * {@link gazelle.viewer.io.UnreadableImageException}; sizes are checked before memory is taken, and nothing is written
 * to disk. The pixels' codecs are those of {@code gazelle.viewer.codec}. DICOM follows the standard's parts PS3.3, PS3.5 and PS3.10; PNG its third edition (W3C, 2025).
 *
 * <p>May depend on: {@code gazelle.viewer.codec}, {@code gazelle.viewer.input}, {@code gazelle.viewer.display}, {@code
 * javax.imageio}.
 */
@NullMarked
package gazelle.viewer.io;

import org.jspecify.annotations.NullMarked;
