package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.RandomNetworks;
import gazelle.protocol.SmallModels;
import gazelle.protocol.reference.ReferenceNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    private static final String DAMAGED =
            "weights.bin: is damaged or cut short: its bytes do not have the SHA-256 that stands at its end";

    private final SplittableRandom random = new SplittableRandom(3);
    private final CompiledModel model = RandomNetworks.draw("random", random);

    @Test
    void readsWhatItWrote(@TempDir Path folder) throws Exception {
        ModelFolder.write(folder, model);
        CompiledModel read = ModelFolder.read(folder);
        assertThat(read.card()).isEqualTo(model.card());
        assertThat(read.spec()).isEqualTo(model.spec());
        QuantisedTensor input = RandomNetworks.input(model.spec(), random);
        assertThat(new ReferenceNetwork(read.spec(), read.weights()).layerOutputs(input))
                .isEqualTo(new ReferenceNetwork(model.spec(), model.weights()).layerOutputs(input));
    }

    @Test
    void refusesWeightsOfAnotherNetwork(@TempDir Path folder) throws Exception {
        ModelFolder.write(folder, model);
        Path weights = folder.resolve("weights.bin");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[10] ^= 1;
        Files.write(weights, withDigest(bytes));
        assertThatThrownBy(() -> ModelFolder.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("weights.bin: belongs to another network.json");
    }

    @Test
    void refusesWeightsOfAnotherVersion(@TempDir Path folder) throws Exception {
        ModelFolder.write(folder, model);
        Path weights = folder.resolve("weights.bin");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[3] = '1';
        Files.write(weights, bytes);
        assertThatThrownBy(() -> ModelFolder.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("weights.bin: not a weights file of this version");
        bytes[3] = '2';
        Files.write(weights, bytes);
        assertThatThrownBy(() -> ModelFolder.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("weights.bin: is of the form GZW2, which had no digest of itself (expected: GZW3). "
                        + "Compile the model again");
    }

    @Test
    void refusesEveryChangedByteOfTheWeights(@TempDir Path folder) throws Exception {
        ModelFolder.write(folder, SmallModels.label());
        Path weights = folder.resolve("weights.bin");
        byte[] bytes = Files.readAllBytes(weights);
        for (int i = 4; i < bytes.length; i++) {
            bytes[i] ^= 1;
            Files.write(weights, bytes);
            assertThatThrownBy(() -> ModelFolder.read(folder))
                    .as("byte %d", i)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessage(DAMAGED);
            bytes[i] ^= 1;
        }
    }

    /** Writes the digest that belongs to what stands before it: what is wrong then is wrong in itself. */
    private static byte[] withDigest(byte[] bytes) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, bytes.length - 32));
        System.arraycopy(digest, 0, bytes, bytes.length - 32, 32);
        return bytes;
    }

    @Test
    void refusesBytesAfterTheLastLayerAndFilesThatAreFarTooLong(@TempDir Path folder) throws Exception {
        ModelFolder.write(folder, model);
        Path weights = folder.resolve("weights.bin");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, withDigest(Arrays.copyOf(bytes, bytes.length + 1)));
        assertThatThrownBy(() -> ModelFolder.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage("weights.bin: has 1 bytes more than this network needs");
        Files.write(weights, Arrays.copyOf(bytes, 1 << 24));
        assertThatThrownBy(() -> ModelFolder.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("expected: at most ");
    }

    @Test
    void refusesAnImpossibleNumberOfBiases(@TempDir Path folder) throws Exception {
        CompiledModel small = SmallModels.label();
        ModelFolder.write(folder, small);
        Path weights = folder.resolve("weights.bin");
        byte[] bytes = Files.readAllBytes(weights);
        int count = 36 + 2 * small.weights().of("conv").weights().length;
        for (int impossible : new int[] {-1, 0, 1 << 30}) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(count, impossible);
            Files.write(weights, withDigest(bytes));
            assertThatThrownBy(() -> ModelFolder.read(folder))
                    .as("%d biases", impossible)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("biases");
        }
    }

    @Test
    void refusesATruncatedWeightsFile(@TempDir Path folder) throws Exception {
        ModelFolder.write(folder, model);
        Path weights = folder.resolve("weights.bin");
        byte[] bytes = Files.readAllBytes(weights);
        for (int length : new int[] {0, 3, 20, 36, bytes.length - 1}) {
            Files.write(weights, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> ModelFolder.read(folder))
                    .as("%d bytes", length)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessage(length < 4 ? "weights.bin: not a weights file of this version" : DAMAGED);
        }
        Files.write(weights, withDigest(Arrays.copyOf(bytes, bytes.length - 1)));
        assertThatThrownBy(() -> ModelFolder.read(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("bytes (expected: more for this network)");
    }
}
