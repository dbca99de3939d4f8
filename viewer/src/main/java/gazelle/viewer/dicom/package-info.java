/**
 * DICOM files that may be damaged or hostile: pixels, header and de-identification (PS3.3, PS3.5, PS3.10; PS3.15 annex E).
 *
 * <p>{@link gazelle.viewer.dicom.DicomWalker} alone follows elements, items and sequences, for the reader of pictures, for the list of
 * all elements and, through that, for the de-identifier; so all three refuse the same nesting.
 *
 * <p>Imports: {@code gazelle.viewer.codec}, {@code gazelle.viewer.display}, {@code gazelle.viewer.format},
 * {@code gazelle.viewer.input}, {@code gazelle.viewer.slice}, {@code gazelle.viewer.tag}.
 */
@NullMarked
package gazelle.viewer.dicom;

import org.jspecify.annotations.NullMarked;
