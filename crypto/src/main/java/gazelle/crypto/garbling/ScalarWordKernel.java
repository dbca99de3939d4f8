package gazelle.crypto.garbling;

import static gazelle.crypto.garbling.LabelKernel.get;

/** One instance at a time; also finishes the blocks whose last instances fill no vector. */
final class ScalarWordKernel implements WordKernel {
    @Override
    public void garbleTerm(
            byte[] gate,
            byte[] wire,
            byte[] hashes,
            int exponent,
            long factor,
            long[] rows,
            long[] sums,
            int instances) {
        garbleTermFrom(0, gate, wire, hashes, exponent, factor, rows, sums, instances);
    }

    static void garbleTermFrom(
            int from,
            byte[] gate,
            byte[] wire,
            byte[] hashes,
            int exponent,
            long factor,
            long[] rows,
            long[] sums,
            int instances) {
        int second = instances * GateHash.LABEL_BYTES;
        for (int i = from; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long maskA = -(get(gate, at) & 1);
            long zeta = -(get(wire, at) & 1);
            long inA = maskA & factor;
            long inB = ~maskA & factor;
            long k0 = get(hashes, at);
            long m0 = get(hashes, at + 8);
            rows[2 * i] = (inA ^ zeta) - zeta + k0 - get(hashes, second + at);
            rows[2 * i + 1] = (inB ^ zeta) - zeta + m0 - get(hashes, second + at + 8);
            sums[2 * i] += ((inA & zeta) - k0) << exponent;
            sums[2 * i + 1] += ((inB & zeta) - m0) << exponent;
        }
    }

    @Override
    public void garbleGate(
            byte[] gate, byte[] hashes, long constant, int lowest, long[] rows, long[] sums, int instances) {
        garbleGateFrom(0, gate, hashes, constant, lowest, rows, sums, instances);
    }

    static void garbleGateFrom(
            int from, byte[] gate, byte[] hashes, long constant, int lowest, long[] rows, long[] sums, int instances) {
        int second = instances * GateHash.LABEL_BYTES;
        for (int i = from; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long mask = -(get(gate, at) & 1);
            long a = sums[2 * i] + (mask & constant);
            long b = sums[2 * i + 1] + (~mask & constant);
            long h0 = get(hashes, at);
            rows[2 * i] = ((b - a) >>> lowest) + h0 - get(hashes, second + at);
            sums[2 * i] = a - (h0 << lowest);
        }
    }

    @Override
    public void evaluateTerm(byte[] wire, byte[] hashes, int exponent, long[] rows, long[] sums, int instances) {
        evaluateTermFrom(0, wire, hashes, exponent, rows, sums, instances);
    }

    static void evaluateTermFrom(
            int from, byte[] wire, byte[] hashes, int exponent, long[] rows, long[] sums, int instances) {
        for (int i = from; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long mask = -(get(wire, at) & 1);
            sums[2 * i] += (get(hashes, at) + (mask & rows[2 * i])) << exponent;
            sums[2 * i + 1] += (get(hashes, at + 8) + (mask & rows[2 * i + 1])) << exponent;
        }
    }

    @Override
    public void evaluateGate(byte[] gate, byte[] hashes, int lowest, long[] rows, long[] sums, int instances) {
        evaluateGateFrom(0, gate, hashes, lowest, rows, sums, instances);
    }

    static void evaluateGateFrom(
            int from, byte[] gate, byte[] hashes, int lowest, long[] rows, long[] sums, int instances) {
        for (int i = from; i < instances; i++) {
            int at = i * GateHash.LABEL_BYTES;
            long mask = -(get(gate, at) & 1);
            long padded = (get(hashes, at) + (mask & rows[2 * i])) << lowest;
            sums[2 * i] = (sums[2 * i] & ~mask) + (sums[2 * i + 1] & mask) + padded;
        }
    }

    @Override
    public void colours(byte[] wire, long[] rows, int instances) {
        for (int i = 0; i < instances; i++) {
            rows[2 * i] = get(wire, i * GateHash.LABEL_BYTES) & 1;
        }
    }
}
