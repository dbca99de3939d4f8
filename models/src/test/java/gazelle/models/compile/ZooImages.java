package gazelle.models.compile;

import gazelle.models.evaluate.Evaluation;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.TensorShape;
import gazelle.viewer.input.PixelRecipe;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The committed models, and ten images for each: shipped slices, or pen strokes of the network's own size. */
final class ZooImages {
    private static final Path SAMPLES = Path.of("..", "sample-images");
    private static final List<String> SLICES = List.of(
            "dicom/brain-pd-axial-04.dcm",
            "dicom/brain-pd-axial-12.dcm",
            "dicom/brain-pd-axial-18.dcm",
            "dicom/head-flair-axial-implicit.dcm",
            "dicom/heart-cine-8bit.dcm",
            "nifti/head-t1-small.nii",
            "png/abdomen-fat-axial.png",
            "png/brain-t1-midsagittal.png",
            "png/head-t1-coronal.png",
            "png/head-t1-sagittal.png");
    private static final int COUNT = 10;
    private static final int CORNERS = 4;

    private ZooImages() {}

    /** One image and what a model makes of it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Input(String image, float[] values) {}

    /** The folders of the committed models. */
    static List<Path> models() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("."))) {
            return folders.filter(folder -> Files.exists(folder.resolve("network.json")))
                    .map(Path::normalize)
                    .sorted()
                    .toList();
        }
    }

    /** Ten images as the model's card prepares them. */
    static List<Input> inputs(Path folder) throws Exception {
        CompiledModel model = ModelFolder.read(folder);
        var preparation =
                Evaluation.preparation(model.card().input(), model.spec().input());
        boolean pixels = PixelRecipe.isOne(model.card().input().normalise());
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            String name = pixels ? "strokes-" + i : SLICES.get(i);
            byte[] file = pixels
                    ? strokes(model.spec().input().shape(), i)
                    : Files.readAllBytes(SAMPLES.resolve(SLICES.get(i)));
            inputs.add(new Input(name, preparation.prepare(file).values()));
        }
        return inputs;
    }

    /** A bent line on a slope of brightness in every channel, as PNG. */
    private static byte[] strokes(TensorShape shape, int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int type = shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage image = new BufferedImage(shape.width(), shape.height(), type);
        for (int channel = 0; channel < shape.channels(); channel++) {
            double[] xs = random.doubles(CORNERS, 0.2, 0.8).toArray();
            double[] ys = random.doubles(CORNERS, 0.1, 0.9).toArray();
            int slope = shape.channels() == 1 ? 0 : random.nextInt(8);
            for (int i = 0; i < shape.height() * shape.width(); i++) {
                int x = i % shape.width();
                int y = i / shape.width();
                double nearest = Double.MAX_VALUE;
                for (int corner = 1; corner < CORNERS; corner++) {
                    nearest = Math.min(
                            nearest,
                            distance(
                                    x - xs[corner - 1] * shape.width(),
                                    y - ys[corner - 1] * shape.height(),
                                    (xs[corner] - xs[corner - 1]) * shape.width(),
                                    (ys[corner] - ys[corner - 1]) * shape.height()));
                }
                int value = (int) (255 * Math.clamp(2.2 - nearest, 0, 1));
                image.getRaster().setSample(x, y, channel, Math.max(value, slope * (x + y) / 2));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    /** Of a point from the segment that begins at the origin. */
    private static double distance(double x, double y, double alongX, double alongY) {
        double part = Math.clamp((x * alongX + y * alongY) / (alongX * alongX + alongY * alongY), 0, 1);
        double restX = x - part * alongX;
        double restY = y - part * alongY;
        return Math.sqrt(restX * restX + restY * restY);
    }
}
