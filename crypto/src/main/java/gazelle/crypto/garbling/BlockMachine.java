package gazelle.crypto.garbling;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitCost;
import gazelle.crypto.circuit.CircuitMachine;
import gazelle.crypto.circuit.GarblingScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * The part that garbler and evaluator share: walking a chunk step by step in blocks of 256 instances, the wires' buffers, and
 * the place of each row in the tables. A wire is the labels of a block's instances, 16 bytes each.
 */
abstract class BlockMachine implements CircuitMachine<byte[]> {
    /** Gates between two looks at whether the thread was interrupted. */
    private static final int GATES_PER_POLL = 64;

    /** Encrypted control bits of a conjunction by three halves. */
    static final int CONTROL_BITS = 5;

    final GarblingScheme scheme;
    final Kernels kernels;
    final GateHash hash;

    /** The output of the last {@link #hashGate}. */
    final byte[] hashes = new byte[2 * GateHash.BLOCK_INSTANCES * GateHash.LABEL_BYTES];

    final ThreeHalvesScratch halves = new ThreeHalvesScratch();

    /** Scratch of one block in the layout of {@link WordKernel}: rows before packing and sums of a gated sum. */
    final long[] rows = new long[2 * GateHash.BLOCK_INSTANCES];

    final long[] sums = new long[2 * GateHash.BLOCK_INSTANCES];

    byte[] tables = {};
    long[] outputs = {};

    /** Instances of the step, and of the block that is being executed. */
    int stepInstances;

    int instances;

    /** The block's first instance, counted from the step's first. */
    int blockStart;

    private final List<byte[]> wires = new ArrayList<>();
    /** The next block of each layer: no number is given twice, whatever the chunk or step. */
    private final Map<Integer, Long> nextBlocks = new HashMap<>();

    private int wiresInUse;
    private int wireBytes;
    private byte[] inputLabels = {};
    /** The labels that the step before passed on, and the inputs made of them; both are wiped. */
    private byte[] passed = {};

    private byte[] gathered = {};
    private boolean firstStep;
    private int inputWords;
    private int inputBits;
    private int outputBits;
    private int layer;
    private long block;
    private int gate;
    private int gatesUntilPoll;
    private long stepStart;
    private long rowStart;

    BlockMachine(GateHash hash, GarblingScheme scheme, Kernels kernels) {
        this.scheme = scheme;
        this.kernels = kernels;
        this.hash = hash;
    }

    /** Table bytes of a chunk, after checking the public shape of the call. */
    final int checkedTableBytes(Cascade cascade, int layer, int labelBytes, int outputWords) {
        if (layer < 0 || layer > GateHash.MAX_LAYER) {
            throw new IllegalArgumentException("layer: %d (expected: 0 to %d)".formatted(layer, GateHash.MAX_LAYER));
        }
        Circuit last = cascade.last().circuit();
        if (last.passesOn()) {
            throw new IllegalArgumentException("cascade: passes wires on (expected: words)");
        }
        if (last.outputBits() < 1 || last.outputBits() > MAX_REVEALED_BITS) {
            throw new IllegalArgumentException(
                    "outputBits: %d (expected: 1 to %d)".formatted(last.outputBits(), MAX_REVEALED_BITS));
        }
        long expectedLabels = inputLabelBytes(cascade.first());
        if (labelBytes != expectedLabels) {
            throw new IllegalArgumentException("labels: %d bytes (expected: %d)".formatted(labelBytes, expectedLabels));
        }
        int instances = cascade.last().instances();
        if (outputWords != instances) {
            throw new IllegalArgumentException("outputShares: %d (expected: %d)".formatted(outputWords, instances));
        }
        long bytes = cascade.tableBytes(scheme);
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("tables: %d bytes (expected: below 2 GiB)".formatted(bytes));
        }
        return (int) bytes;
    }

    private static long inputLabelBytes(Cascade.Step step) {
        Circuit circuit = step.circuit();
        return (long) GateHash.LABEL_BYTES * circuit.inputWords() * circuit.inputBits() * step.instances();
    }

    /**
     * Executes {@code cascade} step by step, filling {@code outputs} modulo 2^outputBits.
     *
     * @throws CancellationException if the thread is interrupted, which it stays; all labels are wiped then
     */
    final void run(Cascade cascade, int layerNumber, byte[] labels) {
        layer = layerNumber;
        gatesUntilPoll = GATES_PER_POLL;
        stepStart = 0;
        inputLabels = labels;
        Arrays.fill(outputs, 0);
        int mostInstances =
                cascade.steps().stream().mapToInt(Cascade.Step::instances).max().orElseThrow();
        resizeWires(Math.min(mostInstances, GateHash.BLOCK_INSTANCES) * GateHash.LABEL_BYTES);
        boolean finished = false;
        try {
            runSteps(cascade);
            finished = true;
        } finally {
            if (!finished) {
                wipe();
                Arrays.fill(outputs, 0);
            }
            wipePassed();
            tables = new byte[0];
            outputs = new long[0];
            inputLabels = new byte[0];
        }
    }

    private void runSteps(Cascade cascade) {
        firstStep = true;
        runBlocks(cascade.first());
        for (Cascade.Step step : cascade.steps().subList(1, cascade.steps().size())) {
            firstStep = false;
            gather(step);
            runBlocks(step);
        }
        long mask = (1L << outputBits) - 1;
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] &= mask;
        }
    }

    /** Copies the labels that the step before passed on to where its instances' words are read. */
    private void gather(Cascade.Step step) {
        int words = step.circuit().inputWords();
        int bits = step.circuit().inputBits();
        int instancesBefore = stepInstances;
        Arrays.fill(gathered, (byte) 0);
        gathered = new byte[Math.toIntExact(inputLabelBytes(step))];
        for (int word = 0; word < words; word++) {
            for (int i = 0; i < step.instances(); i++) {
                int source = step.wiring().source(word, i);
                for (int bit = 0; bit < bits; bit++) {
                    int from = (bit * instancesBefore + source) * GateHash.LABEL_BYTES;
                    int to = ((word * bits + bit) * step.instances() + i) * GateHash.LABEL_BYTES;
                    LabelKernel.put(gathered, to, LabelKernel.get(passed, from));
                    LabelKernel.put(gathered, to + Long.BYTES, LabelKernel.get(passed, from + Long.BYTES));
                }
            }
        }
        inputLabels = gathered;
    }

    private void runBlocks(Cascade.Step step) {
        Circuit circuit = step.circuit();
        stepInstances = step.instances();
        inputWords = circuit.inputWords();
        inputBits = circuit.inputBits();
        outputBits = circuit.outputBits();
        Arrays.fill(passed, (byte) 0);
        passed =
                new byte[circuit.passesOn() ? Math.multiplyExact(outputBits * GateHash.LABEL_BYTES, stepInstances) : 0];
        long end = stepStart + step.tableBytes(scheme);
        for (blockStart = 0; blockStart < stepInstances; blockStart += GateHash.BLOCK_INSTANCES) {
            instances = Math.min(GateHash.BLOCK_INSTANCES, stepInstances - blockStart);
            block = nextBlock();
            gate = 0;
            rowStart = stepStart;
            wiresInUse = 0;
            circuit.describe(this);
            if (rowStart != end) {
                throw new IllegalStateException("circuit: description changes between executions");
            }
        }
        stepStart = end;
    }

    private long nextBlock() {
        long next = nextBlocks.getOrDefault(layer, 0L);
        if (next > GateHash.MAX_BLOCK) {
            throw new IllegalStateException("layer %d: over 2^40 blocks".formatted(layer));
        }
        nextBlocks.put(layer, next + 1);
        return next;
    }

    private void resizeWires(int bytes) {
        if (bytes != wireBytes) {
            wipeWires();
            wireBytes = bytes;
        }
    }

    private void wipePassed() {
        Arrays.fill(passed, (byte) 0);
        Arrays.fill(gathered, (byte) 0);
        passed = new byte[0];
        gathered = new byte[0];
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
        gatesUntilPoll--;
        if (gatesUntilPoll == 0) {
            gatesUntilPoll = GATES_PER_POLL;
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("circuit: interrupted at gate %d".formatted(gate));
            }
        }
    }

    /** Offset of the block's part of the next row, {@code bits} bits an instance. */
    final int nextRow(int bits) {
        // A block of 256 instances fills 32 whole bytes for each bit, so blocks never share a byte of a row.
        long at = rowStart + (long) (blockStart / 8) * bits;
        rowStart += CircuitCost.rowBytes(bits, stepInstances);
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

    /** Words of later steps are not shared: the garbler knows nothing of them. */
    final void requireShares() {
        if (!firstStep) {
            throw new IllegalStateException("circuit: asks for a share of a word that was passed on");
        }
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
        int first = (word * inputBits + bit) * stepInstances + blockStart;
        System.arraycopy(inputLabels, first * GateHash.LABEL_BYTES, wire, 0, blockBytes());
        return wire;
    }

    @Override
    public void passOn(List<byte[]> bits) {
        for (int bit = 0; bit < bits.size(); bit++) {
            int first = bit * stepInstances + blockStart;
            System.arraycopy(bits.get(bit), 0, passed, first * GateHash.LABEL_BYTES, blockBytes());
        }
    }

    @Override
    public byte[] xor(byte[] left, byte[] right) {
        byte[] out = newWire();
        kernels.labels().xorInto(left, right, out, blockBytes());
        return out;
    }
}
