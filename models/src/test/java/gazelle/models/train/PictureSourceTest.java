package gazelle.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gazelle.protocol.model.TensorShape;
import gazelle.viewer.input.MarkedBox;
import gazelle.viewer.input.SliceRecipe;
import gazelle.viewer.series.SliceReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureSourceTest {
    private static final Path OWN_LABELS = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private void zip(String name, List<byte[]> pictures) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (int i = 0; i < pictures.size(); i++) {
                zip.putNextEntry(new ZipEntry("train/" + i + ".png"));
                zip.write(pictures.get(i));
            }
        }
    }

    /** A bright ellipse off the centre of a dark frame. */
    private static byte[] head(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 48; x++) {
                boolean inside = Math.hypot((x - 20) / 14.0, (y - 18) / 12.0) < 1;
                image.getRaster().setSample(x, y, 0, inside ? 100 + random.nextInt(150) : random.nextInt(5));
            }
        }
        return png(image);
    }

    @Test
    void readsDigitsInTheirOwnForm() throws Exception {
        Files.write(
                folder.resolve("images-ubyte"),
                new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, (byte) 255, 51, 102});
        Files.write(folder.resolve("labels-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 3, 0});
        List<Example> examples =
                new PixelPictures("images-ubyte", "labels-ubyte").read(folder, OWN_LABELS, 4, new TensorShape(1, 1, 2));
        assertThat(examples).extracting(Example::label).containsExactly(3, 0);
        assertThat(examples).extracting(Example::fold).containsExactly("0", "1");
        assertThat(examples.get(0).input()).containsExactly(0, 1);
        assertThat(examples.get(1).input()).containsExactly(new float[] {0.2f, 0.4f}, within(1e-6f));
    }

    @Test
    void readsColourPicturesChannelByChannel() throws Exception {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff3300);
        image.setRGB(1, 0, 0x0066cc);
        zip("train.zip", List.of(png(image)));
        Files.writeString(folder.resolve("labels.csv"), "file,label\n0.png,1\n");
        List<Example> examples =
                new PixelPictures("train.zip", "labels.csv").read(folder, OWN_LABELS, 2, new TensorShape(3, 1, 2));
        assertThat(examples.getFirst().input()).containsExactly(new float[] {1, 0, 0.2f, 0.4f, 0, 0.8f}, within(1e-6f));
    }

    @Test
    void slicesAreWhatTheClientWouldSend() throws Exception {
        zip("train.zip", List.of(head(1), head(2)));
        Files.writeString(folder.resolve("labels.csv"), "file,label,source_fold\n1.png,0,2\n0.png,1,3\n");
        SlicePictures source = new SlicePictures("train.zip", "labels.csv", "");
        TensorShape shape = new TensorShape(1, 16, 16);
        List<Example> examples = source.read(folder, OWN_LABELS, 2, shape);
        assertThat(examples).extracting(Example::fold).containsExactly("2", "3");
        assertThat(examples.getFirst().input())
                .containsExactly(SliceRecipe.parse(1, 16, 16, "box", "head", "slice-mean-std")
                        .apply(SliceReader.read(head(2)).image())
                        .values());
        // Varied by nothing and normalised, the finer picture is that same input.
        float[] varied = Augmentation.NONE.vary(
                examples.getFirst().detailed(), shape, source.detail(), source.context(), new SplittableRandom(1));
        source.normaliseInPlace(varied);
        assertThat(varied).containsExactly(examples.getFirst().input(), within(1e-4f));
    }

    @Test
    void marksAreSurroundedByWhatTheClientWouldSend() throws Exception {
        zip("train.zip", List.of(head(1), head(2)));
        Files.writeString(folder.resolve("labels.csv"), "file,label,source_fold\n1.jpg,0,2\n0.jpg,1,3\n");
        Files.writeString(folder.resolve("boxes.csv"), "file,x,y,width,height\n0,0.3,0.4,0.2,0.1\n1,0.5,0.2,0.2,0.3\n");
        SlicePictures source = new SlicePictures("train.zip", "labels.csv", "boxes.csv");
        TensorShape shape = new TensorShape(1, 16, 16);
        List<Example> examples = source.read(folder, OWN_LABELS, 2, shape);
        assertThat(examples.getFirst().input())
                .containsExactly(SliceReader.read(head(2))
                        .marked(new MarkedBox(0.5, 0.2, 0.2, 0.3))
                        .inputFor(SliceRecipe.parse(1, 16, 16, "box", "marked", "slice-mean-std"))
                        .values());
        assertThat(examples.getFirst().detailed()).hasSize(64 * 64);
        float[] varied = Augmentation.NONE.vary(
                examples.getFirst().detailed(), shape, source.detail(), source.context(), new SplittableRandom(1));
        source.normaliseInPlace(varied);
        assertThat(varied).containsExactly(examples.getFirst().input(), within(1e-4f));
        Files.writeString(folder.resolve("boxes.csv"), "file,x,y,width,height\n0,0.3,0.4,0.2,0.1\n1,0.5,0.2,0,0.3\n");
        assertThatThrownBy(() -> source.read(folder, OWN_LABELS, 2, shape))
                .hasMessageStartingWith("boxes.csv line 3: box: 0.5,0.2,0.0,0.3 (expected: ");
    }

    @Test
    void takesOtherLabelsAndSaysWhatIsMissing() throws Exception {
        zip("train.zip", List.of(head(1)));
        Path other = folder.resolve("planes.csv");
        Files.writeString(other, "file,label\n0.png,1\n");
        SlicePictures source = new SlicePictures("train.zip", "labels.csv", "");
        TensorShape shape = new TensorShape(1, 16, 16);
        assertThatThrownBy(() -> source.read(folder, OWN_LABELS, 2, shape)).hasMessageContaining("no such file");
        assertThatThrownBy(() -> source.read(folder, other, 2, shape)).hasMessageContaining("no column source_fold");
        Files.writeString(other, "file,label,source_fold\n0.png,1,9\n");
        assertThat(source.read(folder, other, 2, shape)).hasSize(1);
    }
}
