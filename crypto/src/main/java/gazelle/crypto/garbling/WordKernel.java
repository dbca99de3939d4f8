package gazelle.crypto.garbling;

import static gazelle.crypto.garbling.LabelKernel.get;

/**
 * Inner loops of the gated word: from wire labels to arithmetic shares (docs/protocol, activation circuit, item 4).
 *
 * <p>For a wire with zero label Z, zeta is Z's colour and H(Z[c]) the hash of its label of colour c; {@code hashes} holds
 * H(Z[0]) for all instances, then H(Z[1]). The pad k is the low word of a hash, m its high word. Sums are kept modulo
 * 2^64 and reduced when rows are packed. Constant time: colours enter by multiplication with 0 or 1, or by masks.
 */
final class WordKernel {
    private WordKernel() {}

    /**
     * Rows A and B of word bit {@code weight} and the garbler's sums: A = pi(1-2 zeta) + k0 - k1, G_A += 2^i(pi zeta - k0);
     * B and G_B likewise with 1 - pi and m.
     */
    static void garbleBit(
            byte[] gate,
            byte[] wire,
            byte[] hashes,
            int weight,
            long[] rowA,
            long[] rowB,
            long[] sumA,
            long[] sumB,
            int instances) {
        int second = instances * GateHash.LABEL_BYTES;
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long pi = get(gate, at) & 1;
            long zeta = get(wire, at) & 1;
            long k0 = get(hashes, at);
            long m0 = get(hashes, at + 8);
            long sign = 1 - 2 * zeta;
            rowA[i] = pi * sign + k0 - get(hashes, second + at);
            rowB[i] = (1 - pi) * sign + m0 - get(hashes, second + at + 8);
            sumA[i] += (pi * zeta - k0) << weight;
            sumB[i] += ((1 - pi) * zeta - m0) << weight;
        }
    }

    /** Row T = G_B - G_A + h0 - h1 and the garbler's share G_A - h0, added to {@code shares}. */
    static void garbleGate(
            byte[] hashes, long[] sumA, long[] sumB, long[] row, long[] shares, int sharesAt, int instances) {
        int second = instances * GateHash.LABEL_BYTES;
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long h0 = get(hashes, at);
            row[i] = sumB[i] - sumA[i] + h0 - get(hashes, second + at);
            shares[sharesAt + i] += sumA[i] - h0;
        }
    }

    /** A row that carries {@code value} for a true gate and 0 for a false one; the garbler's share is added. */
    static void garbleConstant(
            byte[] gate, byte[] hashes, long value, long[] row, long[] shares, int sharesAt, int instances) {
        int second = instances * GateHash.LABEL_BYTES;
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long colour = get(gate, at) & 1;
            long share = (value & -colour) - get(hashes, at);
            row[i] = (value & (colour - 1)) - share - get(hashes, second + at);
            shares[sharesAt + i] += share;
        }
    }

    /** E_A += 2^i(k + c A) and E_B += 2^i(m + c B), c the colour of the label the evaluator holds. */
    static void evaluateBit(
            byte[] wire, byte[] hashes, int weight, long[] rowA, long[] rowB, long[] sumA, long[] sumB, int instances) {
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long mask = -(get(wire, at) & 1);
            sumA[i] += (get(hashes, at) + (mask & rowA[i])) << weight;
            sumB[i] += (get(hashes, at + 8) + (mask & rowB[i])) << weight;
        }
    }

    /** The evaluator's share, E_A + h for a gate label of colour 0 and E_B + h + T for colour 1, added to {@code shares}. */
    static void evaluateGate(
            byte[] gate,
            byte[] hashes,
            long[] sumA,
            long[] sumB,
            long[] row,
            long[] shares,
            int sharesAt,
            int instances) {
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long mask = -(get(gate, at) & 1);
            shares[sharesAt + i] += (sumA[i] & ~mask) + (mask & (sumB[i] + row[i])) + get(hashes, at);
        }
    }

    /** The evaluator's share of a gated constant, h + c T, added to {@code shares}. */
    static void evaluateConstant(byte[] gate, byte[] hashes, long[] row, long[] shares, int sharesAt, int instances) {
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long mask = -(get(gate, at) & 1);
            shares[sharesAt + i] += get(hashes, at) + (mask & row[i]);
        }
    }

    /** Colours of a wire's labels. */
    static void colours(byte[] wire, long[] out, int instances) {
        for (int i = 0; i < instances; i++) {
            out[i] = get(wire, i * GateHash.LABEL_BYTES) & 1;
        }
    }
}
