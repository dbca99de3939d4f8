package gazelle.protocol.model;

import gazelle.protocol.text.PlainText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the JSON files of a model, card and network, under tight limits on size and depth; every field must be known. */
public final class ModelJson {
    private static final int MAX_DOCUMENT_BYTES = 4 << 20;
    private static final int MOST_CHARACTERS_OF_A_PROBLEM = 300;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_DOCUMENT_BYTES)
                            .maxNestingDepth(16)
                            .maxStringLength(2 * Bounds.MAX_TEXT_LENGTH)
                            .maxNumberLength(32)
                            .maxNameLength(Bounds.MAX_NAME_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ModelJson() {}

    /**
     * Reads one JSON document.
     *
     * @throws ModelFormatException if it is not such a document, breaks a limit or has values out of range
     */
    public static <T> T read(byte[] json, Class<T> type) throws ModelFormatException {
        try {
            @Nullable T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new ModelFormatException("not a valid " + type.getSimpleName() + ": it is null");
            }
            return value;
        } catch (JacksonException problem) {
            // It quotes names that the file's author chose.
            throw new ModelFormatException("not a valid " + type.getSimpleName() + ": "
                    + PlainText.shownBriefly(problem.getOriginalMessage(), MOST_CHARACTERS_OF_A_PROBLEM));
        }
    }

    /** Writes a value as indented UTF-8 JSON. */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }
}
