package gazelle.crypto.garbling;

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
    public void gatedWord(byte[] gate, List<byte[]> bits) {
        requireWordFits(bits);
        clearSums();
        for (int weight = 0; weight < bits.size(); weight++) {
            byte[] wire = bits.get(weight);
            hashByColour(wire);
            WordKernel.garbleBit(gate, wire, hash.hashes(), weight, rowA, rowB, sumA, sumB, instances);
            RowPacking.pack(rowA, instances, rowBits(weight), tables, nextRow(rowBits(weight)));
            RowPacking.pack(rowB, instances, rowBits(weight), tables, nextRow(rowBits(weight)));
            nextGate();
        }
        hashByColour(gate);
        WordKernel.garbleGate(hash.hashes(), sumA, sumB, rowA, outputs, blockStart, instances);
        RowPacking.pack(rowA, instances, outputWordBits(), tables, nextRow(outputWordBits()));
        nextGate();
    }

    @Override
    public void gatedConstant(byte[] gate, long value) {
        hashByColour(gate);
        WordKernel.garbleConstant(gate, hash.hashes(), value, rowA, outputs, blockStart, instances);
        RowPacking.pack(rowA, instances, outputWordBits(), tables, nextRow(outputWordBits()));
        nextGate();
    }

    @Override
    public void reveal(List<byte[]> bits) {
        requireWordFits(bits);
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
