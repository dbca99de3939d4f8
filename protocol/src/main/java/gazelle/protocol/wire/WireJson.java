package gazelle.protocol.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import gazelle.protocol.text.PlainText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes the protocol's JSON messages under tight limits on size and depth.
 *
 * <p>Fields that this program does not know are passed over where {@link MessageFields} says so, within its limits, and refused
 * everywhere else: above all in a network's layers, where a field that is not understood would change what is computed.
 */
public final class WireJson {
    private static final int MOST_CHARACTERS_OF_A_PROBLEM = 300;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(FrameType.WELCOME.maxPayloadBytes())
                    .maxNestingDepth(16)
                    .maxStringLength(16 << 10)
                    .maxNumberLength(32)
                    .maxNameLength(64)
                    .build())
            .build();

    private static final JsonMapper MAPPER = mapper();

    private WireJson() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private interface Passing {}

    private static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder(FACTORY.rebuild()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        for (Class<?> extensible : MessageFields.EXTENSIBLE) {
            builder.addMixIn(extensible, Passing.class);
        }
        return builder.build();
    }

    /**
     * Reads a message.
     *
     * @param frame named in errors
     * @throws SessionException {@code MALFORMED_MESSAGE} if it is not such a message, breaks a limit or has values out of range
     */
    public static <T> T read(Frame frame, Class<T> message) throws SessionException {
        return read(frame.type(), frame.payload(), message);
    }

    /**
     * Reads a message.
     *
     * @param type of the frame that carried it, named in errors
     * @throws SessionException {@code MALFORMED_MESSAGE} if it is not such a message, breaks a limit or has values out of range
     */
    public static <T> T read(FrameType type, byte[] payload, Class<T> message) throws SessionException {
        if (!isUtf8(payload)) {
            throw unreadable(type, message, "it is not UTF-8");
        }
        try {
            MessageFields.check(FACTORY, payload, message);
            @Nullable T value = reader(message).readValue(payload);
            if (value == null) {
                throw unreadable(type, message, "it is null");
            }
            return value;
        } catch (JacksonException problem) {
            throw unreadable(type, message, problem.getOriginalMessage());
        } catch (MessageFields.FieldException problem) {
            throw unreadable(type, message, String.valueOf(problem.getMessage()));
        }
    }

    /** Jackson would take UTF-16 and UTF-32 too, which have zeros among their first bytes wherever JSON begins. */
    private static boolean isUtf8(byte[] payload) {
        for (int i = 0; i < Math.min(4, payload.length); i++) {
            if (payload[i] == 0) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    /** Returns a reader to which every field must be there; those of a refusal were looked for before, as one of them may be missing. */
    private static ObjectReader reader(Class<?> message) {
        ObjectReader reader = MAPPER.readerFor(message);
        return message.equals(Refused.class)
                ? reader.without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                : reader;
    }

    private static SessionException unreadable(FrameType type, Class<?> message, String problem) {
        // It quotes names that the other side chose.
        return SessionException.malformed("a " + type + " message is not a valid " + message.getSimpleName() + ": "
                + PlainText.shownBriefly(problem, MOST_CHARACTERS_OF_A_PROBLEM));
    }

    /**
     * Returns the protocol version that a greeting names, whatever else it holds: what follows may have a form that only that version
     * knows. Empty if it names none.
     */
    public static OptionalInt protocolVersion(byte[] greeting) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), greeting)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return OptionalInt.empty();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean version = parser.currentName().equals("protocolVersion");
                JsonToken value = parser.nextToken();
                if (version) {
                    return value == JsonToken.VALUE_NUMBER_INT
                            ? OptionalInt.of(parser.getIntValue())
                            : OptionalInt.empty();
                }
                parser.skipChildren();
            }
            return OptionalInt.empty();
        } catch (JacksonException unreadable) {
            return OptionalInt.empty();
        }
    }

    /** Writes a message as UTF-8 JSON without blanks or line breaks. */
    public static byte[] write(Object message) {
        return MAPPER.writeValueAsBytes(message);
    }
}
