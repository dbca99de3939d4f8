/**
 * Randomness of the lattice side: secret seeds, AES-256-CTR expansion and the samplers of RLWE (uniform, ternary, centred binomial).
 *
 * <p>Entropy always enters through an injected {@link java.security.SecureRandom}. Samplers follow "CRYSTALS - Kyber" (Bos et
 * al., EuroS&amp;P 2018, section 2: centred binomial error).
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.crypto.random;

import org.jspecify.annotations.NullMarked;
