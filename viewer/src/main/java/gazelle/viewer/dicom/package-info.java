/**
 * De-identification of DICOM files (PS3.15 annex E): what leaves the viewer leaves without names.
 *
 * <p>May depend on: {@code gazelle.viewer.io}.
 */
@NullMarked
package gazelle.viewer.dicom;

import org.jspecify.annotations.NullMarked;
