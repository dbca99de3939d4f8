/**
 * A slice as every reader gives it: pixels, header entries, limits and refusals, whatever the file's format was.
 *
 * <p>Header entries that identify the patient are kept apart from the others ({@link gazelle.viewer.slice.Identifiers}).
 *
 * <p>Imports: {@code gazelle.viewer.codec}, {@code gazelle.viewer.display}, {@code gazelle.viewer.input}.
 */
@NullMarked
package gazelle.viewer.slice;

import org.jspecify.annotations.NullMarked;
