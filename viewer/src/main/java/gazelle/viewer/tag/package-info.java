/**
 * Numbers, names and value representations of DICOM elements (PS3.6), in one place.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.viewer.tag;

import org.jspecify.annotations.NullMarked;
