package gazelle.crypto.garbling;

/**
 * Inner loops of the gated sum: from wire labels to arithmetic shares (docs/protocol, activation circuit, item 4, where
 * the sum is an unsigned word; other weights and a constant cost nothing more). A scalar and a vector twin give the same words.
 *
 * <p>For a wire with zero label Z, zeta is Z's colour and H(Z[c]) the hash of its label of colour c; {@code hashes} holds
 * H(Z[0]) for all instances, then H(Z[1]). pi is the colour of the gate's zero label. The pad k is the low word of a
 * hash, m its high word. Rows and sums have the same layout: A (or G_A, E_A) of instance i is word 2i, B is word 2i + 1;
 * what an instance has once is word 2i, and word 2i + 1 is then undefined.
 *
 * <p>Sums are kept modulo 2^64 and reduced when rows are packed. Constant time: colours enter by masks.
 */
interface WordKernel {
    /**
     * Rows A and B of a wire of weight factor 2^exponent, and the garbler's sums: A = factor pi(1-2 zeta) + k0 - k1, G_A +=
     * 2^exponent(factor pi zeta - k0); B and G_B likewise with 1 - pi and m.
     */
    void garbleTerm(
            byte[] gate,
            byte[] wire,
            byte[] hashes,
            int exponent,
            long factor,
            long[] rows,
            long[] sums,
            int instances);

    /**
     * Row T = (G_B - G_A) / 2^lowest + h0 - h1 and, in place of the sums, the garbler's share G_A - 2^lowest h0, after
     * adding pi constant to G_A and (1 - pi) constant to G_B. All sums are multiples of 2^lowest.
     */
    void garbleGate(byte[] gate, byte[] hashes, long constant, int lowest, long[] rows, long[] sums, int instances);

    /** E_A += 2^exponent(k + c A) and E_B += 2^exponent(m + c B), c the colour of the label the evaluator holds. */
    void evaluateTerm(byte[] wire, byte[] hashes, int exponent, long[] rows, long[] sums, int instances);

    /**
     * In place of the sums the evaluator's share, E_A + 2^lowest h for a gate label of colour 0 and E_B + 2^lowest (h +
     * T) for colour 1.
     */
    void evaluateGate(byte[] gate, byte[] hashes, int lowest, long[] rows, long[] sums, int instances);

    /** Colours of a wire's labels, as the words 2i. */
    void colours(byte[] wire, long[] rows, int instances);
}
