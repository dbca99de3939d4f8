package gazelle.protocol.layer;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.garbling.Evaluator;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.share.AdditiveShare;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * The client's side of a non-linear layer: chooses its input labels by oblivious transfer and evaluates the tables.
 *
 * <p>For every chunk, in order, after its transfers were extended: {@link #choices}, {@link #evaluate}. Chunks may be requested ahead of their
 * evaluation; their labels wait here.
 */
public final class GarbledClient implements AutoCloseable {
    private final GarbledStage stage;
    private final OtClient transfers;
    private final Evaluator evaluator;
    private final AdditiveShare input;
    private final long[] output;
    private final Queue<byte[]> waitingLabels = new ArrayDeque<>();

    /**
     * @param input the client's share, mod 2^inputBits of the layer's circuits
     */
    public GarbledClient(GarbledStage stage, OtClient transfers, Evaluator evaluator, AdditiveShare input) {
        this.stage = stage;
        this.transfers = transfers;
        this.evaluator = evaluator;
        this.input = input;
        this.output = new long[stage.outputs()];
    }

    /** The message that chooses a chunk's input labels, one bit a wire; its size never depends on the share. */
    public byte[] choices(int number) {
        GarbledChunk chunk = stage.chunk(number);
        int count = chunk.transfers();
        byte[] bits = inputBits(chunk);
        byte[] labels = new byte[GarbledStage.LABEL_BYTES * count];
        byte[] message = transfers.choose(count, bits, labels);
        Arrays.fill(bits, (byte) 0);
        waitingLabels.add(GarbledStage.labelsOfWires(chunk, labels));
        return message;
    }

    /** The share's bits in the order of the labels: word, bit, instance; packed lowest bit first. */
    private byte[] inputBits(GarbledChunk chunk) {
        long[] words = chunk.words(input.values());
        Cascade.Step first = chunk.cascade().first();
        int bits = first.circuit().inputBits();
        int instances = first.instances();
        byte[] packed = new byte[chunk.transfers() / Byte.SIZE];
        int next = 0;
        for (int word = 0; word < first.circuit().inputWords(); word++) {
            for (int bit = 0; bit < bits; bit++) {
                for (int i = 0; i < instances; i++, next++) {
                    packed[next >> 3] |= (byte) ((words[word * instances + i] >>> bit & 1) << (next & 7));
                }
            }
        }
        Arrays.fill(words, 0);
        return packed;
    }

    /** Evaluates the tables of the oldest chunk chosen and not yet evaluated. */
    public void evaluate(int number, byte[] tables) {
        byte[] labels = waitingLabels.remove();
        GarbledChunk chunk = stage.chunk(number);
        long[] chunkOutput = new long[chunk.outputs()];
        evaluator.evaluate(chunk.cascade(), stage.layer(), labels, tables, chunkOutput);
        System.arraycopy(chunkOutput, 0, output, chunk.firstOutput(), chunkOutput.length);
        Arrays.fill(chunkOutput, 0);
        Arrays.fill(labels, (byte) 0);
    }

    /** The client's output, one word for each element: shares, or what the circuit reveals. */
    public long[] output() {
        return output;
    }

    /** Wipes labels that were never used. */
    @Override
    public void close() {
        waitingLabels.forEach(labels -> Arrays.fill(labels, (byte) 0));
        waitingLabels.clear();
    }
}
