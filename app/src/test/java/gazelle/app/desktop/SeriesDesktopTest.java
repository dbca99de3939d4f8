package gazelle.app.desktop;

import static gazelle.app.desktop.OpenDesktop.act;
import static gazelle.app.desktop.OpenDesktop.await;
import static gazelle.app.desktop.OpenDesktop.fx;
import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.desktop.viewmodel.DesktopState;
import gazelle.app.desktop.viewmodel.OpenSlice;
import gazelle.app.service.UserFolder;
import gazelle.viewer.fx.SliceView;
import gazelle.viewer.series.SliceSeries;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;

/** Series, headers and warnings in the main window. */
@ExtendWith(ApplicationExtension.class)
@Timeout(120)
class SeriesDesktopTest {
    private static final Path VOLUME = BundledModel.SAMPLES.resolve("nifti/head-t1.nii.gz");

    @TempDir
    Path folder;

    private OpenDesktop desktop;

    @BeforeEach
    void open() throws Exception {
        desktop = fx(() -> new OpenDesktop(new Stage(), BundledModel.MODELS, new UserFolder(folder), List.of()));
    }

    @AfterEach
    void close() throws Exception {
        desktop.close();
    }

    private OpenSlice slice() throws Exception {
        return fx(() -> Objects.requireNonNull(desktop.slices.sliceProperty().get()));
    }

    private void open(Path path) throws Exception {
        act(() -> desktop.slices.open(path));
        await(() -> desktop.slices.sliceProperty().get() != null);
    }

    private String words() throws Exception {
        return ((Label) desktop.node("#slice-words")).getText();
    }

    @Test
    void scrollsFastAndNeverShowsASliceUnderAnotherNumber(FxRobot robot) throws Exception {
        open(VOLUME);
        int size = slice().series().size();
        assertThat(size).isEqualTo(62);
        assertThat(words()).as("the middle one first").isEqualTo("Slice 32 of 62");
        List<String> wrong = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        SliceView view = (SliceView) desktop.node("#slice-view");
        Label words = (Label) desktop.node("#slice-words");
        act(() -> desktop.slices.sliceProperty().subscribe(now -> {
            if (now != null) {
                seen.add(now.index());
                boolean fits = now.content().info().frame() == now.index()
                        && Objects.equals(view.getSlice(), now.content())
                        && words.getText().equals(now.place());
                if (!fits) {
                    wrong.add(now.index() + " as " + words.getText());
                }
            }
        }));
        act(() -> {
            for (int i = 0; i < size; i++) {
                desktop.slices.select(i);
            }
        });
        await(() -> Objects.requireNonNull(desktop.slices.sliceProperty().get()).index() == size - 1);
        assertThat(wrong).isEmpty();
        assertThat(seen).last().isEqualTo(size - 1);
        assertThat(words()).isEqualTo("Slice 62 of 62");

        robot.press(KeyCode.PAGE_UP).release(KeyCode.PAGE_UP);
        await(() -> words.getText().equals("Slice 61 of 62"));
        Slider slider = (Slider) desktop.node("#slice-slider");
        act(() -> slider.setValue(4));
        await(() -> words.getText().equals("Slice 5 of 62"));
        assertThat(slice().index()).isEqualTo(4);
        assertThat(view.getAccessibleText()).startsWith("Slice 5 of 62, ");
        desktop.snapshot("s1-series");
    }

    @Test
    void choosesAmongTheSeriesOfAFolder() throws Exception {
        open(BundledModel.SAMPLES.resolve("dicom"));
        @SuppressWarnings("unchecked")
        ChoiceBox<SliceSeries> choice = (ChoiceBox<SliceSeries>) desktop.node("#series");
        assertThat(choice.isVisible()).isTrue();
        SliceSeries first = slice().series();
        assertThat(choice.getValue()).isSameAs(first);
        SliceSeries other = choice.getItems().stream()
                .filter(series -> series != first)
                .findFirst()
                .orElseThrow();
        OpenSlice before = slice();
        act(() -> choice.setValue(other));
        await(() -> Objects.requireNonNull(desktop.slices.sliceProperty().get()).series() == other);
        desktop.snapshot("s2-folder");
        act(() -> desktop.slices.show(before));
        assertThat(choice.getValue()).isSameAs(first);

        Path empty = Files.createDirectory(folder.resolve("empty"));
        act(() -> desktop.slices.open(empty));
        await(() -> desktop.slices.problemProperty().get() != null);
        assertThat(slice()).as("what was shown stays").isEqualTo(before);
    }

    @Test
    void keysWorkInTheWholeWindowButNotWhileTyping(FxRobot robot) throws Exception {
        open(VOLUME);
        SliceView view = (SliceView) desktop.node("#slice-view");
        TextField width = (TextField) desktop.node("#window-width");
        act(width::requestFocus);
        robot.press(KeyCode.R).release(KeyCode.R);
        assertThat(fx(() -> view.transformProperty().get().quarterTurns())).isZero();
        Button reset = (Button) desktop.node("#reset-view");
        act(reset::requestFocus);
        robot.press(KeyCode.R).release(KeyCode.R);
        await(() -> view.transformProperty().get().quarterTurns() == 1);
        desktop.press(reset);
        assertThat(fx(() -> view.transformProperty().get().quarterTurns())).isZero();
    }

    @Test
    void readsTheHeaderWhenItIsUnfolded() throws Exception {
        open(BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14.dcm"));
        assertThat(fx(() -> desktop.slices.headerProperty().get())).isNull();
        act(() -> ((Hyperlink) desktop.root().lookup("#toggle-tags")).fire());
        await(() -> desktop.slices.headerProperty().get() != null);
        TableView<?> table = (TableView<?>) desktop.node("#tags");
        assertThat(table.getItems()).hasSizeGreaterThan(20);
        act(() -> table.getSelectionModel().select(3));
        assertThat(((TextArea) desktop.node("#tag-value")).getText()).startsWith("2.25.");
        desktop.snapshot("s3-header");
    }

    @Test
    void warnsOfWritingInThePicture() throws Exception {
        BufferedImage picture = ImageIO.read(
                BundledModel.SAMPLES.resolve("png/brain-pd-axial-10.png").toFile());
        BufferedImage grey = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setRect(picture.getData());
        Graphics2D graphics = grey.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.drawString("DOE^JANE 1960-02-11", 6, 16);
        graphics.dispose();
        Path file = folder.resolve("named.png");
        ImageIO.write(grey, "png", file.toFile());

        open(file);
        await(() -> !desktop.slices.burnedInProperty().get().isEmpty());
        desktop.snapshot("s4-burned-in");
        assertThat(((Label) desktop.node("#burned-in")).getText()).startsWith("There seems to be writing");
    }

    @Test
    void showsColoursAndSaysWhyTheyAreNotClassified() throws Exception {
        act(desktop.servers::useEmbedded);
        desktop.awaitState(DesktopState.Ready.class);
        open(Files.write(folder.resolve("colour.dcm"), colourDicom(64)));
        await(() -> !desktop.slices.unsuitableProperty().get().isEmpty());
        desktop.snapshot("s5-colour");
        assertThat(((Label) desktop.node("#unsuitable")).getText())
                .startsWith("This is a colour picture, not a grey MRI slice.");
        assertThat(desktop.node("#classify").isDisabled()).isTrue();
        assertThat(desktop.node("#window-width").isDisabled()).isTrue();
        assertThat(desktop.node("#problem").isVisible()).isFalse();
    }

    /** A picture from red to green, explicit VR little endian. */
    private static byte[] colourDicom(int side) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        element(out, 0x00020010, "UI", "1.2.840.10008.1.2.1\0".getBytes(StandardCharsets.US_ASCII));
        element(out, 0x00080060, "CS", "MR".getBytes(StandardCharsets.US_ASCII));
        element(out, 0x00280002, "US", shortOf(3));
        element(out, 0x00280004, "CS", "RGB ".getBytes(StandardCharsets.US_ASCII));
        element(out, 0x00280006, "US", shortOf(0));
        element(out, 0x00280010, "US", shortOf(side));
        element(out, 0x00280011, "US", shortOf(side));
        element(out, 0x00280100, "US", shortOf(8));
        element(out, 0x00280101, "US", shortOf(8));
        element(out, 0x00280102, "US", shortOf(7));
        element(out, 0x00280103, "US", shortOf(0));
        byte[] pixels = new byte[3 * side * side];
        for (int i = 0; i < side * side; i++) {
            pixels[3 * i] = (byte) (255 * (i % side) / side);
            pixels[3 * i + 1] = (byte) (255 * (i / side) / side);
            pixels[3 * i + 2] = 40;
        }
        element(out, 0x7FE00010, "OB", pixels);
        return out.toByteArray();
    }

    private static byte[] shortOf(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }

    private static void element(ByteArrayOutputStream out, int tag, String vr, byte[] value) {
        ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort((short) (tag >>> 16)).putShort((short) tag).put(vr.getBytes(StandardCharsets.US_ASCII));
        if (vr.equals("OB")) {
            header.putShort((short) 0).putInt(value.length);
        } else {
            header.putShort((short) value.length);
        }
        out.write(header.array(), 0, header.position());
        out.writeBytes(value);
    }
}
