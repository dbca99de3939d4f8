package gazelle.protocol.step;

import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.wire.FrameType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A non-linear layer or an output: the server garbles circuits for many instances, the client evaluates them, chunk by chunk.
 *
 * <p>For each chunk (docs/protocol/messages.md section 11) the client sends extended oblivious transfers and its choices, and the server
 * the tables; for each batch of chunks the client sends one check of its transfers before the first choices.
 */
final class GarbledStep implements Step {
    static final int LABEL_BYTES = 16;

    /** Target size of a chunk's tables, bytes: with its labels and transfers it stays in a processor's cache. */
    static final int TARGET_TABLE_BYTES = 384 << 10;

    /** Target size of the tables of a strip of a pooling, bytes: fewer strips compute fewer rows twice. */
    static final int TARGET_STRIP_BYTES = 3 << 20;

    /** Target size of the tables of the chunks that are under way, bytes: enough to keep a long link busy. */
    private static final int TARGET_TABLE_BYTES_AHEAD = 4 << 20;

    /**
     * The most transfers that are checked together, but for a chunk that has more: each side keeps 16 bytes of each, so 32 MiB.
     */
    static final int MOST_TRANSFERS_IN_BATCH = 1 << 21;

    private static final int LEAST_CHUNKS_AHEAD = 3;
    private static final int MOST_CHUNKS_AHEAD = 12;

    /** A gate with its labels and transfers on both sides: 140 nanoseconds. */
    private static final double SECONDS_PER_AND = 140e-9;

    private final int layer;
    private final boolean reveals;
    private final LinkProfile link;
    private final GarblingScheme scheme;
    private final Chunking chunking;
    private final int[] transfers;

    /** For each chunk the first of its batch and the first of the next one. */
    private final int[] batchBegins;

    private final int[] batchEnds;
    private final List<Exchange> exchanges;
    private final int ahead;

    /**
     * Plans chunks, batches and messages.
     *
     * @param layer index of the layer in its network
     * @param reveals whether the client learns the outputs, as at the end of a network, instead of both a share
     * @param link what the inference runs over
     * @param chunking what each chunk computes
     */
    GarbledStep(int layer, boolean reveals, LinkProfile link, Chunking chunking) {
        this.layer = layer;
        this.reveals = reveals;
        this.link = link;
        this.scheme = GarbledActivation.scheme(link);
        this.chunking = chunking;
        int chunks = chunking.chunks();
        PlanLimits.requireMessages(3L * chunks);
        transfers = new int[chunks];
        batchBegins = new int[chunks];
        batchEnds = new int[chunks];
        for (int chunk = 0; chunk < chunks; chunk++) {
            transfers[chunk] = chunk(chunk).transfers();
        }
        for (int begin = 0, end; begin < chunks; begin = end) {
            long inBatch = transfers[begin];
            for (end = begin + 1; end < chunks && inBatch + transfers[end] <= MOST_TRANSFERS_IN_BATCH; end++) {
                inBatch += transfers[end];
            }
            Arrays.fill(batchBegins, begin, end, begin);
            Arrays.fill(batchEnds, begin, end, end);
        }
        List<Exchange> order = new ArrayList<>();
        ahead = plan(order);
        exchanges = List.copyOf(order);
    }

    /** Puts all messages into the client's order; returns how many go ahead of the layer: the first chunks' transfers. */
    private int plan(List<Exchange> order) {
        int sentAhead = 0;
        int extended = 0;
        int requested = 0;
        int[] places = new int[chunks()];
        for (int chunk = 0; chunk < chunks(); chunk++) {
            for (; requested < Math.min(chunks(), chunk + chunksAhead()); requested++) {
                for (; extended < extendedBefore(requested); extended++) {
                    int bytes = OtClient.extensionBytes(link.otTreeBits(), extendedIn(extended));
                    order.add(Exchange.prepared(FrameType.OT_EXTENSION, extended, bytes));
                    if (endsBatch(extended)) {
                        order.add(Exchange.prepared(FrameType.OT_CHECK, extended, OtClient.checkBytes()));
                    }
                    if (extended < chunksAhead()) {
                        sentAhead = order.size();
                    }
                }
                places[requested] = order.size();
                order.add(Exchange.request(FrameType.CHOICES, requested, transfers[requested] / Byte.SIZE));
            }
            order.add(Exchange.answer(FrameType.TABLES, chunk, tableBytes(chunk), places[chunk]));
        }
        return sentAhead;
    }

    @Override
    public int layer() {
        return layer;
    }

    /** Returns the number of words of the layer's output. */
    int outputs() {
        return chunking.outputs();
    }

    /** Returns the number of chunks that the layer is cut into. */
    int chunks() {
        return chunking.chunks();
    }

    /** Returns the number of chunks whose choices a client sends before their tables have arrived, so that the server always has work. */
    int chunksAhead() {
        int fitting = TARGET_TABLE_BYTES_AHEAD / Math.max(1, tableBytes(0));
        return Math.min(chunks(), Math.clamp(fitting, LEAST_CHUNKS_AHEAD, MOST_CHUNKS_AHEAD));
    }

    /**
     * Returns the number of chunks whose transfers are extended before the client sends the choices of {@code chunk}: its whole batch,
     * which is checked before it is used, and as many further ones as are under way.
     */
    int extendedBefore(int chunk) {
        return Math.max(batchEnds[chunk], Math.min(chunks(), chunk + 1 + chunksAhead()));
    }

    /** Returns whether a batch of transfers begins with {@code chunk}. */
    boolean beginsBatch(int chunk) {
        return batchBegins[chunk] == chunk;
    }

    /** Returns whether a batch of transfers ends with {@code chunk}, whose check follows then. */
    boolean endsBatch(int chunk) {
        return batchEnds[chunk] == chunk + 1;
    }

    /** Returns the number of oblivious transfers of the batch that {@code chunk} belongs to, without those that its check uses up. */
    int transfersInBatchOf(int chunk) {
        return Arrays.stream(transfers, batchBegins[chunk], batchEnds[chunk]).sum();
    }

    /** Returns the part of the layer that is garbled at once. */
    GarbledChunk chunk(int number) {
        return chunking.chunk(number);
    }

    /**
     * Returns the number of oblivious transfers that a chunk's extension makes: its own, and behind the last of a batch those
     * that the check uses up.
     */
    int extendedIn(int chunk) {
        return transfers[chunk] + (endsBatch(chunk) ? OtClient.CHECK_TRANSFERS : 0);
    }

    /** Returns the exact size of a chunk's tables, bytes. */
    int tableBytes(int chunk) {
        return tableBytes(chunk(chunk));
    }

    int tableBytes(GarbledChunk chunk) {
        return Math.toIntExact(chunk.cascade().tableBytes(scheme));
    }

    @Override
    public List<Exchange> exchanges() {
        return exchanges;
    }

    @Override
    public int ahead() {
        return ahead;
    }

    @Override
    public StepPhases phases() {
        return StepPhases.ACTIVATION;
    }

    @Override
    public Operations operations() {
        long ands = IntStream.range(0, chunks())
                .mapToLong(number -> chunk(number).cascade().ands())
                .sum();
        return new Operations(GarbledActivation.AND_GATES, ands, SECONDS_PER_AND);
    }

    /**
     * The transfers extended ahead with the messages that they come from, and the inputs, labels and tables of two chunks, one that is
     * made and one that is sent.
     */
    @Override
    public long serverBytes() {
        long mostExtended = 0;
        long mostTransfers = 0;
        long mostTables = 0;
        for (int chunk = 0; chunk < chunks(); chunk++) {
            long extended = 0;
            for (int next = chunk; next < extendedBefore(chunk); next++) {
                extended += OtClient.extensionBytes(link.otTreeBits(), extendedIn(next));
                // The rows of a batch are made whole when it begins, and dropped when its last chunk has taken its own.
                if (next == chunk || beginsBatch(next)) {
                    extended += (long) transfersInBatchOf(next) * LABEL_BYTES;
                }
            }
            mostExtended = Math.max(mostExtended, extended);
            mostTransfers = Math.max(mostTransfers, transfers[chunk]);
            mostTables = Math.max(mostTables, tableBytes(chunk));
        }
        return mostExtended + 2 * (mostTransfers * LABEL_BYTES + mostTables) + mostTables;
    }

    @Override
    public ClientHalf client(ClientParty party) {
        return new GarbledClient(this, party);
    }

    @Override
    public ServerHalf server(ServerParty party) {
        return new GarbledServer(this, party);
    }

    /** Returns the client's output of these words: its share, or what is revealed. */
    StepOutput clientOutput(long[] words) {
        return reveals
                ? new Revealed(words, chunking.outputBits())
                : new StepOutput.Shared(new AdditiveShare(words, chunking.outputBits()));
    }

    /** Returns the server's output of these words: its share, or nothing. */
    StepOutput serverOutput(long[] words) {
        return reveals
                ? StepOutput.Nothing.NOTHING
                : new StepOutput.Shared(new AdditiveShare(words, chunking.outputBits()));
    }

    /**
     * Returns the labels of a chunk's wires out of those of all its transfers: the same array if it holds no others, else they
     * are wiped.
     */
    static byte[] labelsOfWires(GarbledChunk chunk, byte[] labelsOfTransfers) {
        if (chunk.wires() == chunk.transfers()) {
            return labelsOfTransfers;
        }
        byte[] labels = Arrays.copyOf(labelsOfTransfers, LABEL_BYTES * chunk.wires());
        Arrays.fill(labelsOfTransfers, (byte) 0);
        return labels;
    }
}
