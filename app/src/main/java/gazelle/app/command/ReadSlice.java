package gazelle.app.command;

import gazelle.app.record.Sha256;
import gazelle.viewer.slice.SliceFile;

/**
 * A slice with the digest of its file.
 *
 * @param slice as read
 * @param fileDigest of the file's bytes
 */
record ReadSlice(SliceFile slice, Sha256 fileDigest) {}
