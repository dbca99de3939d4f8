package gazelle.crypto.ot;

import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.garbling.Delta;
import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.garbling.SeededRandom;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.linear.PreparedWeights;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** The server of a small network, step by step; with the transfers of the product, or with some whose check is missing. */
final class AttackedServer {
    private final SecureRandom random = SeededRandom.of(11);
    private final Delta delta;
    private final LinearServer linear;
    private final Transfers transfers;
    private byte[] garblingSeed = new byte[16];
    private long[] share = {};

    /** The server's side of a batch of transfers. */
    interface Transfers {
        void begin(int count);

        void extend(int count, byte[] message);

        void verify(byte[] message);

        void zeroLabels(int count, byte[] corrections, byte[] zeroLabels);
    }

    AttackedServer(Delta delta, LinearServer linear, Transfers transfers) {
        this.delta = delta;
        this.linear = linear;
        this.transfers = transfers;
    }

    /** The product's transfers. */
    static Transfers checked(OtServer server) {
        return new Transfers() {
            @Override
            public void begin(int count) {
                server.begin(count);
            }

            @Override
            public void extend(int count, byte[] message) {
                server.extend(count, message);
            }

            @Override
            public void verify(byte[] message) {
                server.verify(message);
            }

            @Override
            public void zeroLabels(int count, byte[] corrections, byte[] zeroLabels) {
                server.zeroLabels(count, corrections, zeroLabels);
            }
        };
    }

    /** SoftSpokenOT without its check; only tests have it. */
    static Transfers unchecked(Delta delta, int k, LeafStreams streams) {
        return new Transfers() {
            private TransferBatch batch = new TransferBatch(128, false);

            @Override
            public void begin(int count) {
                batch = new TransferBatch(count, false);
            }

            @Override
            public void extend(int count, byte[] message) {
                int bytes = count / 8;
                byte[][] rows = new byte[128][LeafStreams.TILE_BYTES];
                byte[] total = new byte[LeafStreams.TILE_BYTES];
                for (int block = 0; block < OtShape.blocks(k); block++) {
                    streams.sumInto(block, bytes, rows, block * k, total);
                    for (int bit = 0; block > 0 && bit < OtShape.bitsOf(k, block); bit++) {
                        if (Trees.bit(delta, block * k + bit) == 1) {
                            GgmTree.xorInto(message, (block - 1) * bytes, rows[block * k + bit], 0, bytes);
                        }
                    }
                }
                batch.append(rows, bytes);
            }

            @Override
            public void verify(byte[] message) {}

            @Override
            public void zeroLabels(int count, byte[] corrections, byte[] zeroLabels) {
                batch.take(count, new ScalarRowKernel(), zeroLabels, new byte[0]);
                for (int i = 0; i < count; i++) {
                    if ((corrections[i / 8] >>> (i % 8) & 1) == 1) {
                        Words.put(zeroLabels, 16 * i, Words.get(zeroLabels, 16 * i) ^ delta.low());
                        Words.put(zeroLabels, 16 * i + 8, Words.get(zeroLabels, 16 * i + 8) ^ delta.high());
                    }
                }
            }
        };
    }

    Transfers transfers() {
        return transfers;
    }

    /** Begins an inference; returns its public garbling seed. */
    byte[] begin(int inputs) {
        random.nextBytes(garblingSeed);
        share = new long[inputs];
        return garblingSeed.clone();
    }

    /** A linear layer; its masks and biases become the server's share. */
    List<byte[]> multiply(PreparedWeights weights, long[] biases, List<byte[]> requests) {
        LinearServer.Evaluation evaluation = linear.begin(weights.plan(), weights, share);
        for (int i = 0; i < requests.size(); i++) {
            evaluation.accept(i, requests.get(i));
        }
        long[] masks = new long[biases.length];
        List<byte[]> responses = new ArrayList<>();
        for (int i = 0; i < weights.plan().responseCount(); i++) {
            responses.add(evaluation.respond(i, masks));
        }
        int guardBits = weights.plan().guardBits();
        for (int i = 0; i < masks.length; i++) {
            masks[i] += (biases[i] << guardBits) + (1L << (guardBits - 1));
        }
        share = masks;
        return responses;
    }

    /** A non-linear layer: tables with the server's share folded in. */
    byte[] garble(Cascade cascade, int layer, int transferCount, byte[] corrections) {
        byte[] labels = new byte[16 * transferCount];
        transfers.zeroLabels(transferCount, corrections, labels);
        byte[] zeroLabels = new byte
                [16
                        * cascade.first().instances()
                        * cascade.first().circuit().inputWords()
                        * cascade.first().circuit().inputBits()];
        System.arraycopy(labels, 0, zeroLabels, 0, zeroLabels.length);
        long[] outputs = new long[cascade.last().instances()];
        byte[] tables = new byte[(int) cascade.tableBytes(GarblingScheme.HALF_GATES)];
        try (Garbler garbler = new Garbler(delta, garblingSeed, GarblingScheme.HALF_GATES, random)) {
            garbler.garble(cascade, layer, zeroLabels, share, outputs, tables);
        }
        share = outputs;
        return tables;
    }
}
