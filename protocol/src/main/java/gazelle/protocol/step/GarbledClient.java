package gazelle.protocol.step;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.garbling.Evaluator;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.meter.Work;
import gazelle.protocol.meter.WorkClock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The client's half of a non-linear layer: chooses its input labels by oblivious transfer and evaluates the tables.
 *
 * <p>Chunks may be requested ahead of their evaluation; their labels wait here.
 */
final class GarbledClient implements ClientHalf {
    private final GarbledStep step;
    private final OtClient transfers;
    private final Evaluator evaluator;
    private final WorkClock clock;
    private final long[] output;
    private final Queue<byte[]> waitingLabels = new ArrayDeque<>();
    private @Nullable AdditiveShare input;
    private boolean taken;

    GarbledClient(GarbledStep step, ClientParty party) {
        this.step = step;
        this.transfers = party.transfers();
        this.evaluator = party.evaluator();
        this.clock = party.clock();
        this.output = new long[step.outputs()];
    }

    @Override
    public void input(List<AdditiveShare> shares) {
        input = shares.getFirst();
    }

    @Override
    public byte[] next(Exchange exchange) {
        int chunk = exchange.item();
        return clock.time(Work.OT, () -> switch (exchange.type()) {
            case OT_EXTENSION -> extend(chunk);
            case OT_CHECK -> transfers.check();
            case CHOICES -> choices(chunk);
            default -> throw new IllegalArgumentException("exchange: " + exchange + " (expected: a client's)");
        });
    }

    private byte[] extend(int chunk) {
        if (step.beginsBatch(chunk)) {
            transfers.begin(step.transfersInBatchOf(chunk));
        }
        return transfers.extend(step.extendedIn(chunk));
    }

    /** Returns the message that chooses a chunk's input labels, one bit a wire; its size never depends on the share. */
    private byte[] choices(int number) {
        GarbledChunk chunk = step.chunk(number);
        int count = chunk.transfers();
        byte[] bits = inputBits(chunk);
        byte[] labels = new byte[GarbledStep.LABEL_BYTES * count];
        byte[] message = transfers.choose(count, bits, labels);
        Arrays.fill(bits, (byte) 0);
        waitingLabels.add(GarbledStep.labelsOfWires(chunk, labels));
        return message;
    }

    /** The share's bits in the order of the labels: word, bit, instance; packed lowest bit first. */
    private byte[] inputBits(GarbledChunk chunk) {
        AdditiveShare share = input;
        if (share == null) {
            throw new IllegalStateException("share: none (expected: given before choices are made)");
        }
        long[] words = chunk.words(share.values());
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

    @Override
    public void accept(Exchange exchange, byte[] payload) {
        clock.run(Work.EVALUATE, () -> evaluate(exchange.item(), payload));
    }

    /** Evaluates the tables of the oldest chunk chosen and not yet evaluated. */
    private void evaluate(int number, byte[] tables) {
        byte[] labels = waitingLabels.remove();
        GarbledChunk chunk = step.chunk(number);
        long[] chunkOutput = new long[chunk.outputs()];
        evaluator.evaluate(chunk.cascade(), step.layer(), labels, tables, chunkOutput);
        System.arraycopy(chunkOutput, 0, output, chunk.firstOutput(), chunkOutput.length);
        Arrays.fill(chunkOutput, 0);
        Arrays.fill(labels, (byte) 0);
    }

    @Override
    public StepOutput output() {
        taken = true;
        return step.clientOutput(output);
    }

    @Override
    public void close() {
        waitingLabels.forEach(labels -> Arrays.fill(labels, (byte) 0));
        waitingLabels.clear();
        if (!taken) {
            Arrays.fill(output, 0);
        }
    }
}
