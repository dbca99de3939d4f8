package gazelle.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.models.network.FloatNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ONNX's own cases for operators, of Debian's package libonnx-testdata: each is refused, or computed as it should be. */
class OnnxBackendCasesTest {
    private static final Path CASES = Path.of("/usr/share/libonnx-testdata/data/node");

    /** Operators whose result is one of layers; what only rearranges has no network of its own. */
    private static final Set<String> OPERATORS = Set.of(
            "Conv",
            "Gemm",
            "MatMul",
            "Relu",
            "Clip",
            "BatchNormalization",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Sum",
            "Pow",
            "Concat",
            "AveragePool",
            "GlobalAveragePool",
            "MaxPool",
            "GlobalMaxPool",
            "ReduceMean",
            "ReduceMax",
            "ReduceSum",
            "LeakyRelu",
            "PRelu",
            "HardSigmoid",
            "Max",
            "Min",
            "Neg",
            "Mean",
            "Slice",
            "Gather",
            "Expand",
            "Tile",
            "SpaceToDepth",
            "DepthToSpace");

    private static OnnxTensor tensor(Path file) throws IOException, OnnxFormatException {
        return OnnxTensor.parse(new WireReader(Files.readAllBytes(file))).tensor();
    }

    /** The case's network with all inputs but the first as constants; empty if it is refused. */
    private static Optional<FloatNetwork> network(Path folder, OnnxGraph graph) throws IOException {
        try {
            // Bytes and doubles are refused here, as they are wherever weights stand.
            tensor(folder.resolve("test_data_set_0/input_0.pb"));
            Map<String, OnnxTensor> constants = new HashMap<>(graph.constants());
            for (int i = 1; i < graph.inputs().size(); i++) {
                constants.put(
                        graph.inputs().get(i).name(), tensor(folder.resolve("test_data_set_0/input_" + i + ".pb")));
            }
            return Optional.of(OnnxReader.read(new OnnxGraph(
                    graph.nodes(),
                    constants,
                    graph.inputs().subList(0, 1),
                    graph.outputs(),
                    // A case names the oldest version that has its operator, which may be older than ours.
                    Math.max(7, graph.opset()))));
        } catch (OnnxFormatException refused) {
            assertThat(refused).as(folder.toString()).hasMessageMatching("(?s)[\\x20-\\x7e]+");
            return Optional.empty();
        }
    }

    private static boolean agrees(Path folder, FloatNetwork network) throws IOException, OnnxFormatException {
        float[] input = tensor(folder.resolve("test_data_set_0/input_0.pb")).floats();
        float[] expected = tensor(folder.resolve("test_data_set_0/output_0.pb")).floats();
        int elements = network.input().elements();
        List<Float> actual = new ArrayList<>();
        for (int from = 0; from < input.length; from += elements) {
            float[] logits = network.logits(Arrays.copyOfRange(input, from, from + elements));
            // A single score is read as that of the second class; the first has 0.
            boolean single = expected.length * elements == input.length;
            for (int i = single ? 1 : 0; i < logits.length; i++) {
                actual.add(logits[i]);
            }
        }
        boolean same = actual.size() == expected.length;
        for (int i = 0; same && i < expected.length; i++) {
            same = Math.abs(actual.get(i) - expected[i]) <= 1e-4 * Math.max(1, Math.abs(expected[i]));
        }
        return same;
    }

    @Test
    void everyCaseIsRefusedOrComputedAsItShouldBe() throws Exception {
        assumeTrue(Files.isDirectory(CASES), CASES + " is missing: apt-get install libonnx-testdata");
        Set<String> agreeing = new TreeSet<>();
        Set<String> differing = new TreeSet<>();
        List<Path> folders;
        try (Stream<Path> listed = Files.list(CASES)) {
            folders = listed.sorted().toList();
        }
        for (Path folder : folders) {
            OnnxGraph graph;
            try {
                graph = OnnxGraph.parse(Files.readAllBytes(folder.resolve("model.onnx")));
            } catch (OnnxFormatException refused) {
                continue;
            }
            boolean ours = graph.nodes().size() == 1
                    && OPERATORS.contains(graph.nodes().getFirst().operator())
                    && !graph.inputs().isEmpty();
            if (ours) {
                Optional<FloatNetwork> network = network(folder, graph);
                if (network.isPresent()) {
                    (agrees(folder, network.get()) ? agreeing : differing).add(String.valueOf(folder.getFileName()));
                }
            }
        }
        assertThat(differing).isEmpty();
        assertThat(agreeing)
                .contains(
                        "test_basic_conv_with_padding",
                        "test_basic_conv_without_padding",
                        "test_conv_with_autopad_same",
                        "test_conv_with_strides_and_asymmetric_padding",
                        "test_averagepool_2d_default",
                        "test_averagepool_2d_pads_count_include_pad",
                        "test_maxpool_2d_same_lower",
                        "test_maxpool_2d_ceil",
                        "test_globalaveragepool",
                        "test_batchnorm_example",
                        "test_gemm_transposeB",
                        "test_matmul_2d")
                .hasSizeGreaterThan(25);
    }
}
