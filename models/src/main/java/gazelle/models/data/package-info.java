/**
 * Labelled images from a folder or a zip archive, prepared by exactly the code that the client uses.
 *
 * <p>Archives are read in memory; names from archives and label files are never used as paths to write to.
 *
 * <p>Imports: {@code gazelle.protocol.model}, {@code gazelle.viewer.input}, {@code gazelle.viewer.series},
 * {@code gazelle.viewer.slice}, {@code java.awt}, {@code javax.imageio}.
 */
@NullMarked
package gazelle.models.data;

import org.jspecify.annotations.NullMarked;
