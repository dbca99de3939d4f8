package gazelle.app.record;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes records as JSON, one object on one line, and reads them back.
 *
 * <p>Fields that this version doesn't know are skipped, so that a later version may add some; one that changes the meaning of a field
 * counts the {@code format} up, and this version refuses what it writes.
 */
public final class RecordJson {
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_DEPTH = 16;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_CHARACTERS)
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RecordJson() {}

    /** Returns the record as one line. */
    public static String write(ClassificationRecord record) {
        return MAPPER.writeValueAsString(RecordDocument.of(record));
    }

    /**
     * Reads a record that this version or a compatible later one wrote.
     *
     * @param json one object, at most a mebibyte
     * @throws UnreadableRecordException if it is none
     */
    public static ClassificationRecord read(String json) throws UnreadableRecordException {
        try {
            JsonNode tree = MAPPER.readTree(json);
            int format = tree.path("format").asInt(0);
            if (format != RecordDocument.FORMAT) {
                throw new UnreadableRecordException("This is no record of a classification in a format that this "
                        + "program reads (format " + format + ", expected: " + RecordDocument.FORMAT
                        + "). Nothing was read. Use the version of the program that wrote it.");
            }
            return MAPPER.treeToValue(tree, RecordDocument.class).content();
        } catch (JacksonException | IllegalArgumentException damaged) {
            throw new UnreadableRecordException("This record of a classification is damaged (" + reason(damaged)
                    + "). Nothing was read. Take it from a copy.");
        }
    }

    private static String reason(RuntimeException damaged) {
        String message = damaged instanceof JacksonException json ? json.getOriginalMessage() : damaged.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("unreadable");
    }
}
