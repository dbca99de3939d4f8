/**
 * Coefficient packings: which tensor element lies at which power of X, so that one polynomial product is a convolution or a
 * matrix-vector product. Integer maps only; no cryptography and no secrets.
 *
 * <p>After Cheetah (Huang, Lu, Hong, Ding, ePrint 2022/207, section 3), with zero padding shared between neighbouring rows and
 * channels, several filters in one ciphertext, several groups of a grouped convolution, and tiles.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.crypto.packing;

import org.jspecify.annotations.NullMarked;
