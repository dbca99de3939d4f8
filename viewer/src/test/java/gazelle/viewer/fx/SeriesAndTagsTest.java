package gazelle.viewer.fx;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.viewer.series.SeriesReader;
import gazelle.viewer.series.SliceHeader;
import gazelle.viewer.slice.HeaderEntry;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The slider over a series and the table of a header. */
@Timeout(120)
class SeriesAndTagsTest {
    private static final String LONG =
            "A very long comment, word after word. ".repeat(20).strip();

    private static SliceHeader header(String sample) throws Exception {
        return SeriesReader.open(Slices.SAMPLES.resolve(sample))
                .series()
                .getFirst()
                .header(0);
    }

    private static SliceHeader nested() throws Exception {
        List<HeaderEntry> entries =
                new ArrayList<>(header("dicom/brain-pd-axial-14.dcm").entries());
        entries.add(new HeaderEntry("(0008,2218)", "SQ", "Anatomic Region Sequence", "", 0, false));
        entries.add(new HeaderEntry("(FFFE,E000)", "", "Item", "42 bytes", 1, false));
        entries.add(new HeaderEntry("(0008,0100)", "SH", "Code Value", "T-A0100", 2, false));
        entries.add(new HeaderEntry("(0008,0104)", "LO", "Code Meaning", "Brain, with its items", 2, false));
        entries.add(new HeaderEntry("(0029,1010)", "OB", "Private (SIEMENS CSA HEADER)", "2 bytes: 01 AB", 0, false));
        entries.add(new HeaderEntry("(0010,4000)", "LT", "Patient Comments", LONG, 0, true));
        return new SliceHeader(entries, true);
    }

    @Test
    void sliderAsksAndFollowsWithoutAskingAgain() throws Exception {
        List<Integer> asked = new ArrayList<>();
        Fx.run(() -> {
            SeriesBar bar = new SeriesBar();
            assertThat(bar.isVisible()).isFalse();
            bar.setOnRequest(asked::add);
            bar.show(13, 27);
            bar.follow(13, 27);
            Fx.layout(bar, 520, 40);
            Slider slider = (Slider) bar.lookup("#slice-slider");
            assertThat(slider.getValue()).isEqualTo(13);
            assertThat(((Label) bar.lookup("#slice-words")).getText()).isEqualTo("Slice 14 of 27");
            slider.setValue(20);
            bar.lookupAll(".button").forEach(button -> ((Button) button).fire());
            Fx.snapshot(bar, 1, "series-slider");
        });
        assertThat(asked).containsExactly(20, 19, 20);
    }

    @Test
    void showsKeyOrAllAndSearches() throws Exception {
        SliceHeader header = nested();
        TagView view = Fx.on(TagView::new);
        Fx.run(() -> {
            view.show(header);
            Fx.layout(view, 700, 420);
            TableView<?> table = (TableView<?>) view.lookup("#tags");
            int key = table.getItems().size();
            Fx.snapshot(view, 1, "tags-key");
            view.showAll(true);
            assertThat(table.getItems()).hasSize(header.entries().size());
            assertThat(key).isBetween(10, header.entries().size() - 1);
            view.search("patient comm");
            table.getSelectionModel().selectFirst();
            assertThat(((TextArea) view.lookup("#tag-value")).getText()).isEqualTo(LONG);
            assertThat(((Label) view.lookup("#tag-count")).getText()).isEqualTo("1 entry");
        });
        Fx.awaitPulse();
        Fx.run(() -> Fx.snapshot(view, 1, "tags-long-value"));
        Fx.run(() -> {
            TableView<?> table = (TableView<?>) view.lookup("#tags");
            view.search("00080100");
            assertThat(table.getItems()).hasSize(1);
            view.search("siemens");
            assertThat(table.getItems()).hasSize(1);
            view.search("nothing like this");
            assertThat(table.getItems()).isEmpty();
            view.search("it");
            table.getSelectionModel().selectLast();
            table.scrollTo(table.getItems().size() - 1);
            assertThat(((TextArea) view.lookup("#tag-value")).getText()).isEqualTo("Brain, with its items");
        });
        Fx.awaitPulse();
        Fx.run(() -> Fx.snapshot(view, 1, "tags-all-search"));
    }

    @Test
    void showsTheFactsOfOtherFormats() throws Exception {
        SliceHeader nifti = header("nifti/head-t1.nii.gz");
        SliceHeader png = header("png/brain-pd-axial-12-16bit.png");
        assertThat(nifti.entries()).extracting(HeaderEntry::name).contains("Format", "Voxel size (mm)", "sform code");
        assertThat(png.entries())
                .extracting(entry -> entry.name() + "=" + entry.value())
                .contains("Format=PNG", "Bits of a value=16");
        Fx.run(() -> {
            TagView view = new TagView();
            view.show(nifti);
            Fx.layout(view, 700, 420);
            Fx.snapshot(view, 1, "tags-nifti");
            assertThat(((TableView<?>) view.lookup("#tags")).getItems())
                    .hasSize(nifti.entries().size());
        });
    }
}
