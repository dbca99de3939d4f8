/**
 * DICOM files that may be damaged or hostile: pixels, header and de-identification (PS3.3, PS3.5, PS3.10; PS3.15 annex E).
 *
 * <p>{@link gazelle.viewer.dicom.DicomWalker} alone follows elements, items and sequences, for the reader of pictures, for the list of
 * all elements and, through that, for the de-identifier; so all three refuse the same nesting.
 *
 * <p>May depend on: {@code gazelle.viewer.slice}, {@code gazelle.viewer.tag}, {@code gazelle.viewer.format}, {@code
 * gazelle.viewer.codec}, {@code gazelle.viewer.input}, {@code gazelle.viewer.display}, {@code javax.crypto}.
 */
@NullMarked
package gazelle.viewer.dicom;

import org.jspecify.annotations.NullMarked;
