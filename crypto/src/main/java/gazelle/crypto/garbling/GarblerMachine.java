package gazelle.crypto.garbling;

import gazelle.crypto.circuit.WeightedSum;
import gazelle.crypto.garbling.GateHash.Role;
import java.util.Arrays;
import java.util.List;

/** Executes a circuit on zero labels, writing the tables; the server's shares are folded into polarities. */
final class GarblerMachine extends BlockMachine {
    private final Delta delta;
    private final byte[] noLabels = new byte[GateHash.BLOCK_INSTANCES * GateHash.LABEL_BYTES];
    private final byte[] coloured = new byte[noLabels.length];
    long[] serverShares = {};

    GarblerMachine(Delta delta, byte[] inferenceSeed, Kernels kernels) {
        super(inferenceSeed, kernels);
        this.delta = delta;
    }

    @Override
    public byte[] not(byte[] wire) {
        byte[] out = newWire();
        kernels.labels().negateInto(wire, delta.low(), delta.high(), out, blockBytes());
        return out;
    }

    @Override
    public byte[] flipByGarbler(byte[] wire, int word, int bit) {
        byte[] out = newWire();
        flipInto(wire, word, bit, delta.low(), delta.high(), out);
        return out;
    }

    private void flipInto(byte[] wire, int word, int bit, long low, long high, byte[] out) {
        int sharesAt = word * chunkInstances + blockStart;
        kernels.labels().flipInto(wire, serverShares, sharesAt, bit, low, high, out, blockBytes());
    }

    @Override
    public byte[] and(byte[] left, byte[] right) {
        byte[] out = newWire();
        garblerHalf(left, right, out);
        hashBothLabels(right, Role.EVALUATOR_HALF);
        kernels.labels().evaluatorHalfAdd(left, right, hash.hashes(), tables, labelRow(), out, blockBytes());
        nextGate();
        return out;
    }

    @Override
    public byte[] andGarblerBit(byte[] wire, int word, int bit) {
        byte[] out = newWire();
        // The half gate reads its known bit as the colour of a label.
        flipInto(noLabels, word, bit, 1, 0, coloured);
        garblerHalf(wire, coloured, out);
        nextGate();
        return out;
    }

    private void garblerHalf(byte[] a, byte[] b, byte[] out) {
        hashBothLabels(a, Role.GARBLER_HALF);
        kernels.labels()
                .garblerHalf(a, b, hash.hashes(), delta.low(), delta.high(), tables, labelRow(), out, blockBytes());
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
            kernels.words().garbleTerm(gate, term.bit(), hash.hashes(), exponent, sign, rows, sums, instances);
            RowPacking.pack(rows, 0, instances, rowBits, tables, nextRow(rowBits));
            RowPacking.pack(rows, 1, instances, rowBits, tables, nextRow(rowBits));
            nextGate();
        }
        int rowBits = outputBits() - lowest;
        hashByColour(gate);
        kernels.words().garbleGate(gate, hash.hashes(), sum.constant(), lowest, rows, sums, instances);
        addSumsToOutputs();
        RowPacking.pack(rows, 0, instances, rowBits, tables, nextRow(rowBits));
        nextGate();
    }

    @Override
    public void reveal(List<byte[]> bits) {
        requireRevealFits(bits);
        for (byte[] wire : bits) {
            kernels.words().colours(wire, rows, instances);
            RowPacking.pack(rows, 0, instances, 1, tables, nextRow(1));
        }
    }

    @Override
    void wipe() {
        super.wipe();
        Arrays.fill(coloured, (byte) 0);
    }

    private void hashBothLabels(byte[] wire, Role role) {
        kernels.labels().pairsInto(wire, delta.low(), delta.high(), hash.inputs(), blockBytes());
        hashGate(role, hash.inputs(), 2);
    }

    private void hashByColour(byte[] wire) {
        kernels.labels().colouredInto(wire, delta.low(), delta.high(), hash.inputs(), blockBytes());
        hashGate(Role.WORD, hash.inputs(), 2);
    }
}
