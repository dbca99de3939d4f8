package gazelle.crypto.garbling;

import gazelle.crypto.circuit.WeightedSum;
import gazelle.crypto.garbling.GateHash.Role;
import java.util.List;

/** Executes a circuit on the one label of each wire that the client holds, reading the tables. */
final class EvaluatorMachine extends BlockMachine {
    EvaluatorMachine(byte[] inferenceSeed, Kernels kernels) {
        super(inferenceSeed, kernels);
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
        hashGate(Role.GARBLER_HALF, left, 1);
        kernels.labels().evaluateGarblerHalf(left, hash.hashes(), tables, labelRow(), out, bytes);
        hashGate(Role.EVALUATOR_HALF, right, 1);
        kernels.labels().evaluateEvaluatorHalfAdd(left, right, hash.hashes(), tables, labelRow(), out, bytes);
        nextGate();
        return out;
    }

    @Override
    public byte[] andGarblerBit(byte[] wire, int word, int bit) {
        byte[] out = newWire();
        hashGate(Role.GARBLER_HALF, wire, 1);
        kernels.labels().evaluateGarblerHalf(wire, hash.hashes(), tables, labelRow(), out, blockBytes());
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
            kernels.words().evaluateTerm(term.bit(), hash.hashes(), term.exponent(), rows, sums, instances);
            nextGate();
        }
        int rowBits = outputBits() - lowest;
        hashGate(Role.WORD, gate, 1);
        RowPacking.unpack(tables, nextRow(rowBits), instances, rowBits, rows, 0);
        kernels.words().evaluateGate(gate, hash.hashes(), lowest, rows, sums, instances);
        addSumsToOutputs();
        nextGate();
    }

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
