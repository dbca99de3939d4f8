/**
 * The way from a path to slices: any file, folder or ZIP archive, sorted into series, decoded when asked.
 *
 * <p>Whatever the bytes are, the result is a {@link gazelle.viewer.slice.SliceFile} or an
 * {@link gazelle.viewer.slice.UnreadableImageException}. A file's content decides its format; a name leads only from one file of
 * a volume to the other.
 *
 * <p>Imports: {@code gazelle.viewer.dicom}, {@code gazelle.viewer.format}, {@code gazelle.viewer.slice}.
 */
@NullMarked
package gazelle.viewer.series;

import org.jspecify.annotations.NullMarked;
