package gazelle.protocol.layer;

import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.ot.OtServer;
import gazelle.crypto.share.AdditiveShare;
import java.util.Arrays;

/** The server's side of a non-linear layer: garbles each chunk with its own share folded in. */
public final class GarbledServer {
    private final GarbledStage stage;
    private final OtServer transfers;
    private final Garbler garbler;
    private final AdditiveShare input;
    private final long[] output;

    /**
     * @param input the server's share, mod 2^inputBits of the layer's circuits
     */
    public GarbledServer(GarbledStage stage, OtServer transfers, Garbler garbler, AdditiveShare input) {
        this.stage = stage;
        this.transfers = transfers;
        this.garbler = garbler;
        this.input = input;
        this.output = new long[stage.outputs()];
    }

    /**
     * The zero labels of a chunk's input wires, of transfers that were extended before.
     *
     * @param choices the client's message of {@link GarbledClient#choices}
     */
    public byte[] zeroLabels(int number, byte[] choices) {
        GarbledChunk chunk = stage.chunk(number);
        int count = chunk.transfers();
        byte[] labelsOfTransfers = new byte[GarbledStage.LABEL_BYTES * count];
        transfers.zeroLabels(count, choices, labelsOfTransfers);
        return GarbledStage.labelsOfWires(chunk, labelsOfTransfers);
    }

    /**
     * Garbles one chunk; all those of a layer in order.
     *
     * @param zeroLabels what {@link #zeroLabels} gave; wiped
     * @return the tables
     */
    public byte[] garble(int number, byte[] zeroLabels) {
        GarbledChunk chunk = stage.chunk(number);
        long[] chunkOutput = new long[chunk.outputs()];
        long[] words = chunk.words(input.values());
        byte[] tables = new byte[stage.tableBytes(chunk)];
        garbler.garble(chunk.cascade(), stage.layer(), zeroLabels, words, chunkOutput, tables);
        System.arraycopy(chunkOutput, 0, output, chunk.firstOutput(), chunkOutput.length);
        Arrays.fill(chunkOutput, 0);
        Arrays.fill(words, 0);
        Arrays.fill(zeroLabels, (byte) 0);
        return tables;
    }

    /** The server's output, one word for each element: shares, or zeros where the circuit reveals. */
    public long[] output() {
        return output;
    }
}
