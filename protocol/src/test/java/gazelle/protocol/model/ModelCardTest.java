package gazelle.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.text.PlainText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {
    /** All texts of a card, each with a mark of its own. */
    private static final String CARD = """
            {"name":"n","version":"1","title":"<title>","summary":"<summary>",
             "classes":[{"name":"<class>","recall":0,"precision":0,"images":0},
                        {"name":"b","recall":0,"precision":0,"images":0}],
             "input":{"resample":"box","crop":"none","normalise":"unit","scale":7},
             "inputChecks":[{"kind":"measure-range","measure":"head-aspect","low":0,"high":1,"warning":"<warning>"}],
             "output":"LABEL",
             "test":{"dataset":"<dataset>","images":0,"accuracy":0,"floatAccuracy":0},
             "limits":["<limit>"],"licence":"<licence>"}
            """;

    private static ModelCard read(String card) throws ModelFormatException {
        return ModelJson.read(card.getBytes(StandardCharsets.UTF_8), ModelCard.class);
    }

    @ParameterizedTest
    @CsvSource({
        "title, title",
        "summary, summary",
        "class, class name",
        "warning, warning",
        "dataset, dataset",
        "limit, limit",
        "licence, licence"
    })
    void refusesInvisibleCharactersInEveryText(String place, String name) throws Exception {
        assertThat(read(CARD).title()).isEqualTo("<title>");
        for (int character : new int[] {
            0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c, 0x2028,
            0x2029, 0x200b, 0x200d, 0x2060, 0xfeff, 0x00ad, 0x3164, 0xfe0f, 0xe000, 0xe0041, 0xe0100
        }) {
            String card = CARD.replace("<" + place + ">", "no " + Character.toString(character) + "tumour");
            assertThatThrownBy(() -> read(card))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(
                            "%s: has the invisible character U+%04X (expected: plain text)".formatted(name, character));
        }
        for (String control : new String[] {"\\u0007", "\\n", "\\u0085", "\\u001b"}) {
            assertThatThrownBy(() -> read(CARD.replace("<" + place + ">", "no" + control)))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining(name + ": has a control character (expected: plain text)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Größe ≥ 3 mm", "脳腫瘍", "ورم", "גידול", "опухоль", "e\u0301", "\uD83E\uDDE0"})
    void acceptsTextsOfAnyScript(String title) throws Exception {
        assertThat(read(CARD.replace("<title>", title)).title()).isEqualTo(title);
    }

    @Test
    void marksInvisibleCharactersInItsOwnMessages() {
        assertThatThrownBy(() -> read(CARD.replace("LABEL", "LA\u202eBEL")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("LA\uFFFDBEL")
                .satisfies(problem -> assertThat(PlainText.firstOther(String.valueOf(problem.getMessage())))
                        .isEmpty());
    }
}
