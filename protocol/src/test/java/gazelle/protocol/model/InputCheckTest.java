package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputCheckTest {
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
