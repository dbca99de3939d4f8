package gazelle.protocol.step;

import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.ot.OtServer;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.meter.Work;
import gazelle.protocol.meter.WorkClock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The server's half of a non-linear layer: garbles each chunk with its own share folded in, while transfers are extended beside it. */
final class GarbledServer implements ServerHalf {
    private final GarbledStep step;
    private final OtServer transfers;
    private final Garbler garbler;
    private final WorkClock clock;
    private final TransfersAhead ahead;
    private final long[] output;
    private final Queue<byte[]> waitingLabels = new ArrayDeque<>();
    private @Nullable AdditiveShare input;
    private boolean taken;

    GarbledServer(GarbledStep step, ServerParty party) {
        this.step = step;
        this.transfers = party.transfers();
        this.garbler = party.garbler();
        this.clock = party.clock();
        this.ahead = new TransfersAhead(transfers, clock);
        this.output = new long[step.outputs()];
    }

    @Override
    public void input(List<AdditiveShare> shares) {
        input = shares.getFirst();
    }

    @Override
    public void accept(Exchange exchange, byte[] payload) {
        int chunk = exchange.item();
        switch (exchange.type()) {
            case OT_EXTENSION -> {
                if (step.beginsBatch(chunk)) {
                    ahead.begin(step.transfersInBatchOf(chunk));
                }
                ahead.extend(step.extendedIn(chunk), payload);
            }
            case OT_CHECK -> ahead.verify(payload);
            case CHOICES -> {
                if (step.beginsBatch(chunk)) {
                    ahead.awaitVerified();
                }
                waitingLabels.add(clock.time(Work.OT, () -> zeroLabels(chunk, payload)));
            }
            default -> throw new IllegalArgumentException("exchange: " + exchange + " (expected: a client's)");
        }
    }

    @Override
    public byte[] next(Exchange exchange) {
        byte[] zeroLabels = waitingLabels.remove();
        return clock.time(Work.GARBLE, () -> garble(exchange.item(), zeroLabels));
    }

    /**
     * Returns the zero labels of a chunk's input wires, of transfers that were verified before.
     *
     * @param choices the client's message
     */
    private byte[] zeroLabels(int number, byte[] choices) {
        GarbledChunk chunk = step.chunk(number);
        int count = chunk.transfers();
        byte[] labelsOfTransfers = new byte[GarbledStep.LABEL_BYTES * count];
        transfers.zeroLabels(count, choices, labelsOfTransfers);
        return GarbledStep.labelsOfWires(chunk, labelsOfTransfers);
    }

    /**
     * Garbles one chunk; all those of a layer in order.
     *
     * @param zeroLabels wiped
     * @return the tables
     */
    private byte[] garble(int number, byte[] zeroLabels) {
        GarbledChunk chunk = step.chunk(number);
        long[] chunkOutput = new long[chunk.outputs()];
        AdditiveShare share = input;
        if (share == null) {
            throw new IllegalStateException("share: none (expected: given before tables are made)");
        }
        long[] words = chunk.words(share.values());
        byte[] tables = new byte[step.tableBytes(chunk)];
        garbler.garble(chunk.cascade(), step.layer(), zeroLabels, words, chunkOutput, tables);
        System.arraycopy(chunkOutput, 0, output, chunk.firstOutput(), chunkOutput.length);
        Arrays.fill(chunkOutput, 0);
        Arrays.fill(words, 0);
        Arrays.fill(zeroLabels, (byte) 0);
        return tables;
    }

    @Override
    public StepOutput output() {
        taken = true;
        return step.serverOutput(output);
    }

    /** A client that sends a wrong check and leaves, or breaks another rule, has cheated all the same. */
    @Override
    public void requireHonest() {
        ahead.reportCheating();
    }

    @Override
    public void close() {
        ahead.close();
        waitingLabels.forEach(labels -> Arrays.fill(labels, (byte) 0));
        waitingLabels.clear();
        if (!taken) {
            Arrays.fill(output, 0);
        }
    }
}
