package gazelle.protocol.model;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads and writes a compiled model's folder: {@code card.json} and {@code network.json} (public), {@code weights.bin}
 * (secret).
 *
 * <p>{@code weights.bin}, little-endian: the bytes {@code GZW3}, the SHA-256 of {@code network.json}, then for each linear
 * layer, in the order of that file, its weights as 16-bit integers, the number of its biases in 32 bits, and its biases as 64-bit
 * integers, all signed; at the end the SHA-256 of all bytes before, which tells damage (it is no protection from who can write the file).
 */
public final class ModelFolder {
    private static final byte[] MAGIC = {'G', 'Z', 'W', '3'};
    private static final byte[] MAGIC_WITHOUT_DIGEST = {'G', 'Z', 'W', '2'};
    private static final int DIGEST_BYTES = 32;
    private static final long MAX_JSON_BYTES = 4 << 20;

    private ModelFolder() {}

    /**
     * Reads and checks a whole folder.
     *
     * @throws IOException if a file cannot be read
     * @throws ModelFormatException if the files are not a model, do not belong together, are damaged, are pipes or devices, or may
     *     be changed by others than their owner
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
        write(folder.resolve("card.json"), ModelJson.write(model.card()));
        write(folder.resolve("network.json"), network);
        write(folder.resolve("weights.bin"), encode(model, sha256(network)));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        ModelFile.closeToOthers(file);
    }

    private static byte[] readJson(Path file) throws IOException, ModelFormatException {
        return ModelFile.read(file, MAX_JSON_BYTES);
    }

    private static NetworkWeights readWeights(Path file, NetworkSpec spec, byte[] networkDigest)
            throws IOException, ModelFormatException {
        ByteBuffer buffer = undamaged(file, ModelFile.read(file, largestFileBytes(spec)));
        try {
            Map<String, LinearWeights> layers = decode(buffer, file, spec, networkDigest);
            if (buffer.hasRemaining()) {
                throw new ModelFormatException(
                        file.getFileName() + ": has " + buffer.remaining() + " bytes more than this network needs");
            }
            return new NetworkWeights(spec, layers);
        } catch (BufferUnderflowException cutShort) {
            throw new ModelFormatException(file.getFileName() + ": " + (buffer.limit() + DIGEST_BYTES)
                    + " bytes (expected: more for this network)");
        }
    }

    /** Returns the content between the magic and the digest at the end, which must be that of all before it. */
    private static ByteBuffer undamaged(Path file, byte[] bytes) throws ModelFormatException {
        byte[] magic = Arrays.copyOf(bytes, MAGIC.length);
        if (Arrays.equals(magic, MAGIC_WITHOUT_DIGEST)) {
            throw new ModelFormatException(file.getFileName()
                    + ": is of the form GZW2, which had no digest of itself (expected: GZW3). Compile the model again");
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw new ModelFormatException(file.getFileName() + ": not a weights file of this version");
        }
        int end = bytes.length - DIGEST_BYTES;
        if (end < MAGIC.length
                || !MessageDigest.isEqual(
                        sha256(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw new ModelFormatException(file.getFileName()
                    + ": is damaged or cut short: its bytes do not have the SHA-256 that stands at its end");
        }
        return ByteBuffer.wrap(bytes, 0, end).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
    }

    private static Map<String, LinearWeights> decode(
            ByteBuffer buffer, Path file, NetworkSpec spec, byte[] networkDigest) throws ModelFormatException {
        byte[] digest = new byte[DIGEST_BYTES];
        buffer.get(digest);
        if (!Arrays.equals(digest, networkDigest)) {
            throw new ModelFormatException(file.getFileName() + ": belongs to another network.json");
        }
        Map<String, LinearWeights> layers = new HashMap<>();
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
                layers.put(layer.name(), new LinearWeights(weights, biases));
            }
        }
        return layers;
    }

    private static byte[] encode(CompiledModel model, byte[] networkDigest) {
        int bytes = MAGIC.length + 2 * DIGEST_BYTES;
        for (LinearWeights layer : model.weights().byLayer().values()) {
            bytes = Math.addExact(bytes, Math.multiplyExact(Short.BYTES, layer.weightCount()) + Integer.BYTES);
            bytes = Math.addExact(bytes, Math.multiplyExact(Long.BYTES, layer.biasCount()));
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put(networkDigest);
        for (LinearWeights layer : model.weights().byLayer().values()) {
            for (int weight : layer.weights()) {
                buffer.putShort((short) weight);
            }
            buffer.putInt(layer.biasCount());
            for (long bias : layer.biases()) {
                buffer.putLong(bias);
            }
        }
        buffer.put(sha256(Arrays.copyOf(buffer.array(), buffer.position())));
        return buffer.array();
    }

    /** Of a network whose outputs all have a bias of their own. */
    private static long largestFileBytes(NetworkSpec spec) {
        long bytes = MAGIC.length + 2L * DIGEST_BYTES;
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
