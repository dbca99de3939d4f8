/**
 * Decoders of the compressed pixels that medical files hold: RLE, JPEG, JPEG-LS and JPEG 2000.
 *
 * <p>Each takes untrusted bytes and the size that its caller expects, and gives {@link gazelle.viewer.codec.Samples} or a
 * {@link gazelle.viewer.codec.CodecException}. The expected size bounds the memory and the time: a stream that claims
 * another size is refused before anything is allocated. Sources: PS3.5 annex G (RLE), ITU-T T.81 (JPEG), T.87 (JPEG-LS)
 * and T.800 (JPEG 2000).
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.viewer.codec;

import org.jspecify.annotations.NullMarked;
