package gazelle.protocol.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads and writes a compiled model's folder: {@code card.json} and {@code network.json} (public), {@code weights.bin}
 * (secret).
 *
 * <p>{@code weights.bin}, little-endian: the bytes {@code GZW1}, the SHA-256 of {@code network.json}, then for each linear
 * layer its weights as 16-bit and its biases as 64-bit signed integers.
 */
public final class ModelFolder {
    private static final byte[] MAGIC = {'G', 'Z', 'W', '1'};
    private static final int DIGEST_BYTES = 32;
    private static final long MAX_JSON_BYTES = 4 << 20;

    private ModelFolder() {}

    /**
     * Reads and checks a whole folder.
     *
     * @throws IOException if a file cannot be read
     * @throws ModelFormatException if the files are not a model, or do not belong together
     */
    public static CompiledModel read(Path folder) throws IOException, ModelFormatException {
        ModelCard card = ModelJson.read(readJson(folder.resolve("card.json")), ModelCard.class);
        byte[] network = readJson(folder.resolve("network.json"));
        NetworkSpec spec = ModelJson.read(network, NetworkSpec.class);
        try {
            return new CompiledModel(card, spec, readWeights(folder.resolve("weights.bin"), spec, sha256(network)));
        } catch (IllegalArgumentException problem) {
            throw new ModelFormatException(folder.getFileName() + ": " + problem.getMessage());
        }
    }

    /** Writes the three files, replacing them if they exist. */
    public static void write(Path folder, CompiledModel model) throws IOException {
        Files.createDirectories(folder);
        byte[] network = ModelJson.write(model.spec());
        Files.write(folder.resolve("card.json"), ModelJson.write(model.card()));
        Files.write(folder.resolve("network.json"), network);
        Files.write(folder.resolve("weights.bin"), encode(model, sha256(network)));
    }

    private static byte[] readJson(Path file) throws IOException, ModelFormatException {
        if (Files.size(file) > MAX_JSON_BYTES) {
            throw new ModelFormatException(file.getFileName() + ": larger than " + MAX_JSON_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static NetworkWeights readWeights(Path file, NetworkSpec spec, byte[] networkDigest)
            throws IOException, ModelFormatException {
        if (Files.size(file) != weightFileBytes(spec)) {
            throw new ModelFormatException(file.getFileName() + ": " + Files.size(file) + " bytes (expected: "
                    + weightFileBytes(spec) + " for this network)");
        }
        ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        byte[] digest = new byte[DIGEST_BYTES];
        buffer.get(magic).get(digest);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new ModelFormatException(file.getFileName() + ": not a weights file");
        }
        if (!Arrays.equals(digest, networkDigest)) {
            throw new ModelFormatException(file.getFileName() + ": belongs to another network.json");
        }
        List<LinearWeights> layers = new ArrayList<>();
        NetworkGraph graph = spec.graph();
        for (int i = 0; i < spec.layers().size(); i++) {
            if (spec.layers().get(i) instanceof LinearLayer layer) {
                int[] weights = new int[layer.weightCount(graph.inputShapes(i).getFirst())];
                Arrays.setAll(weights, _ -> buffer.getShort());
                long[] biases = new long[layer.biasCount()];
                Arrays.setAll(biases, _ -> buffer.getLong());
                layers.add(new LinearWeights(weights, biases));
            }
        }
        return new NetworkWeights(spec, layers);
    }

    private static byte[] encode(CompiledModel model, byte[] networkDigest) {
        ByteBuffer buffer =
                ByteBuffer.allocate((int) weightFileBytes(model.spec())).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put(networkDigest);
        for (int i = 0; i < model.weights().linearCount(); i++) {
            for (int weight : model.weights().linear(i).weights()) {
                buffer.putShort((short) weight);
            }
            for (long bias : model.weights().linear(i).biases()) {
                buffer.putLong(bias);
            }
        }
        return buffer.array();
    }

    private static long weightFileBytes(NetworkSpec spec) {
        long bytes = (long) MAGIC.length + DIGEST_BYTES;
        NetworkGraph graph = spec.graph();
        for (int i = 0; i < spec.layers().size(); i++) {
            if (spec.layers().get(i) instanceof LinearLayer layer) {
                bytes += 2L * layer.weightCount(graph.inputShapes(i).getFirst()) + 8L * layer.biasCount();
            }
        }
        return bytes;
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has SHA-256", missing);
        }
    }
}
