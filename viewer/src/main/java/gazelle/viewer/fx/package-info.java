/**
 * JavaFX controls that show slices, series and headers: the viewer's only JavaFX.
 *
 * <p>What is on the screen has no influence on what is classified. All classes belong to the JavaFX application thread.
 *
 * <p>Imports: {@code gazelle.viewer.display}, {@code gazelle.viewer.input}, {@code gazelle.viewer.series},
 * {@code gazelle.viewer.slice}, {@code javafx}.
 */
@NullMarked
package gazelle.viewer.fx;

import org.jspecify.annotations.NullMarked;
