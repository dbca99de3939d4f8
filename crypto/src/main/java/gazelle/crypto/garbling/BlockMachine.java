package gazelle.crypto.garbling;

import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitCost;
import gazelle.crypto.circuit.CircuitMachine;
import gazelle.crypto.circuit.CountingMachine;
import gazelle.crypto.circuit.GarblingScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What garbler and evaluator share: walking a chunk in blocks of 256 instances, the wires' buffers, and where each row of
 * the tables lies. A wire is the labels of a block's instances, 16 bytes each.
 */
abstract class BlockMachine implements CircuitMachine<byte[]> {
    /** Gates between two looks at whether the thread was interrupted. */
    private static final int GATES_PER_POLL = 64;

    /** Encrypted control bits of a conjunction by three halves. */
    static final int CONTROL_BITS = 5;

    final GarblingScheme scheme;
    final Kernels kernels;
    final GateHash hash;

    /** What {@link #hashGate} made last. */
    final byte[] hashes = new byte[2 * GateHash.BLOCK_INSTANCES * GateHash.LABEL_BYTES];

    final ThreeHalvesScratch halves = new ThreeHalvesScratch();

    /** Scratch of one block in the layout of {@link WordKernel}: rows before packing and sums of a gated sum. */
    final long[] rows = new long[2 * GateHash.BLOCK_INSTANCES];

    final long[] sums = new long[2 * GateHash.BLOCK_INSTANCES];

    byte[] tables = {};
    long[] outputs = {};

    /** Instances of the chunk, and of the block that is being executed. */
    int chunkInstances;

    int instances;

    /** The block's first instance, counted from the chunk's first. */
    int blockStart;

    private final List<byte[]> wires = new ArrayList<>();
    private @Nullable Circuit countedCircuit;
    private CircuitCost countedCost = new CircuitCost(0, 0, 0, Map.of());
    private int wiresInUse;
    private int wireBytes;
    private byte[] inputLabels = {};
    private int inputWords;
    private int inputBits;
    private int outputBits;
    private int layer;
    private long block;
    private int gate;
    private long rowStart;

    BlockMachine(byte[] inferenceSeed, GarblingScheme scheme, Kernels kernels) {
        this.scheme = scheme;
        this.kernels = kernels;
        hash = new GateHash(inferenceSeed, kernels.labels());
    }

    /** Table bytes of a chunk, after checking the public shape of the call. */
    final int checkedTableBytes(
            Circuit circuit, int layer, long firstInstance, int instances, int labelBytes, int outputWords) {
        if (layer < 0 || layer > GateHash.MAX_LAYER) {
            throw new IllegalArgumentException("layer: %d (expected: 0 to %d)".formatted(layer, GateHash.MAX_LAYER));
        }
        if (instances < 1) {
            throw new IllegalArgumentException("instances: %d (expected: >= 1)".formatted(instances));
        }
        if (firstInstance < 0
                || firstInstance % GateHash.BLOCK_INSTANCES != 0
                || firstInstance > GateHash.MAX_BLOCK * GateHash.BLOCK_INSTANCES - instances) {
            throw new IllegalArgumentException("firstInstance: %d (expected: multiple of %d below 2^48)"
                    .formatted(firstInstance, GateHash.BLOCK_INSTANCES));
        }
        if (circuit.outputBits() < 1 || circuit.outputBits() > MAX_REVEALED_BITS) {
            throw new IllegalArgumentException(
                    "outputBits: %d (expected: 1 to %d)".formatted(circuit.outputBits(), MAX_REVEALED_BITS));
        }
        long expectedLabels = (long) GateHash.LABEL_BYTES * circuit.inputWords() * circuit.inputBits() * instances;
        if (labelBytes != expectedLabels) {
            throw new IllegalArgumentException("labels: %d bytes (expected: %d)".formatted(labelBytes, expectedLabels));
        }
        if (outputWords != instances) {
            throw new IllegalArgumentException("outputShares: %d (expected: %d)".formatted(outputWords, instances));
        }
        if (!circuit.equals(countedCircuit)) {
            countedCircuit = circuit;
            countedCost = CountingMachine.count(circuit);
        }
        long bytes = countedCost.tableBytes(instances, scheme);
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("instances: %d (expected: tables below 2 GiB)".formatted(instances));
        }
        return (int) bytes;
    }

    /**
     * Executes {@code circuit} for every block of the chunk, filling {@code outputs} modulo 2^outputBits.
     *
     * @throws CancellationException if the thread is interrupted, which it stays; all labels are wiped then
     */
    final void run(Circuit circuit, int layerNumber, long firstInstance, byte[] labels) {
        chunkInstances = outputs.length;
        inputLabels = labels;
        inputWords = circuit.inputWords();
        inputBits = circuit.inputBits();
        outputBits = circuit.outputBits();
        layer = layerNumber;
        Arrays.fill(outputs, 0);
        resizeWires(Math.min(chunkInstances, GateHash.BLOCK_INSTANCES) * GateHash.LABEL_BYTES);
        boolean finished = false;
        try {
            runBlocks(circuit, firstInstance);
            finished = true;
        } finally {
            if (!finished) {
                wipe();
                Arrays.fill(outputs, 0);
            }
            tables = new byte[0];
            outputs = new long[0];
            inputLabels = new byte[0];
        }
    }

    private void runBlocks(Circuit circuit, long firstInstance) {
        for (blockStart = 0; blockStart < chunkInstances; blockStart += GateHash.BLOCK_INSTANCES) {
            instances = Math.min(GateHash.BLOCK_INSTANCES, chunkInstances - blockStart);
            block = (firstInstance + blockStart) / GateHash.BLOCK_INSTANCES;
            gate = 0;
            rowStart = 0;
            wiresInUse = 0;
            circuit.describe(this);
            if (rowStart != tables.length) {
                throw new IllegalStateException("circuit: description changes between executions");
            }
        }
        long mask = (1L << outputBits) - 1;
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] &= mask;
        }
    }

    private void resizeWires(int bytes) {
        if (bytes != wireBytes) {
            wipeWires();
            wireBytes = bytes;
        }
    }

    private void wipeWires() {
        wires.forEach(labels -> Arrays.fill(labels, (byte) 0));
        wires.clear();
    }

    /** Zeroes all labels. */
    void wipe() {
        wipeWires();
        hash.wipe();
        halves.wipe();
        Arrays.fill(hashes, (byte) 0);
        Arrays.fill(rows, 0);
        Arrays.fill(sums, 0);
    }

    /** A buffer for a new wire of the block; its content is whatever an earlier block left. */
    final byte[] newWire() {
        if (wiresInUse == wires.size()) {
            wires.add(new byte[wireBytes]);
        }
        return wires.get(wiresInUse++);
    }

    @Override
    public void keepOnly(List<byte[]> alive) {
        Set<byte[]> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(alive);
        int front = 0;
        for (int i = 0; i < wiresInUse; i++) {
            if (kept.contains(wires.get(i))) {
                Collections.swap(wires, front++, i);
            }
        }
        wiresInUse = front;
    }

    final int blockBytes() {
        return instances * GateHash.LABEL_BYTES;
    }

    /** Hashes {@code runs} runs of labels for the current gate. */
    final void hashGate(GateHash.Role role, byte[] labels, int runs) {
        hashGateInto(role, labels, runs, hashes);
    }

    final void hashGateInto(GateHash.Role role, byte[] labels, int runs, byte[] out) {
        hash.hash(layer, gate, role, block, labels, runs, instances, out);
    }

    final void nextGate() {
        if (gate == GateHash.MAX_GATE) {
            throw new IllegalStateException("circuit: over 2^24 gates");
        }
        gate++;
        if (gate % GATES_PER_POLL == 0 && Thread.currentThread().isInterrupted()) {
            throw new CancellationException("circuit: interrupted at gate %d".formatted(gate));
        }
    }

    /** Offset of the block's part of the next row, {@code bits} bits an instance. */
    final int nextRow(int bits) {
        // A block of 256 instances fills 32 whole bytes for each bit, so blocks never share a byte of a row.
        long at = rowStart + (long) (blockStart / 8) * bits;
        rowStart += CircuitCost.rowBytes(bits, chunkInstances);
        if (rowStart > tables.length) {
            throw new IllegalStateException("circuit: description changes between executions");
        }
        return (int) at;
    }

    final int labelRow() {
        return nextRow(GateHash.LABEL_BYTES * Byte.SIZE);
    }

    final int outputBits() {
        return outputBits;
    }

    final void requireRevealFits(List<byte[]> bits) {
        if (bits.size() > outputBits) {
            throw new IllegalArgumentException("bits: %d (expected: at most %d)".formatted(bits.size(), outputBits));
        }
    }

    final void clearSums() {
        Arrays.fill(sums, 0, 2 * instances, 0);
    }

    /** Adds the words 2i of {@code sums} to the block's outputs. */
    final void addSumsToOutputs() {
        for (int i = 0; i < instances; i++) {
            outputs[blockStart + i] += sums[2 * i];
        }
    }

    @Override
    public byte[] input(int word, int bit) {
        if (word < 0 || word >= inputWords || bit < 0 || bit >= inputBits) {
            throw new IllegalArgumentException(
                    "input: word %d bit %d (expected: below %d and %d)".formatted(word, bit, inputWords, inputBits));
        }
        byte[] wire = newWire();
        int first = (word * inputBits + bit) * chunkInstances + blockStart;
        System.arraycopy(inputLabels, first * GateHash.LABEL_BYTES, wire, 0, blockBytes());
        return wire;
    }

    @Override
    public byte[] xor(byte[] left, byte[] right) {
        byte[] out = newWire();
        kernels.labels().xorInto(left, right, out, blockBytes());
        return out;
    }
}
