package gazelle.crypto.garbling;

import gazelle.crypto.circuit.WeightedSum;
import gazelle.crypto.garbling.GateHash.Role;
import java.util.List;

/** Executes a circuit on the one label of each wire that the client holds, reading the tables. */
final class EvaluatorMachine extends BlockMachine {
    EvaluatorMachine(byte[] inferenceSeed) {
        super(inferenceSeed);
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
        int bytes = blockBytes();
        hashLabels(left, Role.GARBLER_HALF);
        LabelKernel.evaluateGarblerHalf(left, hash.hashes(), tables, labelRow(), out, bytes);
        hashLabels(right, Role.EVALUATOR_HALF);
        LabelKernel.evaluateEvaluatorHalfAdd(left, right, hash.hashes(), tables, labelRow(), out, bytes);
        nextGate();
        return out;
    }

    @Override
    public byte[] andGarblerBit(byte[] wire, int word, int bit) {
        byte[] out = newWire();
        hashLabels(wire, Role.GARBLER_HALF);
        LabelKernel.evaluateGarblerHalf(wire, hash.hashes(), tables, labelRow(), out, blockBytes());
        nextGate();
        return out;
    }

    @Override
    public void gatedSum(byte[] gate, WeightedSum<byte[]> sum) {
        int lowest = sum.lowestExponent(outputBits());
        clearSums();
        for (WeightedSum.Term<byte[]> term : sum.terms()) {
            int rowBits = outputBits() - term.exponent();
            hashLabels(term.bit(), Role.WORD);
            RowPacking.unpack(tables, nextRow(rowBits), instances, rowBits, rowA);
            RowPacking.unpack(tables, nextRow(rowBits), instances, rowBits, rowB);
            WordKernel.evaluateTerm(term.bit(), hash.hashes(), term.exponent(), rowA, rowB, sumA, sumB, instances);
            nextGate();
        }
        int rowBits = outputBits() - lowest;
        hashLabels(gate, Role.WORD);
        RowPacking.unpack(tables, nextRow(rowBits), instances, rowBits, rowA);
        WordKernel.evaluateGate(gate, hash.hashes(), lowest, sumA, sumB, rowA, outputs, blockStart, instances);
        nextGate();
    }

    @Override
    public void reveal(List<byte[]> bits) {
        requireRevealFits(bits);
        for (int bit = 0; bit < bits.size(); bit++) {
            WordKernel.colours(bits.get(bit), rowA, instances);
            RowPacking.unpack(tables, nextRow(1), instances, 1, rowB);
            for (int i = 0; i < instances; i++) {
                outputs[blockStart + i] += (rowA[i] ^ rowB[i]) << bit;
            }
        }
    }

    private void hashLabels(byte[] wire, Role role) {
        System.arraycopy(wire, 0, hash.inputs(), 0, blockBytes());
        hashGate(role, 1);
    }
}
