package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputCheckTest {
    /** A slice of that head aspect, with that distance to every histogram. */
    private record Measured(double aspect, double distance, Map<String, String> header) implements CheckedSlice {
        @Override
        public Optional<String> headerField(String name) {
            return Optional.ofNullable(header.get(name));
        }

        @Override
        public double measure(String name) {
            if (!name.equals("head-aspect")) {
                throw new IllegalArgumentException("measure: " + name + " (expected: head-aspect)");
            }
            return aspect;
        }

        @Override
        public double histogramDistance(List<Double> reference) {
            return distance;
        }
    }

    private static CheckedSlice header(Map<String, String> header) {
        return new Measured(1, 0, header);
    }

    @Test
    void aMeasureOutsideItsRangeFails() {
        CheckedSlice slice = new Measured(1.5, 0, Map.of());
        assertThat(new InputCheck.MeasureRange("head-aspect", 1.5, 2, "").isFailedBy(slice))
                .isFalse();
        assertThat(new InputCheck.MeasureRange("head-aspect", 1, 1.4, "").isFailedBy(slice))
                .isTrue();
        assertThatThrownBy(() -> new InputCheck.MeasureRange("colour", 1, 2, "").isFailedBy(slice))
                .hasMessage("measure: colour (expected: head-aspect)");
    }

    @Test
    void anUnlikeHistogramFails() {
        InputCheck check = new InputCheck.HistogramDistance(List.of(0.5, 0.5), 0.9, "");
        assertThat(check.isFailedBy(new Measured(1, 0.9, Map.of()))).isFalse();
        assertThat(check.isFailedBy(new Measured(1, 0.91, Map.of()))).isTrue();
    }

    @Test
    void unwantedWordsFailAsWholeWordsInAnyCase() {
        InputCheck check =
                new InputCheck.HeaderWords(List.of("series-description"), List.of(), List.of("T2", "flair"), "");
        assertThat(check.isFailedBy(header(Map.of("series-description", "AX t2_FLAIR tra"))))
                .isTrue();
        assertThat(check.isFailedBy(header(Map.of("series-description", "T1 post, slice set2"))))
                .isFalse();
        assertThat(check.isFailedBy(header(Map.of("manufacturer", "T2")))).isFalse();
    }

    @Test
    void missingWantedWordsFailOnlyIfTheHeaderSpeaks() {
        InputCheck check = new InputCheck.HeaderWords(
                List.of("contrast-agent", "series-description"), List.of("gd"), List.of(), "");
        assertThat(check.isFailedBy(header(Map.of("series-description", "T1")))).isTrue();
        assertThat(check.isFailedBy(header(Map.of("series-description", "T1", "contrast-agent", "Gd-DOTA"))))
                .isFalse();
        assertThat(check.isFailedBy(header(Map.of()))).isFalse();
        assertThat(check.isFailedBy(header(Map.of("series-description", "--")))).isFalse();
    }

    @Test
    void readsEachKindThatItWrote() throws Exception {
        for (InputCheck check : List.of(
                new InputCheck.HeaderWords(List.of("modality"), List.of("mr"), List.of("ct"), "No MRI."),
                new InputCheck.MeasureRange("head-aspect", 0.9, 1.5, "Odd shape."),
                new InputCheck.HistogramDistance(List.of(0.25, 0.75), 1.25, "Odd brightness."))) {
            assertThat(ModelJson.read(ModelJson.write(check), InputCheck.class)).isEqualTo(check);
        }
    }

    @Test
    void refusesAnUnknownKind() {
        byte[] json = "{\"kind\": \"magic\", \"warning\": \"?\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ModelJson.read(json, InputCheck.class)).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void refusesWhatIsOutOfBounds() {
        assertThatThrownBy(() -> new InputCheck.HeaderWords(List.of(), List.of("mr"), List.of(), ""))
                .hasMessage("fields: 0 (expected: 1..64)");
        assertThatThrownBy(() -> new InputCheck.HeaderWords(List.of("modality"), List.of(), List.of(), ""))
                .hasMessage("wanted and unwanted: 0 (expected: 1..64)");
        assertThatThrownBy(() ->
                        new InputCheck.HeaderWords(List.of("modality"), Collections.nCopies(65, "mr"), List.of(), ""))
                .hasMessage("wanted: 65 (expected: 0..64)");
        assertThatThrownBy(() -> new InputCheck.MeasureRange("head-aspect", Double.NaN, 1, ""))
                .hasMessageStartingWith("head-aspect: NaN..1.0 (expected: ascending");
        assertThatThrownBy(() -> new InputCheck.MeasureRange("head-aspect", 2, 1, ""))
                .hasMessageStartingWith("head-aspect: 2.0..1.0 (expected: ascending");
        assertThatThrownBy(() -> new InputCheck.HistogramDistance(List.of(1.0), 1, ""))
                .hasMessage("reference: 1 (expected: 2..64)");
        assertThatThrownBy(() -> new InputCheck.HistogramDistance(List.of(1.0, 1.5), 1, ""))
                .hasMessage("reference: 1.5 (expected: 0..1)");
        assertThatThrownBy(() -> new InputCheck.HistogramDistance(List.of(1.0, 0.0), 2.5, ""))
                .hasMessage("limit / 2: 1.25 (expected: 0..1)");
    }
}
