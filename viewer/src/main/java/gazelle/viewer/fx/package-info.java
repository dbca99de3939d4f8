/**
 * JavaFX controls that show slices, series and headers: the viewer's only JavaFX.
 *
 * <p>What is on the screen has no influence on what is classified. All classes belong to the JavaFX application thread.
 *
 * <p>May depend on: {@code gazelle.viewer.input}, {@code gazelle.viewer.display}, {@code gazelle.viewer.slice},
 * {@code gazelle.viewer.series}, JavaFX.
 */
@NullMarked
package gazelle.viewer.fx;

import org.jspecify.annotations.NullMarked;
