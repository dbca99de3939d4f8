/**
 * Numbers, names and value representations of DICOM elements (PS3.6), in one place.
 *
 * <p>May depend on: {@code java.base} only.
 */
@NullMarked
package gazelle.viewer.tag;

import org.jspecify.annotations.NullMarked;
