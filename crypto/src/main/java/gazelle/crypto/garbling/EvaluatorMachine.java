package gazelle.crypto.garbling;

import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.circuit.WeightedSum;
import gazelle.crypto.garbling.GateHash.Role;
import java.util.List;

/** Executes a circuit on the one label of each wire that the client holds, reading the tables. */
final class EvaluatorMachine extends BlockMachine {
    EvaluatorMachine(GateHash hash, GarblingScheme scheme, Kernels kernels) {
        super(hash, scheme, kernels);
    }

    @Override
    public byte[] not(byte[] wire) {
        return wire;
    }

    @Override
    public byte[] flipByGarbler(byte[] wire, int word, int bit) {
        return wire;
    }

    @Override
    public byte[] and(byte[] left, byte[] right) {
        byte[] out = newWire();
        switch (scheme) {
            case HALF_GATES -> andByHalfGates(left, right, out);
            case THREE_HALVES -> andByThreeHalves(left, right, out);
        }
        nextGate();
        return out;
    }

    private void andByHalfGates(byte[] left, byte[] right, byte[] out) {
        int bytes = blockBytes();
        hashGate(Role.GARBLER_HALF, left, 1);
        kernels.labels().evaluateGarblerHalf(left, hashes, tables, labelRow(), out, bytes);
        hashGate(Role.EVALUATOR_HALF, right, 1);
        kernels.labels().evaluateEvaluatorHalfAdd(left, right, hashes, tables, labelRow(), out, bytes);
    }

    private void andByThreeHalves(byte[] left, byte[] right, byte[] out) {
        int bytes = blockBytes();
        kernels.labels().xorInto(left, right, halves.sum, bytes);
        hashGateInto(Role.LEFT_LABEL, left, 1, halves.leftHashes);
        hashGateInto(Role.RIGHT_LABEL, right, 1, halves.rightHashes);
        hashGateInto(Role.LABEL_SUM, halves.sum, 1, halves.sumHashes);
        int row = labelRow();
        RowPacking.unpackLongs(tables, nextRow(Long.SIZE), instances, halves.third);
        RowPacking.unpack(tables, nextRow(CONTROL_BITS), instances, CONTROL_BITS, halves.control, 0);
        kernels.threeHalves().evaluate(left, right, halves, tables, row, out, bytes);
    }

    @Override
    public byte[] andGarblerBit(byte[] wire, int word, int bit) {
        byte[] out = newWire();
        hashGate(Role.GARBLER_HALF, wire, 1);
        kernels.labels().evaluateGarblerHalf(wire, hashes, tables, labelRow(), out, blockBytes());
        nextGate();
        return out;
    }

    @Override
    public void gatedSum(byte[] gate, WeightedSum<byte[]> sum) {
        int lowest = sum.lowestExponent(outputBits());
        clearSums();
        for (WeightedSum.Term<byte[]> term : sum.terms()) {
            int rowBits = outputBits() - term.exponent();
            hashGate(Role.WORD, term.bit(), 1);
            RowPacking.unpack(tables, nextRow(rowBits), instances, rowBits, rows, 0);
            RowPacking.unpack(tables, nextRow(rowBits), instances, rowBits, rows, 1);
            kernels.words().evaluateTerm(term.bit(), hashes, term.exponent(), rows, sums, instances);
            nextGate();
        }
        int rowBits = outputBits() - lowest;
        hashGate(Role.WORD, gate, 1);
        RowPacking.unpack(tables, nextRow(rowBits), instances, rowBits, rows, 0);
        kernels.words().evaluateGate(gate, hashes, lowest, rows, sums, instances);
        addSumsToOutputs();
        nextGate();
    }

    @Override
    public void constant(long value) {}

    @Override
    public void reveal(List<byte[]> bits) {
        requireRevealFits(bits);
        for (int bit = 0; bit < bits.size(); bit++) {
            kernels.words().colours(bits.get(bit), sums, instances);
            RowPacking.unpack(tables, nextRow(1), instances, 1, rows, 0);
            for (int i = 0; i < instances; i++) {
                outputs[blockStart + i] += (sums[2 * i] ^ rows[2 * i]) << bit;
            }
        }
    }
}
