package gazelle.app.dicomweb;

import gazelle.app.dicomweb.ArchivePlace.Level;
import gazelle.app.dicomweb.FoundEntry.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the answer to a search: DICOM's JSON model (PS3.18 annex F). */
final class SearchAnswer {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT = 1 << 16;
    private static final int MAX_SHOWN = 256;
    private static final Map<Level, String> UID_TAGS =
            Map.of(Level.STUDY, "0020000D", Level.SERIES, "0020000E", Level.INSTANCE, "00080018");

    private static final JsonMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build());

    private SearchAnswer() {}

    /**
     * Reads the entries of one level.
     *
     * @param within the study or series that was searched; null for a search of studies
     * @param most entries beyond these are left out
     */
    static List<FoundEntry> read(byte[] json, @Nullable ArchivePlace within, int most) throws DicomWebException {
        JsonNode answer;
        try {
            answer = MAPPER.readTree(json);
        } catch (JacksonException malformed) {
            throw DicomWebException.notDicomWeb("its answer to a search is no JSON that can be followed");
        }
        if (!answer.isArray()) {
            throw DicomWebException.notDicomWeb("its answer to a search is no list");
        }
        Level level = within == null ? Level.STUDY : within.level().below();
        List<FoundEntry> entries = new ArrayList<>();
        for (JsonNode element : answer) {
            if (entries.size() == most) {
                break;
            }
            entries.add(entry(element, level, within));
        }
        return entries;
    }

    private static FoundEntry entry(JsonNode element, Level level, @Nullable ArchivePlace within)
            throws DicomWebException {
        Map<Field, String> values = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            String text = text(element.path(field.tag()));
            if (!text.isEmpty()) {
                values.put(field, text);
            }
        }
        String uid = text(element.path(UID_TAGS.getOrDefault(level, "")));
        try {
            return new FoundEntry(within == null ? ArchivePlace.parse(uid) : within.within(uid), values);
        } catch (IllegalArgumentException malformed) {
            throw DicomWebException.notDicomWeb("what it found has no unique identifier");
        }
    }

    /** The values of an attribute, joined; a person's name in its first form. */
    private static String text(JsonNode attribute) {
        return StreamSupport.stream(attribute.path("Value").spliterator(), false)
                .map(value -> value.isObject() ? name(value) : value)
                .map(value -> value.asString(""))
                .map(SearchAnswer::displayable)
                .filter(value -> !value.isEmpty())
                .limit(MAX_DEPTH)
                .collect(Collectors.joining(", "));
    }

    /** The form of a person's name in letters; else the one in ideographs, else the one in sounds (PS3.18 F.2.2). */
    private static JsonNode name(JsonNode forms) {
        for (String form : List.of("Alphabetic", "Ideographic", "Phonetic")) {
            if (!forms.path(form).asString("").isBlank()) {
                return forms.path(form);
            }
        }
        return forms.path("Alphabetic");
    }

    /** Control and formatting characters could forge lines or turn text around on the screen. */
    private static String displayable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(MAX_SHOWN)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }
}
