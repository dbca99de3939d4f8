/**
 * The way from a path to slices: any file, folder or ZIP archive, sorted into series, decoded when asked.
 *
 * <p>Whatever the bytes are, the result is a {@link gazelle.viewer.slice.SliceFile} or an
 * {@link gazelle.viewer.slice.UnreadableImageException}. A file's content decides its format; its name plays no part.
 *
 * <p>Imports: {@code gazelle.viewer.dicom}, {@code gazelle.viewer.format}, {@code gazelle.viewer.slice}.
 */
@NullMarked
package gazelle.viewer.series;

import org.jspecify.annotations.NullMarked;
