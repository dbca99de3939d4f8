/**
 * Additively homomorphic RLWE for two parties: seeded symmetric ciphertexts upwards, switched and masked responses downwards.
 *
 * <p>The encryption is BFV (Fan and Vercauteren, ePrint 2012/144) with plaintext modulus 2^l and one 48-bit prime. What is special
 * is the answer: the server switches it to small powers of two and then adds a mask uniform over the whole residue, so that the
 * second half says nothing about the weights, whatever the client sent; the first half is pseudorandom because the public key's
 * uniform half comes from the server. No noise flooding is needed.
 *
 * <p>Imports: {@code gazelle.crypto.random}, {@code gazelle.crypto.ring}.
 */
@NullMarked
package gazelle.crypto.rlwe;

import org.jspecify.annotations.NullMarked;
