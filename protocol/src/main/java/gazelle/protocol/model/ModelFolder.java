package gazelle.protocol.model;

import java.io.IOException;
import java.nio.BufferUnderflowException;
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
 * <p>{@code weights.bin}, little-endian: the bytes {@code GZW2}, the SHA-256 of {@code network.json}, then for each linear
 * layer its weights as 16-bit integers, the number of its biases in 32 bits, and its biases as 64-bit integers, all signed.
 */
public final class ModelFolder {
    private static final byte[] MAGIC = {'G', 'Z', 'W', '2'};
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
        if (Files.size(file) > largestFileBytes(spec)) {
            throw new ModelFormatException(file.getFileName() + ": " + Files.size(file) + " bytes (expected: at most "
                    + largestFileBytes(spec) + " for this network)");
        }
        ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        try {
            List<LinearWeights> layers = decode(buffer, file, spec, networkDigest);
            if (buffer.hasRemaining()) {
                throw new ModelFormatException(
                        file.getFileName() + ": has " + buffer.remaining() + " bytes more than this network needs");
            }
            return new NetworkWeights(spec, layers);
        } catch (BufferUnderflowException cutShort) {
            throw new ModelFormatException(
                    file.getFileName() + ": " + buffer.limit() + " bytes (expected: more for this network)");
        }
    }

    private static List<LinearWeights> decode(ByteBuffer buffer, Path file, NetworkSpec spec, byte[] networkDigest)
            throws ModelFormatException {
        byte[] magic = new byte[MAGIC.length];
        byte[] digest = new byte[DIGEST_BYTES];
        buffer.get(magic).get(digest);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new ModelFormatException(file.getFileName() + ": not a weights file of this version");
        }
        if (!Arrays.equals(digest, networkDigest)) {
            throw new ModelFormatException(file.getFileName() + ": belongs to another network.json");
        }
        List<LinearWeights> layers = new ArrayList<>();
        NetworkGraph graph = spec.graph();
        for (int i = 0; i < spec.layers().size(); i++) {
            if (spec.layers().get(i) instanceof LinearLayer layer) {
                int weightCount = layer.weightCount(graph.inputShapes(i).getFirst());
                if (buffer.remaining() / Short.BYTES < weightCount) {
                    throw new BufferUnderflowException();
                }
                int[] weights = new int[weightCount];
                Arrays.setAll(weights, _ -> buffer.getShort());
                int biasCount = buffer.getInt();
                if (biasCount < 0 || biasCount > graph.shape(i + 1).elements()) {
                    throw new ModelFormatException(file.getFileName() + ": " + biasCount + " biases for "
                            + layer.name() + " (expected: " + layer.outputChannels() + " or "
                            + graph.shape(i + 1).elements() + ")");
                }
                long[] biases = new long[biasCount];
                Arrays.setAll(biases, _ -> buffer.getLong());
                layers.add(new LinearWeights(weights, biases));
            }
        }
        return layers;
    }

    private static byte[] encode(CompiledModel model, byte[] networkDigest) {
        int bytes = MAGIC.length + DIGEST_BYTES;
        for (int i = 0; i < model.weights().linearCount(); i++) {
            LinearWeights layer = model.weights().linear(i);
            bytes = Math.addExact(bytes, Math.multiplyExact(Short.BYTES, layer.weightCount()) + Integer.BYTES);
            bytes = Math.addExact(bytes, Math.multiplyExact(Long.BYTES, layer.biasCount()));
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put(networkDigest);
        for (int i = 0; i < model.weights().linearCount(); i++) {
            LinearWeights layer = model.weights().linear(i);
            for (int weight : layer.weights()) {
                buffer.putShort((short) weight);
            }
            buffer.putInt(layer.biasCount());
            for (long bias : layer.biases()) {
                buffer.putLong(bias);
            }
        }
        return buffer.array();
    }

    /** Of a network whose outputs all have a bias of their own. */
    private static long largestFileBytes(NetworkSpec spec) {
        long bytes = (long) MAGIC.length + DIGEST_BYTES;
        NetworkGraph graph = spec.graph();
        for (int i = 0; i < spec.layers().size(); i++) {
            if (spec.layers().get(i) instanceof LinearLayer layer) {
                bytes += (long) Short.BYTES
                                * layer.weightCount(graph.inputShapes(i).getFirst())
                        + Integer.BYTES
                        + (long) Long.BYTES * graph.shape(i + 1).elements();
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
