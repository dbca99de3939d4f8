/**
 * Garbled execution of circuits: half gates or three halves, free XOR, point and permute, and gated sums that end in
 * arithmetic shares.
 *
 * <p>The server is the {@link gazelle.crypto.garbling.Garbler}, the client the
 * {@link gazelle.crypto.garbling.Evaluator}. Both run a circuit's description gate by gate over blocks of 256 instances,
 * so that hashing is bulk AES. The zero labels of the client's inputs come from the oblivious transfer (package
 * {@code gazelle.crypto.ot}); no label of an input is ever sent.
 *
 * <p>A chunk is a {@link gazelle.crypto.circuit.Cascade}: its later steps read labels that the one before passed on, copied
 * to any number of instances. Labels may be copied: free XOR lets a wire enter any number of gates, and one Delta serves all
 * instances anyway. What must never repeat is the key of a hash, because two hashes of one label under one key would be
 * equal. So the blocks of a layer are counted through all its chunks and steps, by garbler and evaluator alike in the order in
 * which they run, and every gate of a block has its number (docs/adr/0012).
 *
 * <p>Tables of a step: gate-major; each row holds its bits for all instances of the step, packed from the lowest bit
 * of the first byte, padded to a byte. Those of a chunk are its steps' one after the other;
 * {@link gazelle.crypto.circuit.Cascade#tableBytes} is their exact size.
 *
 * <p>Hash (TMMO form of Guo, Katz, Wang, Yu, IEEE S&amp;P 2020): H(x; id, j) = pi(pi(x) xor j) xor pi(x), pi = AES-128
 * under K = S xor id, a new key for every gate, role and block of at most 256 instances; j is the instance within the
 * block. id, most significant byte first:
 *
 * <pre>
 * +--------+---------+---------+--------+-----------+--------+
 * | domain |  layer  |  gate   |  role  |   block   |   0    |
 * |   8    |   16    |   24    |   8    |    40     |   32   |   bits
 * +--------+---------+---------+--------+-----------+--------+
 * </pre>
 *
 * <p>The inner loops exist twice, scalar and in vectors ({@code Kernels}), and give the same bytes.
 *
 * <p>Papers: Zahur, Rosulek, Evans (ePrint 2014/756); Rosulek, Roy (ePrint 2021/749, docs/adr/0010); docs/protocol for the
 * gated sum.
 *
 * <p>Imports: {@code gazelle.crypto.circuit}, {@code gazelle.crypto.random}, {@code gazelle.crypto.vector},
 * {@code jdk.incubator.vector}.
 */
@NullMarked
package gazelle.crypto.garbling;

import org.jspecify.annotations.NullMarked;
