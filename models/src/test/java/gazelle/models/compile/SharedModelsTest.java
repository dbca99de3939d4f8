package gazelle.models.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gazelle.models.data.ImagePreparation;
import gazelle.models.data.LabelFile;
import gazelle.models.data.LabelledImage;
import gazelle.models.evaluate.Evaluation;
import gazelle.models.network.FloatNetwork;
import gazelle.models.onnx.OnnxReader;
import gazelle.models.onnx.OnnxRuntime;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.TensorShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks that others trained, which are no part of this repository. They take minutes, so they run where the property
 * {@code gazelle.data} names their folder: {@code mvn -pl models -am verify -Dgazelle.data=DIR}.
 */
class SharedModelsTest {
    private static final Path DATA = Path.of(System.getProperty("gazelle.data", "no folder named"));
    private static final int IMAGES = 400;
    private static final int COMPARED = 40;

    private static List<LabelledImage> images(String source, ImagePreparation preparation) throws Exception {
        return switch (source) {
            case "mnist" ->
                LabelledImage.readAll(
                                DATA.resolve("mnist/t10k-images-idx3-ubyte.gz"),
                                DATA.resolve("mnist/t10k-labels-idx1-ubyte.gz"),
                                10,
                                preparation)
                        .subList(0, 2 * IMAGES);
            case "cifar10" -> {
                Path labels = Files.createTempFile("labels", ".csv");
                Files.write(
                        labels,
                        Files.readAllLines(DATA.resolve("cifar10/labels-test.csv"))
                                .subList(0, 2 * IMAGES + 1));
                List<LabelledImage> read =
                        LabelledImage.readAll(DATA.resolve("cifar10/test.zip"), labels, 10, preparation);
                Files.delete(labels);
                yield read;
            }
            default ->
                LabelledImage.readAll(
                        DATA.resolve("mri/test.zip"), DATA.resolve("mri/labels-test.csv"), 3, preparation);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "Convnet_avgpool, mnist, pixels-unit",
        "Convnet_maxpool, mnist, pixels-unit",
        "opt-mnist, mnist, pixels",
        "cifar_base_kw, cifar10, pixels-mean-0.485-0.456-0.406-std-0.225",
        "cifar_wide_kw, cifar10, pixels-mean-0.485-0.456-0.406-std-0.225",
        "cifar10_small, cifar10, pixels-unit",
        "resnet_2b, cifar10, pixels-mean-0.4914-0.4822-0.4465-std-0.2023-0.1994-0.2010",
        "mri-tumour-baseline-avgpool, mri, slice-mean-std",
        "mri-tumour-baseline-maxpool, mri, slice-mean-std"
    })
    @Timeout(600)
    void readsAsTheJudgeAndItsIntegersAnswerAlike(String name, String source, String normalise) throws Exception {
        Path file = DATA.resolve("models").resolve(name + ".onnx");
        assumeTrue(Files.exists(file), file + " is missing: give the folder as -Dgazelle.data=DIR");
        FloatNetwork network = OnnxReader.read(file);
        TensorShape shape = network.input();
        List<LabelledImage> images = images(source, ImagePreparation.parse(shape, "box", "none", normalise));
        List<LabelledImage> fresh = images.subList(images.size() / 2, images.size());

        boolean channelsLast = name.equals("cifar10_small");
        long[] sizes = channelsLast
                ? new long[] {1, shape.height(), shape.width(), shape.channels()}
                : new long[] {1, shape.channels(), shape.height(), shape.width()};
        try (OnnxRuntime judge = new OnnxRuntime(Files.readAllBytes(file))) {
            for (LabelledImage image : fresh.subList(0, COMPARED)) {
                float[] expected = judge.run(channelsLast ? channelsLast(image.input(), shape) : image.input(), sizes);
                float[] actual = network.logits(image.input());
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) Math.abs(actual[i] - expected[i]))
                            .isLessThan(1e-4 * Math.max(1, Math.abs(expected[i])));
                }
            }
        }

        ModelDescription words =
                ModelDescription.notAssessed(file, List.of(), network.output().elements(), normalise, false);
        Compiler compiler =
                new Compiler(network, words, new CompilerSettings(8, 8, 0, List.of(3e9), 32, OutputChoice.LABEL));
        CompiledModel model = compiler.compile(images.subList(0, images.size() / 2), List.of())
                .model();
        ToIntFunction<float[]> integers = Evaluation.integerNetwork(
                model.spec(), model.weights(), model.card().input().scale());
        long same = fresh.parallelStream()
                .map(LabelledImage::input)
                .filter(image -> integers.applyAsInt(image) == network.label(image))
                .count();
        assertThat((double) same / fresh.size()).isGreaterThanOrEqualTo(0.98);
        assertThat(fresh).noneMatch(image -> image.label() == LabelFile.UNKNOWN);
    }

    private static float[] channelsLast(float[] chw, TensorShape shape) {
        float[] hwc = new float[chw.length];
        int plane = shape.height() * shape.width();
        for (int i = 0; i < hwc.length; i++) {
            hwc[i] = chw[i % shape.channels() * plane + i / shape.channels()];
        }
        return hwc;
    }
}
