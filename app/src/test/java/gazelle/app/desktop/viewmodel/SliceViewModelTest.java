package gazelle.app.desktop.viewmodel;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.app.BundledModel;
import gazelle.app.SmallModel;
import gazelle.viewer.series.SliceSeries;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Slices without a window; the test decides when files are read. */
@Timeout(60)
class SliceViewModelTest {
    private static final Path SLICE = BundledModel.SAMPLES.resolve("dicom/brain-pd-axial-14.dcm");
    private static final Path VOLUME = BundledModel.SAMPLES.resolve("nifti/head-t1-small.nii");

    @TempDir
    Path folder;

    private final QueuedExecutor background = new QueuedExecutor();
    private final FakeDialogs dialogs = new FakeDialogs();

    private SliceViewModel slices(Executor reading) {
        return new SliceViewModel(reading, Runnable::run, dialogs);
    }

    private static OpenSlice shown(SliceViewModel slices) {
        return Objects.requireNonNull(slices.sliceProperty().get());
    }

    /** No path has a NUL; names of other character sets fail in the same way where no locale is set. */
    @Test
    void saysThatANameHasCharactersOfNoPath() {
        SliceViewModel slices = slices(Runnable::run);
        slices.open(new File("Sch\0del.dcm"));

        assertThat(slices.problemProperty().get())
                .extracting(SliceViewModel.SliceProblem::message)
                .asString()
                .contains("characters that the locale of this session does not have")
                .contains("Nothing was opened");
    }

    @Test
    void opensWhatPeopleChooseAndNothingIfTheyChooseNothing() {
        SliceViewModel slices = slices(Runnable::run);
        slices.openFile();
        slices.openFolder();
        assertThat(slices.sliceProperty().get()).isNull();
        dialogs.choose(Optional.of(SLICE));
        slices.openFile();
        assertThat(shown(slices).fileName()).isEqualTo("brain-pd-axial-14.dcm");
        dialogs.choose(SLICE.getParent() == null ? Optional.empty() : Optional.of(SLICE.getParent()));
        slices.openFolder();
        assertThat(shown(slices).together()).hasSizeGreaterThan(1);
    }

    @Test
    void saysWhyAFileCannotBeShownAndKeepsTheSlice() throws Exception {
        SliceViewModel slices = slices(Runnable::run);
        slices.open(SLICE);
        byte[] whole = Files.readAllBytes(SLICE);
        slices.open(Files.write(folder.resolve("cut.dcm"), Arrays.copyOf(whole, whole.length / 2)));
        assertThat(Objects.requireNonNull(slices.problemProperty().get()).fileName())
                .isEqualTo("cut.dcm");
        assertThat(Objects.requireNonNull(slices.problemProperty().get()).message())
                .contains("ends too early");
        assertThat(shown(slices).fileName()).isEqualTo("brain-pd-axial-14.dcm");
        slices.dismissProblem();
        assertThat(slices.problemProperty().get()).isNull();
    }

    @Test
    void saysThatAnEmptyFolderHoldsNothing() throws Exception {
        SliceViewModel slices = slices(Runnable::run);
        slices.open(Files.createDirectory(folder.resolve("empty")));
        assertThat(Objects.requireNonNull(slices.problemProperty().get()).message())
                .isEqualTo("There is no file in it. Nothing was opened. Choose another folder.");
    }

    @Test
    void scrollingNeverWaitsForAFileAndDecodesTheNewestWishOnly() {
        SliceViewModel slices = slices(background);
        slices.open(VOLUME);
        background.runAll();
        int first = shown(slices).index();
        List<Integer> seen = new ArrayList<>();
        var _ = slices.sliceProperty().subscribe((_, now) -> seen.add(now == null ? -1 : now.index()));
        for (int index = 0; index < 20; index++) {
            slices.select(index);
            assertThat(slices.wantedProperty().get()).isEqualTo(index);
        }
        assertThat(shown(slices).index()).as("no file was read yet").isEqualTo(first);
        background.runAll();
        assertThat(seen).containsExactly(19);
        assertThat(shown(slices).content().info().frame()).isEqualTo(19);
    }

    @Test
    void stepsStayWithinTheSeries() {
        SliceViewModel slices = slices(Runnable::run);
        slices.open(VOLUME);
        int size = shown(slices).series().size();
        slices.step(-1000);
        assertThat(shown(slices).index()).isZero();
        slices.step(1000);
        assertThat(shown(slices).index()).isEqualTo(size - 1);
        assertThat(shown(slices).place()).isEqualTo("Slice " + size + " of " + size);
    }

    @Test
    void aLateSliceOfASeriesThatWasLeftIsNotShown() {
        SliceViewModel slices = slices(background);
        slices.open(VOLUME);
        background.runAll();
        slices.select(3);
        OpenSlice other = openElsewhere();
        slices.show(other);
        background.runAll();
        assertThat(shown(slices)).isEqualTo(other);
        assertThat(slices.wantedProperty().get()).isEqualTo(other.index());
    }

    private static OpenSlice openElsewhere() {
        SliceViewModel elsewhere = new SliceViewModel(Runnable::run, Runnable::run, new FakeDialogs());
        elsewhere.open(SLICE);
        return shown(elsewhere);
    }

    @Test
    void changesTheSeriesAmongThoseOpenedTogether() {
        SliceViewModel slices = slices(Runnable::run);
        slices.open(BundledModel.SAMPLES.resolve("dicom"));
        OpenSlice before = shown(slices);
        SliceSeries other = before.together().stream()
                .filter(series -> series != before.series())
                .findFirst()
                .orElseThrow();
        slices.choose(other);
        assertThat(shown(slices).series()).isSameAs(other);
        assertThat(shown(slices).index()).isEqualTo(other.preferred());
    }

    @Test
    void preparesTheSliceForTheModelAndWarnsOfIt() {
        SliceViewModel slices = slices(Runnable::run);
        slices.open(SLICE);
        assertThat(slices.preparedProperty().get()).as("no model").isNull();
        slices.setOffer(SmallModel.offer("label"));
        assertThat(Objects.requireNonNull(slices.preparedProperty().get()).warnings())
                .containsExactly("This is no CT.");
        slices.setOffer(null);
        assertThat(slices.preparedProperty().get()).isNull();
    }

    @Test
    void saysThatAColourPictureCannotBeClassified() throws Exception {
        BufferedImage colours = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 32; x++) {
            for (int y = 0; y < 32; y++) {
                colours.setRGB(x, y, (8 * x) << 16 | 8 * y);
            }
        }
        Path file = folder.resolve("colours.png");
        ImageIO.write(colours, "png", file.toFile());
        SliceViewModel slices = slices(Runnable::run);
        slices.setOffer(SmallModel.offer("label"));
        slices.open(file);
        assertThat(slices.unsuitableProperty().get()).startsWith("This is a colour picture");
        assertThat(slices.preparedProperty().get()).isNull();
    }

    @Test
    void readsTheHeaderOnlyWhenItIsWanted() {
        SliceViewModel slices = slices(Runnable::run);
        slices.open(SLICE);
        assertThat(slices.headerProperty().get()).isNull();
        slices.setHeaderWanted(true);
        assertThat(Objects.requireNonNull(slices.headerProperty().get()).entries())
                .isNotEmpty();
    }
}
