package gazelle.crypto.garbling;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.circuit.WeightedSum;
import gazelle.crypto.garbling.GateHash.Role;
import gazelle.crypto.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/** Executes a circuit on zero labels, writing the tables; the server's shares are folded into polarities. */
final class GarblerMachine extends BlockMachine {
    private final Delta delta;
    private final byte[] noLabels = new byte[GateHash.BLOCK_INSTANCES * GateHash.LABEL_BYTES];
    private final byte[] coloured = new byte[noLabels.length];
    /** Delta while a chunk is garbled, and the label 1, as the loops take them. */
    private final byte[] deltas = halves.delta;

    private final byte[] colourBit = new byte[deltas.length];
    private final RandomStream random;
    private int randomBitsUsed = Long.SIZE;
    private long[] serverShares = {};

    /** Takes secret randomness of the garbler's own, never the public seed. */
    GarblerMachine(Delta delta, GateHash hash, GarblingScheme scheme, RandomStream random, Kernels kernels) {
        super(hash, scheme, kernels);
        this.delta = delta;
        this.random = random;
        LabelKernel.repeat(1, 0, colourBit);
    }

    /** Garbles a chunk with one share word for each word of the first step; the tables and outputs are set before. */
    void garble(Cascade cascade, int layer, byte[] zeroLabels, long[] shares) {
        serverShares = shares;
        LabelKernel.repeat(delta.low(), delta.high(), halves.delta);
        LabelKernel.repeat(delta.high(), delta.low(), halves.swappedDelta);
        try {
            run(cascade, layer, zeroLabels);
        } finally {
            serverShares = new long[0];
            Arrays.fill(halves.delta, (byte) 0);
            Arrays.fill(halves.swappedDelta, (byte) 0);
        }
    }

    @Override
    public byte[] not(byte[] wire) {
        byte[] out = newWire();
        kernels.labels().negateInto(wire, deltas, out, blockBytes());
        return out;
    }

    @Override
    public byte[] flipByGarbler(byte[] wire, int word, int bit) {
        byte[] out = newWire();
        flipInto(wire, word, bit, deltas, out);
        return out;
    }

    private void flipInto(byte[] wire, int word, int bit, byte[] offset, byte[] out) {
        requireShares();
        int sharesAt = word * stepInstances + blockStart;
        kernels.labels().flipInto(wire, serverShares, sharesAt, bit, offset, out, blockBytes());
    }

    @Override
    public byte[] and(byte[] left, byte[] right) {
        byte[] out = newWire();
        switch (scheme) {
            case HALF_GATES -> {
                garblerHalf(left, right, out);
                hashBothLabels(right, Role.EVALUATOR_HALF);
                kernels.labels().evaluatorHalfAdd(left, right, hashes, tables, labelRow(), out, blockBytes());
            }
            case THREE_HALVES -> andByThreeHalves(left, right, out);
        }
        nextGate();
        return out;
    }

    private void andByThreeHalves(byte[] left, byte[] right, byte[] out) {
        int bytes = blockBytes();
        LabelKernel labels = kernels.labels();
        labels.colouredInto(left, deltas, halves.left, bytes);
        labels.colouredInto(right, deltas, halves.right, bytes);
        labels.xorInto(halves.left, halves.right, halves.sum, bytes);
        labels.pairsInto(halves.sum, deltas, hash.inputs(), bytes);
        hashGateInto(Role.LABEL_SUM, hash.inputs(), 2, halves.sumHashes);
        hashGateInto(Role.LEFT_LABEL, halves.left, 2, halves.leftHashes);
        hashGateInto(Role.RIGHT_LABEL, halves.right, 2, halves.rightHashes);
        if (randomBitsUsed == Long.SIZE) {
            random.bytesInto(halves.random);
            randomBitsUsed = 0;
        }
        halves.randomBit = randomBitsUsed++;
        kernels.threeHalves().garble(left, right, halves, tables, labelRow(), out, bytes);
        RowPacking.packLongs(halves.third, instances, tables, nextRow(Long.SIZE));
        RowPacking.pack(halves.control, 0, instances, CONTROL_BITS, tables, nextRow(CONTROL_BITS));
    }

    @Override
    public byte[] andGarblerBit(byte[] wire, int word, int bit) {
        byte[] out = newWire();
        // The half gate reads its known bit as the colour of a label.
        flipInto(noLabels, word, bit, colourBit, coloured);
        garblerHalf(wire, coloured, out);
        nextGate();
        return out;
    }

    private void garblerHalf(byte[] a, byte[] b, byte[] out) {
        hashBothLabels(a, Role.GARBLER_HALF);
        kernels.labels().garblerHalf(a, b, hashes, deltas, tables, labelRow(), out, blockBytes());
    }

    @Override
    public void gatedSum(byte[] gate, WeightedSum<byte[]> sum) {
        int lowest = sum.lowestExponent(outputBits());
        clearSums();
        for (WeightedSum.Term<byte[]> term : sum.terms()) {
            int exponent = term.exponent();
            int rowBits = outputBits() - exponent;
            hashByColour(term.bit());
            kernels.words().garbleTerm(gate, term.bit(), hashes, exponent, term.oddPart(), rows, sums, instances);
            RowPacking.pack(rows, 0, instances, rowBits, tables, nextRow(rowBits));
            RowPacking.pack(rows, 1, instances, rowBits, tables, nextRow(rowBits));
            nextGate();
        }
        int rowBits = outputBits() - lowest;
        hashByColour(gate);
        kernels.words().garbleGate(gate, hashes, sum.constant(), lowest, rows, sums, instances);
        addSumsToOutputs();
        RowPacking.pack(rows, 0, instances, rowBits, tables, nextRow(rowBits));
        nextGate();
    }

    @Override
    public void constant(long value) {
        for (int i = blockStart; i < blockStart + instances; i++) {
            outputs[i] += value;
        }
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
        randomBitsUsed = Long.SIZE;
        Arrays.fill(coloured, (byte) 0);
    }

    private void hashBothLabels(byte[] wire, Role role) {
        kernels.labels().pairsInto(wire, deltas, hash.inputs(), blockBytes());
        hashGate(role, hash.inputs(), 2);
    }

    private void hashByColour(byte[] wire) {
        kernels.labels().colouredInto(wire, deltas, hash.inputs(), blockBytes());
        hashGate(Role.WORD, hash.inputs(), 2);
    }
}
