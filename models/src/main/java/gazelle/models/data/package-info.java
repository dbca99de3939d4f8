/**
 * Labelled images from a folder or a zip archive, prepared by exactly the code that the client uses.
 *
 * <p>Archives are read in memory; names from archives and label files are never used as paths to write to. May depend on
 * {@code gazelle.viewer} and {@code gazelle.protocol.model}.
 */
@NullMarked
package gazelle.models.data;

import org.jspecify.annotations.NullMarked;
