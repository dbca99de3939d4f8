package gazelle.crypto.garbling;

import static gazelle.crypto.garbling.LabelVectors.HIGH_WORDS;
import static gazelle.crypto.garbling.LabelVectors.LABELS;
import static gazelle.crypto.garbling.LabelVectors.LANES;
import static gazelle.crypto.garbling.LabelVectors.colourMask;
import static gazelle.crypto.garbling.LabelVectors.load;
import static gazelle.crypto.garbling.LabelVectors.swapped;
import static gazelle.crypto.garbling.LabelVectors.xor;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** Several instances at a time; what fills no vector at the end of a block is left to the scalar twin. */
final class VectorWordKernel implements WordKernel {
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
        int second = instances * GateHash.LABEL_BYTES;
        int i = 0;
        for (; i <= instances - LABELS; i += LABELS) {
            int at = i * GateHash.LABEL_BYTES;
            LongVector in = xor(colourMask(load(gate, at)), HIGH_WORDS).and(factor);
            LongVector zeta = colourMask(load(wire, at));
            LongVector pad = load(hashes, at);
            xor(in, zeta).sub(zeta).add(pad).sub(load(hashes, second + at)).intoArray(rows, 2 * i);
            LongVector part = in.and(zeta).sub(pad).lanewise(VectorOperators.LSHL, exponent);
            LongVector.fromArray(LANES, sums, 2 * i).add(part).intoArray(sums, 2 * i);
        }
        ScalarWordKernel.garbleTermFrom(i, gate, wire, hashes, exponent, factor, rows, sums, instances);
    }

    @Override
    public void garbleGate(
            byte[] gate, byte[] hashes, long constant, int lowest, long[] rows, long[] sums, int instances) {
        int second = instances * GateHash.LABEL_BYTES;
        int i = 0;
        for (; i <= instances - LABELS; i += LABELS) {
            int at = i * GateHash.LABEL_BYTES;
            LongVector added = xor(colourMask(load(gate, at)), HIGH_WORDS).and(constant);
            LongVector sum = LongVector.fromArray(LANES, sums, 2 * i).add(added);
            LongVector pad = load(hashes, at);
            LongVector difference = swapped(sum).sub(sum).lanewise(VectorOperators.LSHR, lowest);
            difference.add(pad).sub(load(hashes, second + at)).intoArray(rows, 2 * i);
            sum.sub(pad.lanewise(VectorOperators.LSHL, lowest)).intoArray(sums, 2 * i);
        }
        ScalarWordKernel.garbleGateFrom(i, gate, hashes, constant, lowest, rows, sums, instances);
    }

    @Override
    public void evaluateTerm(byte[] wire, byte[] hashes, int exponent, long[] rows, long[] sums, int instances) {
        int i = 0;
        for (; i <= instances - LABELS; i += LABELS) {
            int at = i * GateHash.LABEL_BYTES;
            LongVector chosen = colourMask(load(wire, at)).and(LongVector.fromArray(LANES, rows, 2 * i));
            LongVector part = load(hashes, at).add(chosen).lanewise(VectorOperators.LSHL, exponent);
            LongVector.fromArray(LANES, sums, 2 * i).add(part).intoArray(sums, 2 * i);
        }
        ScalarWordKernel.evaluateTermFrom(i, wire, hashes, exponent, rows, sums, instances);
    }

    @Override
    public void evaluateGate(byte[] gate, byte[] hashes, int lowest, long[] rows, long[] sums, int instances) {
        int i = 0;
        for (; i <= instances - LABELS; i += LABELS) {
            int at = i * GateHash.LABEL_BYTES;
            LongVector mask = colourMask(load(gate, at));
            LongVector row = mask.and(LongVector.fromArray(LANES, rows, 2 * i));
            LongVector padded = load(hashes, at).add(row).lanewise(VectorOperators.LSHL, lowest);
            LongVector sum = LongVector.fromArray(LANES, sums, 2 * i);
            xor(sum, xor(sum, swapped(sum)).and(mask)).add(padded).intoArray(sums, 2 * i);
        }
        ScalarWordKernel.evaluateGateFrom(i, gate, hashes, lowest, rows, sums, instances);
    }

    @Override
    public void colours(byte[] wire, long[] rows, int instances) {
        int i = 0;
        for (; i <= instances - LABELS; i += LABELS) {
            load(wire, i * GateHash.LABEL_BYTES).and(1).intoArray(rows, 2 * i);
        }
        for (; i < instances; i++) {
            rows[2 * i] = LabelKernel.get(wire, i * GateHash.LABEL_BYTES) & 1;
        }
    }
}
