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
     * @param input the server's share, mod 2^inputBits of the circuit
     */
    public GarbledServer(GarbledStage stage, OtServer transfers, Garbler garbler, AdditiveShare input) {
        this.stage = stage;
        this.transfers = transfers;
        this.garbler = garbler;
        this.input = input;
        this.output = new long[stage.instances()];
    }

    /**
     * The zero labels of a chunk's input wires, of transfers that were extended before.
     *
     * @param choices the client's message of {@link GarbledClient#choices}
     */
    public byte[] zeroLabels(int chunk, byte[] choices) {
        int count = stage.transfersIn(chunk);
        byte[] labelsOfTransfers = new byte[GarbledStage.LABEL_BYTES * count];
        transfers.zeroLabels(count, choices, labelsOfTransfers);
        return stage.labelsOfWires(chunk, labelsOfTransfers);
    }

    /**
     * Garbles one chunk.
     *
     * @param zeroLabels what {@link #zeroLabels} gave; wiped
     * @return the tables
     */
    public byte[] garble(int chunk, byte[] zeroLabels) {
        int instances = stage.instancesIn(chunk);
        int first = stage.firstInstance(chunk);
        long[] chunkOutput = new long[instances];
        long[] words = stage.chunkWords(chunk, input.values());
        byte[] tables = new byte[stage.tableBytes(chunk)];
        garbler.garble(stage.circuit(), stage.layer(), first, instances, zeroLabels, words, chunkOutput, tables);
        System.arraycopy(chunkOutput, 0, output, first, instances);
        Arrays.fill(chunkOutput, 0);
        Arrays.fill(words, 0);
        Arrays.fill(zeroLabels, (byte) 0);
        return tables;
    }

    /** The server's output, one word an instance: shares, or zeros where the circuit reveals. */
    public long[] output() {
        return output;
    }
}
