package gazelle.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.SmallModels;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.model.ModelJson;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Fields of later programs: passed over where they tell more, refused where they would change what is computed, and bounded. */
class MessageFieldsTest {
    private static final String MORE = "\"added\":{\"by\":[\"a\",{\"later\":true}],\"program\":null},";

    private static final Capabilities CAPABILITIES =
            new Capabilities(List.of("activation"), List.of("transfer"), List.of("check"));
    private static final Welcome WELCOME = new Welcome(
            3,
            "id",
            "0".repeat(64),
            CAPABILITIES,
            List.of("LAN"),
            Stream.of(SmallModels.label(), SmallModels.scores())
                    .map(MessageFieldsTest::offer)
                    .toList());

    private static ModelOffer offer(CompiledModel model) {
        return new ModelOffer(model.card(), model.spec());
    }

    private static String json(Object message) {
        return new String(WireJson.write(message), StandardCharsets.UTF_8);
    }

    private static <T> T read(FrameType type, String json, Class<T> message) throws SessionException {
        return WireJson.read(type, json.getBytes(StandardCharsets.UTF_8), message);
    }

    private static Welcome welcome(String json) throws SessionException {
        return read(FrameType.WELCOME, json, Welcome.class);
    }

    private static void assertMalformed(String json, String words) {
        assertThatThrownBy(() -> welcome(json))
                .hasMessageContaining("a WELCOME message is not a valid Welcome: ")
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        SessionException.class,
                        malformed -> assertThat(malformed.code()).isEqualTo(SessionException.Code.MALFORMED_MESSAGE));
    }

    @Test
    void everyMessageMayHaveMoreFields() throws Exception {
        Hello hello = new Hello(3, "id", CAPABILITIES);
        assertThat(read(FrameType.HELLO, json(hello).replace("{", "{" + MORE), Hello.class))
                .isEqualTo(hello);
        Refused refused = new Refused(Refused.Reason.BUSY, 10);
        assertThat(read(FrameType.REFUSED, json(refused).replace("{", "{" + MORE), Refused.class))
                .isEqualTo(refused);
        Start start = new Start("model");
        assertThat(read(FrameType.START, json(start).replace("{", "{" + MORE), Start.class))
                .isEqualTo(start);
        assertThat(welcome(json(WELCOME).replaceFirst("\\{", "{" + MORE))).isEqualTo(WELCOME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "capabilities | \"capabilities\":{",
                "offer | {\"card\"",
                "card | \"card\":{",
                "figures of a class | {\"name\":\"class",
                "figures of the test | \"test\":{",
            })
    void whatDescribesMayHaveMoreFields(String part, String beginning) throws Exception {
        String json = json(WELCOME);
        String begun = beginning.strip();
        assertThat(json).contains(begun);
        assertThat(welcome(json.replace(begun, begun.replaceFirst("\\{", "{" + MORE))))
                .as("more in the %s", part)
                .isEqualTo(WELCOME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "network | \"network\":{",
                "input of the network | \"network\":{\"input\":{",
                "shape | \"shape\":{",
                "layer | {\"kind\":\"convolution\",",
                "activation | {\"kind\":\"relu\",",
                "output | {\"kind\":\"arg-max\",",
                "preparation of the input | \"input\":{\"resample\"",
            })
    void whatIsComputedMayNot(String part, String beginning) {
        String json = json(WELCOME);
        String begun = beginning.strip();
        assertThat(json).as(part).contains(begun);
        int inside = begun.lastIndexOf('{') + 1;
        String more = begun.substring(0, inside) + "\"added\":1," + begun.substring(inside);
        assertMalformed(json.replace(begun, more), "\"added\"");
    }

    @Test
    void aLayerOfAnUnknownKindIsRefused() {
        assertMalformed(json(WELCOME).replace("\"kind\":\"relu\"", "\"kind\":\"gelu\""), "gelu");
    }

    /** The files of a model owner have no later program behind them: there an unknown field is a mistake. */
    @Test
    void aCardsFileMayHaveNoMoreFields() throws Exception {
        String card = json(SmallModels.label().card());
        assertThat(ModelJson.read(card.getBytes(StandardCharsets.UTF_8), ModelCard.class))
                .isEqualTo(SmallModels.label().card());
        assertThatThrownBy(() -> ModelJson.read(
                        card.replaceFirst("\\{", "{" + MORE).getBytes(StandardCharsets.UTF_8), ModelCard.class))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("\"added\"");
    }

    private static String fields(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"added" + i + "\":" + i + ",")
                .collect(Collectors.joining());
    }

    @Test
    void sixteenFieldsOfAnObjectArePassedOverAndNoMore() throws Exception {
        String json = json(WELCOME);
        assertThat(welcome(json.replace("{\"card\":{", "{" + fields(16) + "\"card\":{" + fields(16))))
                .isEqualTo(WELCOME);
        assertMalformed(json.replaceFirst("\\{", "{" + fields(17)), "more than 16 fields of one Welcome are not known");
        assertMalformed(
                json.replace("{\"card\":{", "{\"card\":{" + fields(17)),
                "more than 16 fields of one ModelCard are not known");
    }

    @Test
    void eightLevelsArePassedOverAndNoMore() throws Exception {
        String json = json(WELCOME);
        String eight = "\"added\":" + "[".repeat(8) + "]".repeat(8) + ",";
        assertThat(welcome(json.replaceFirst("\\{", "{" + eight))).isEqualTo(WELCOME);
        assertMalformed(
                json.replaceFirst("\\{", "{" + eight.replace("[]", "[[]]")),
                "a field that is not known is nested more than 8 deep");
    }

    private static String array(int bytes) {
        return "[" + "0,".repeat((bytes - 3) / 2) + "0]";
    }

    static Stream<String> tooLong() {
        String half = array(128 << 10);
        return Stream.of(
                "{\"added\":" + array(256 << 10) + ",",
                "{\"added\":" + half + ",\"added2\":" + half + ",",
                "{\"added\":[" + "\"%s\",".formatted("x".repeat(16_000)).repeat(17) + "0],");
    }

    @ParameterizedTest
    @MethodSource("tooLong")
    void aQuarterOfAMebibyteIsPassedOverAndNoMore(String beginning) throws Exception {
        String json = json(WELCOME);
        assertThat(welcome("{\"added\":" + array(255 << 10) + "," + json.substring(1)))
                .isEqualTo(WELCOME);
        assertMalformed(beginning + json.substring(1), "fields that are not known take more than 262144 bytes");
    }

    @Test
    void noKnownFieldMayStandTwice() {
        String json = json(WELCOME);
        assertMalformed(json.replaceFirst("\\{", "{\"links\":[\"WAN\"],"), "the field links stands twice");
        assertMalformed(json.replace("\"checks\":[", "\"checks\":[],\"checks\":["), "the field checks stands twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"protocolVersion\":3, | protocolVersion",
                "\"parameterId\":\"id\", | parameterId",
                "\"links\":[\"LAN\"], | links",
                ",\"checks\":[\"check\"] | checks",
                "\"title\":\"A small network\", | title",
            })
    void noFieldMayBeMissing(String field, String name) {
        String json = json(WELCOME);
        String gone = field.strip();
        assertThat(json).contains(gone);
        String without = json.replace(gone, "");
        assertMalformed(without, "the field " + name + " is missing");
    }

    @Test
    void capabilitiesHaveFewShortPlainNames() {
        assertThat(new Capabilities(
                                IntStream.range(0, 16).mapToObj(i -> "a" + i).toList(), List.of(), List.of())
                        .activations())
                .hasSize(16);
        assertThatThrownBy(() -> new Capabilities(
                        List.of(), IntStream.range(0, 17).mapToObj(i -> "a" + i).toList(), List.of()))
                .hasMessage("transfers: 17 names (expected: at most 16)");
        for (String name : List.of("", "A", "a b", "-a", "a".repeat(49), "\u202ea")) {
            assertThatThrownBy(() -> new Capabilities(List.of(), List.of(), List.of(name)))
                    .hasMessage("checks: not a name (expected: 1..48 lower-case letters, digits and dashes)");
        }
        assertThatThrownBy(() -> new Capabilities(List.of("a", "a"), List.of(), List.of()))
                .hasMessage("activations: a name stands twice (expected: each once)");
    }

    /** Another implementation could read each of them otherwise, and plan another network from the same bytes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"shift\":1 | \"shift\":2,\"shift\":1",
                "\"shift\":1 | \"shift\":\"1\"",
                "\"shift\":1 | \"shift\":1.9",
                "\"links\":[\"LAN\"] | \"links\":[1]",
                "\"layers\":[ | \"layers\":[],\"layers\":[",
            })
    void valuesHaveOneMeaning(String field, String ambiguous) {
        String json = json(WELCOME);
        assertThat(json).contains(field.strip());
        assertMalformed(json.replace(field.strip(), ambiguous.strip()), "");
    }

    @Test
    void messagesAreUtf8() {
        for (Charset other : List.of(
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_32BE,
                StandardCharsets.UTF_32LE)) {
            assertThatThrownBy(
                            () -> WireJson.read(FrameType.WELCOME, json(WELCOME).getBytes(other), Welcome.class))
                    .as(other.name())
                    .hasMessageContaining("it is not UTF-8");
        }
        byte[] cut =
                json(WELCOME).replace("A small network", "A small n\u00e9twork").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> WireJson.read(FrameType.WELCOME, cut, Welcome.class))
                .hasMessageContaining("it is not UTF-8");
    }
}
