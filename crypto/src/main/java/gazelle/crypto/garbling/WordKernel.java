package gazelle.crypto.garbling;

import static gazelle.crypto.garbling.LabelKernel.get;

/**
 * Inner loops of the gated sum: from wire labels to arithmetic shares (docs/protocol, activation circuit, item 4, where
 * the sum is an unsigned word; signs and a constant cost nothing more).
 *
 * <p>For a wire with zero label Z, zeta is Z's colour and H(Z[c]) the hash of its label of colour c; {@code hashes} holds
 * H(Z[0]) for all instances, then H(Z[1]). pi is the colour of the gate's zero label. The pad k is the low word of a
 * hash, m its high word. Sums are kept modulo 2^64 and reduced when rows are packed. Constant time: colours enter by
 * multiplication with 0 or 1, or by masks.
 */
final class WordKernel {
    private WordKernel() {}

    /**
     * Rows A and B of a wire of weight sign 2^exponent, and the garbler's sums: A = sign pi(1-2 zeta) + k0 - k1, G_A +=
     * 2^exponent(sign pi zeta - k0); B and G_B likewise with 1 - pi and m.
     */
    static void garbleTerm(
            byte[] gate,
            byte[] wire,
            byte[] hashes,
            int exponent,
            int sign,
            long[] rowA,
            long[] rowB,
            long[] sumA,
            long[] sumB,
            int instances) {
        int second = instances * GateHash.LABEL_BYTES;
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long inA = sign * (get(gate, at) & 1);
            long inB = sign - inA;
            long zeta = get(wire, at) & 1;
            long k0 = get(hashes, at);
            long m0 = get(hashes, at + 8);
            long change = 1 - 2 * zeta;
            rowA[i] = inA * change + k0 - get(hashes, second + at);
            rowB[i] = inB * change + m0 - get(hashes, second + at + 8);
            sumA[i] += (inA * zeta - k0) << exponent;
            sumB[i] += (inB * zeta - m0) << exponent;
        }
    }

    /**
     * Row T = (G_B - G_A) / 2^lowest + h0 - h1 and the garbler's share G_A - 2^lowest h0, added to {@code shares}, after
     * adding pi constant to G_A and (1 - pi) constant to G_B. All sums are multiples of 2^lowest.
     */
    static void garbleGate(
            byte[] gate,
            byte[] hashes,
            long constant,
            int lowest,
            long[] sumA,
            long[] sumB,
            long[] row,
            long[] shares,
            int sharesAt,
            int instances) {
        int second = instances * GateHash.LABEL_BYTES;
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long mask = -(get(gate, at) & 1);
            long a = sumA[i] + (mask & constant);
            long b = sumB[i] + (~mask & constant);
            long h0 = get(hashes, at);
            row[i] = ((b - a) >>> lowest) + h0 - get(hashes, second + at);
            shares[sharesAt + i] += a - (h0 << lowest);
        }
    }

    /** E_A += 2^exponent(k + c A) and E_B += 2^exponent(m + c B), c the colour of the label the evaluator holds. */
    static void evaluateTerm(
            byte[] wire,
            byte[] hashes,
            int exponent,
            long[] rowA,
            long[] rowB,
            long[] sumA,
            long[] sumB,
            int instances) {
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long mask = -(get(wire, at) & 1);
            sumA[i] += (get(hashes, at) + (mask & rowA[i])) << exponent;
            sumB[i] += (get(hashes, at + 8) + (mask & rowB[i])) << exponent;
        }
    }

    /**
     * The evaluator's share, E_A + 2^lowest h for a gate label of colour 0 and E_B + 2^lowest (h + T) for colour 1, added
     * to {@code shares}.
     */
    static void evaluateGate(
            byte[] gate,
            byte[] hashes,
            int lowest,
            long[] sumA,
            long[] sumB,
            long[] row,
            long[] shares,
            int sharesAt,
            int instances) {
        for (int i = 0; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long mask = -(get(gate, at) & 1);
            long padded = (get(hashes, at) + (mask & row[i])) << lowest;
            shares[sharesAt + i] += (sumA[i] & ~mask) + (sumB[i] & mask) + padded;
        }
    }

    /** Colours of a wire's labels. */
    static void colours(byte[] wire, long[] out, int instances) {
        for (int i = 0; i < instances; i++) {
            out[i] = get(wire, i * GateHash.LABEL_BYTES) & 1;
        }
    }
}
