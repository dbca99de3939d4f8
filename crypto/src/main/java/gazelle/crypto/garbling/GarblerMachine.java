package gazelle.crypto.garbling;

import gazelle.crypto.circuit.WeightedSum;
import gazelle.crypto.garbling.GateHash.Role;
import java.util.List;

/** Executes a circuit on zero labels, writing the tables; the server's shares are folded into polarities. */
final class GarblerMachine extends BlockMachine {
    private final Delta delta;
    long[] serverShares = {};

    GarblerMachine(Delta delta, byte[] inferenceSeed) {
        super(inferenceSeed);
        this.delta = delta;
    }

    @Override
    public byte[] not(byte[] wire) {
        byte[] out = newWire();
        LabelKernel.negateInto(wire, delta.low(), delta.high(), out, 0, blockBytes());
        return out;
    }

    @Override
    public byte[] flipByGarbler(byte[] wire, int word, int bit) {
        byte[] out = newWire();
        LabelKernel.flipInto(wire, serverShares, sharesAt(word), bit, delta.low(), delta.high(), out, blockBytes());
        return out;
    }

    @Override
    public byte[] and(byte[] left, byte[] right) {
        byte[] out = newWire();
        int bytes = blockBytes();
        hashBothLabels(left, Role.GARBLER_HALF);
        LabelKernel.garblerHalf(left, right, hash.hashes(), delta.low(), delta.high(), tables, labelRow(), out, bytes);
        hashBothLabels(right, Role.EVALUATOR_HALF);
        LabelKernel.evaluatorHalfAdd(left, right, hash.hashes(), tables, labelRow(), out, bytes);
        nextGate();
        return out;
    }

    @Override
    public byte[] andGarblerBit(byte[] wire, int word, int bit) {
        byte[] out = newWire();
        hashBothLabels(wire, Role.GARBLER_HALF);
        LabelKernel.garblerBitHalf(
                wire,
                serverShares,
                sharesAt(word),
                hash.hashes(),
                bit,
                delta.low(),
                delta.high(),
                tables,
                labelRow(),
                out,
                blockBytes());
        nextGate();
        return out;
    }

    @Override
    public void gatedSum(byte[] gate, WeightedSum<byte[]> sum) {
        int lowest = sum.lowestExponent(outputBits());
        clearSums();
        for (WeightedSum.Term<byte[]> term : sum.terms()) {
            int exponent = term.exponent();
            int sign = term.negative() ? -1 : 1;
            int rowBits = outputBits() - exponent;
            hashByColour(term.bit());
            WordKernel.garbleTerm(gate, term.bit(), hash.hashes(), exponent, sign, rowA, rowB, sumA, sumB, instances);
            RowPacking.pack(rowA, instances, rowBits, tables, nextRow(rowBits));
            RowPacking.pack(rowB, instances, rowBits, tables, nextRow(rowBits));
            nextGate();
        }
        int rowBits = outputBits() - lowest;
        hashByColour(gate);
        WordKernel.garbleGate(
                gate, hash.hashes(), sum.constant(), lowest, sumA, sumB, rowA, outputs, blockStart, instances);
        RowPacking.pack(rowA, instances, rowBits, tables, nextRow(rowBits));
        nextGate();
    }

    @Override
    public void reveal(List<byte[]> bits) {
        requireRevealFits(bits);
        for (byte[] wire : bits) {
            WordKernel.colours(wire, rowA, instances);
            RowPacking.pack(rowA, instances, 1, tables, nextRow(1));
        }
    }

    private int sharesAt(int word) {
        return word * chunkInstances + blockStart;
    }

    private void hashBothLabels(byte[] wire, Role role) {
        int bytes = blockBytes();
        System.arraycopy(wire, 0, hash.inputs(), 0, bytes);
        LabelKernel.negateInto(wire, delta.low(), delta.high(), hash.inputs(), bytes, bytes);
        hashGate(role, 2);
    }

    private void hashByColour(byte[] wire) {
        LabelKernel.colouredInto(wire, delta.low(), delta.high(), hash.inputs(), blockBytes());
        hashGate(Role.WORD, 2);
    }
}
