package gazelle.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import gazelle.models.SmallNetworks;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxWriter.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which exporters write the same network: weights elsewhere or narrower, functions, nodes in any order. */
class FileFormsTest {
    @TempDir
    private Path folder = Path.of("");

    private Path copied(String name) throws IOException {
        for (String file : List.of(name + ".onnx", name + ".onnx.data")) {
            try (InputStream in = FileFormsTest.class.getResourceAsStream("/cases/onnx/" + file)) {
                if (in != null) {
                    Files.write(folder.resolve(file), in.readAllBytes());
                }
            }
        }
        return folder.resolve(name + ".onnx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext_data",
                "ext_data_bn",
                "explicit_default_location",
                "local_functions",
                "opset22",
                "unsorted_nodes",
                "constant_floats",
                "shape_start_end",
                "fp16"
            })
    void givesTheScoresOfOnnxruntime(String name) throws Exception {
        Path file = copied(name);
        FloatNetwork network = OnnxReader.read(file);
        long[] sizes =
                OnnxGraph.parse(Files.readAllBytes(file), TensorFiles.beside(file, 1 << 20))
                        .inputs()
                        .getFirst()
                        .dims()
                        .stream()
                        .mapToLong(size -> size < 1 ? 1 : size)
                        .toArray();
        // The judge computes in half precision where the weights have it; the widened weights give more digits.
        float tolerance = name.equals("fp16") ? 2e-2f : 1e-4f;
        try (OnnxRuntime judge = new OnnxRuntime(file)) {
            for (float[] image : SmallNetworks.images(7, 8, network.input().elements())) {
                assertThat(network.logits(image)).containsExactly(judge.run(image, sizes), offset(tolerance));
            }
        }
    }

    /** Four numbers in another file, as the message says where. */
    private static OnnxTensor.Named outside(TensorFiles files, String... entries) throws OnnxFormatException {
        Message tensor = new Message()
                .number(1, 2)
                .number(1, 2)
                .number(2, 1)
                .text(8, "w")
                .number(14, 1);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.bytes(
                    13,
                    new Message().text(1, entries[i]).text(2, entries[i + 1]).toBytes());
        }
        return OnnxTensor.parse(new WireReader(tensor.toBytes()), files);
    }

    private TensorFiles withWeights() throws IOException {
        Files.write(folder.resolve("weights.bin"), OnnxWriter.floats(9, 1, 2, 3, 4, 5));
        return TensorFiles.beside(Files.createFile(folder.resolve("m.onnx")), 64);
    }

    @Test
    void readsAPartOfAnotherFile() throws Exception {
        TensorFiles files = withWeights();
        assertThat(outside(files, "location", "weights.bin", "offset", "4", "length", "16")
                        .tensor()
                        .floats())
                .containsExactly(1, 2, 3, 4);
        // Offset and length may be left out: the first bytes, as many as the sizes need.
        assertThat(outside(files, "location", "weights.bin").tensor().floats()).containsExactly(9, 1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "weights.bin,12,16,'tensor ''w'' lies in the file ''weights.bin'' of 24 bytes, from byte 12 on: the file is cut off, or belongs to another model'",
        "weights.bin,-4,16,'tensor ''w'' lies in the file ''weights.bin'' of 24 bytes, from byte -4 on: the file is cut off, or belongs to another model'",
        "weights.bin,0,20,'tensor ''w'' 20 bytes in another file (expected: 16): the file is damaged'",
        "weights.bin,x,16,'tensor ''w'': no place in another file: the file is damaged'",
        "other.bin,0,16,'tensor ''w'' lies in the file ''other.bin'', which is not in the model''s folder: copy it there, as both files belong together'",
        "../weights.bin,0,16,'tensor ''w'' lies in the file ''../weights.bin'' (expected: a file in the model''s own folder)'",
        "..,0,16,'tensor ''w'' lies in the file ''..'' (expected: a file in the model''s own folder)'",
        "/etc/passwd,0,16,'tensor ''w'' lies in the file ''/etc/passwd'' (expected: a file in the model''s own folder)'",
        "sub,0,16,'tensor ''w'' lies in the file ''sub'' (expected: a file in the model''s own folder)'",
        "link,0,16,'tensor ''w'' lies in the file ''link'' (expected: a file in the model''s own folder)'"
    })
    void refusesPartsThatAreNotInTheFolder(String location, String offset, String length, String message)
            throws Exception {
        TensorFiles files = withWeights();
        Files.createDirectory(folder.resolve("sub"));
        Files.write(folder.resolve("sub").resolve("far.bin"), new byte[64]);
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("sub").resolve("far.bin"));
        assertThatThrownBy(() -> outside(files, "location", location, "offset", offset, "length", length))
                .isInstanceOf(OnnxFormatException.class)
                .hasMessage(message);
    }

    @Test
    void readsNoMoreThanItMay() throws Exception {
        TensorFiles files = withWeights();
        for (int i = 0; i < 4; i++) {
            outside(files, "location", "weights.bin");
        }
        assertThatThrownBy(() -> outside(files, "location", "weights.bin"))
                .hasMessage(
                        "tensor 'w' lies in the file 'weights.bin': the model's weights take more than 64 bytes together");
        assertThatThrownBy(() -> outside(TensorFiles.none(), "location", "weights.bin"))
                .hasMessage("tensor 'w' lies in the file 'weights.bin': give the model as a file in the same folder, or"
                        + " export it with its weights inside");
    }

    private static float[] narrow(int type, byte[] raw, long... listed) throws OnnxFormatException {
        Message message = new Message().number(1, 3).number(2, type).text(8, "w");
        if (raw.length > 0) {
            message.bytes(9, raw);
        }
        for (long number : listed) {
            message.number(5, number);
        }
        return OnnxTensor.parse(new WireReader(message.toBytes())).tensor().floats();
    }

    @Test
    void widensHalfFloatsAndNarrowsDoubles() throws Exception {
        byte[] raw = ByteBuffer.allocate(6)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(Float.floatToFloat16(1.5f))
                .putShort(Float.floatToFloat16(-65504f))
                .putShort(Float.floatToFloat16(6e-8f))
                .array();
        assertThat(narrow(10, raw)).containsExactly(1.5f, -65504f, 5.9604645e-8f);
        assertThat(narrow(10, new byte[0], 0x3e00, 0xbc00, 0)).containsExactly(1.5f, -1, 0);
        assertThat(narrow(16, new byte[0], 0x3fc0, 0xc040, 0)).containsExactly(1.5f, -3, 0);
        byte[] doubles = ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0.1)
                .putDouble(-2)
                .putDouble(1e-3)
                .array();
        assertThat(narrow(11, doubles)).containsExactly(0.1f, -2, 1e-3f);
        Message listed = new Message().number(1, 3).number(2, 11).text(8, "w").bytes(10, doubles);
        assertThat(OnnxTensor.parse(new WireReader(listed.toBytes())).tensor().floats())
                .containsExactly(0.1f, -2, 1e-3f);
    }

    private static Message call(String operator, String input, String output) {
        return new Message()
                .text(1, input)
                .text(2, output)
                .text(3, operator + output)
                .text(4, operator)
                .text(7, "mine");
    }

    private static Message function(String name, Message... nodes) {
        Message function =
                new Message().text(1, name).text(4, "in").text(5, "out").text(10, "mine");
        for (Message node : nodes) {
            function.bytes(7, node.toBytes());
        }
        return function;
    }

    private static OnnxGraph graph(Message call, Message... functions) throws OnnxFormatException {
        Message graph = new Message().bytes(1, call.toBytes());
        Message model = new Message().number(1, 8).bytes(7, graph.toBytes());
        for (Message function : functions) {
            model.bytes(25, function.toBytes());
        }
        return OnnxGraph.parse(model.toBytes());
    }

    @Test
    void functionsOfFunctionsBecomeTheirNodes() throws Exception {
        Message leaky = new Message().text(1, "in").text(2, "t").text(4, "LeakyRelu");
        leaky.bytes(
                5,
                new Message().text(1, "alpha").text(21, "slope").number(20, 1).toBytes());
        Message inner = function(
                "Inner", leaky, new Message().text(1, "t").text(2, "out").text(4, "Relu"));
        inner.bytes(11, new Message().text(1, "slope").fixedFloat(2, 0.25f).toBytes());
        Message outer = function("Outer", call("Inner", "in", "t"), call("Inner", "t", "out"));
        List<OnnxNode> nodes = graph(call("Outer", "x", "y"), inner, outer).nodes();
        assertThat(nodes).extracting(OnnxNode::operator).containsExactly("LeakyRelu", "Relu", "LeakyRelu", "Relu");
        assertThat(nodes.getFirst().inputs()).containsExactly("x");
        assertThat(nodes.getLast().outputs()).containsExactly("y");
        assertThat(nodes.stream().flatMap(node -> node.outputs().stream())).doesNotHaveDuplicates();
        assertThat(nodes.getFirst().number("alpha", 0)).isEqualTo(0.25f);
        for (int i = 1; i < 4; i++) {
            assertThat(nodes.get(i).inputs()).isEqualTo(nodes.get(i - 1).outputs());
        }
    }

    @Test
    void functionsThatCallThemselvesOrGrowWithoutEndAreRefused() {
        assertThatThrownBy(() -> graph(call("F", "x", "y"), function("F", call("F", "in", "out"))))
                .hasMessageContaining("functions call each other more than 32 deep");
        Message[] doubling = new Message[20];
        for (int i = 0; i < doubling.length; i++) {
            doubling[i] = function("F" + i, call("F" + (i + 1), "in", "t"), call("F" + (i + 1), "t", "out"));
        }
        assertThatThrownBy(() -> graph(call("F0", "x", "y"), doubling)).hasMessage("more than 4096 nodes");
    }

    @Test
    void nodesThatWaitForEachOtherAreRefused() {
        byte[] file = new OnnxWriter()
                .input("image", 1, 1, 4, 4)
                .output("b")
                .node("Relu", List.of("b"), "a")
                .node("Relu", List.of("a"), "b")
                .toBytes();
        assertThatThrownBy(() -> OnnxReader.read(file))
                .hasMessage("'Relu' node 'Relu_a': reads what depends on its own output: the nodes form a circle");
    }

    @Test
    void anyOrderOfNodesGivesTheSameNetwork() throws Exception {
        SplittableRandom random = new SplittableRandom(2);
        float[] weights = SmallNetworks.normal(random, 3 * 16, 1);
        OnnxWriter writer =
                new OnnxWriter().input("image", 1, 1, 4, 4).output("scores").raw("w", weights, 16, 3);
        byte[] file = writer.node("MatMul", List.of("f", "w"), "scores")
                .node("Flatten", List.of("r"), "f")
                .node("Relu", List.of("image"), "r")
                .toBytes();
        float[] image = SmallNetworks.images(1, 1, 16).getFirst();
        try (OnnxRuntime judge = new OnnxRuntime(new OnnxWriter()
                .input("image", 1, 1, 4, 4)
                .output("scores")
                .raw("w", weights, 16, 3)
                .node("Relu", List.of("image"), "r")
                .node("Flatten", List.of("r"), "f")
                .node("MatMul", List.of("f", "w"), "scores")
                .toBytes())) {
            assertThat(OnnxReader.read(file).logits(image))
                    .containsExactly(judge.run(image, 1, 1, 4, 4), offset(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version https://git-lfs.github.com/spec/v1%noid sha256:0 | this is a pointer of Git LFS, not the model itself: fetch the model with git lfs pull",
                "PK%3%4aaaaaaaaa | a zip archive, as PyTorch's .pt and Keras' .keras files are, not ONNX",
                "%uHDF%r%n%u%n | an HDF5 file, as Keras' .h5 is, not ONNX",
                "aaaaTFL3aaaa | a TensorFlow Lite model, not ONNX",
                "%p%2aaaaaaaa | a Python pickle, as PyTorch's .pth may be, not ONNX",
                "aaaaaaaa{\"w\":{ | a safetensors file: weights without a network"
            })
    void namesFilesOfOtherKinds(String begin, String message) {
        byte[] file = begin.replace("%n", "\n")
                .replace("%r", "\r")
                .replace("%u", "\u0089")
                .replace("%p", "\u0080")
                .replace("%2", "\2")
                .replace("%3", "\3")
                .replace("%4", "\4")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> OnnxReader.read(file))
                .isInstanceOf(OnnxFormatException.class)
                .hasMessageStartingWith(message);
    }
}
