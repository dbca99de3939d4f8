/**
 * From a slice to light on a screen: window/level, place, turns, marks and rendering, without any user-interface toolkit.
 *
 * <p>Display never changes what is classified: nothing here leads back to {@link gazelle.viewer.input.ModelInput}.
 * Window functions follow DICOM PS3.3, section C.11.2.1.2.
 *
 * <p>Imports: {@code gazelle.viewer.input}.
 */
@NullMarked
package gazelle.viewer.display;

import org.jspecify.annotations.NullMarked;
