package gazelle.protocol.wire;

import gazelle.protocol.model.ModelCard;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Rules for the fields of a message: each that its receiver knows stands there once; others are passed over within limits, or refused where
 * that would change what is computed (docs/protocol/messages.md section 3).
 *
 * <p>A message is walked through once, token by token, before it is read: what is passed over is never stored.
 */
final class MessageFields {
    /** The most fields of one object that are passed over. */
    static final int MOST_FIELDS = 16;

    /** The most bytes of a message that are passed over, names included. */
    static final int MOST_BYTES = 256 << 10;

    /** The deepest that arrays and objects are nested in a value that is passed over. */
    static final int MOST_DEPTH = 8;

    /**
     * The objects of which a later program may send more than this one knows: those that tell and describe. Not among them are networks,
     * layers, the preparation of the input and its checks, where passing over a field would change a result or lose a warning.
     */
    static final List<Class<? extends Record>> EXTENSIBLE = List.of(
            Hello.class,
            Capabilities.class,
            Welcome.class,
            Refused.class,
            Start.class,
            ModelOffer.class,
            ModelCard.class,
            ModelCard.ClassFigures.class,
            ModelCard.TestFigures.class);

    private static final Map<Class<?>, Map<String, Class<?>>> FIELDS = fields();

    private final JsonParser parser;
    private long bytes;

    private MessageFields(JsonParser parser) {
        this.parser = parser;
    }

    /** A message that breaks one of these rules. */
    static final class FieldException extends Exception {
        private static final long serialVersionUID = 1L;

        FieldException(String message) {
            super(message);
        }
    }

    /** Returns the fields of each extensible object with the type of their values, or of the elements where these are lists. */
    private static Map<Class<?>, Map<String, Class<?>>> fields() {
        Map<Class<?>, Map<String, Class<?>>> all = new HashMap<>();
        for (Class<? extends Record> extensible : EXTENSIBLE) {
            Map<String, Class<?>> fields = new LinkedHashMap<>();
            for (RecordComponent component : extensible.getRecordComponents()) {
                fields.put(component.getName(), element(component.getGenericType()));
            }
            all.put(extensible, Collections.unmodifiableMap(fields));
        }
        return Map.copyOf(all);
    }

    private static Class<?> element(Type type) {
        return switch (type) {
            case ParameterizedType list -> element(list.getActualTypeArguments()[0]);
            case Class<?> plain -> plain;
            default -> Object.class;
        };
    }

    /**
     * Checks a message; whether the values of its fields are right is seen when it is read.
     *
     * @throws FieldException if it breaks a rule
     * @throws tools.jackson.core.JacksonException if it is not JSON
     */
    static void check(JsonFactory factory, byte[] json, Class<?> message) throws FieldException {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            new MessageFields(parser).value(message);
        }
    }

    private void value(Class<?> type) throws FieldException {
        if (!FIELDS.containsKey(type)) {
            parser.skipChildren();
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(type);
            }
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(type);
        }
    }

    private void object(Class<?> type) throws FieldException {
        Map<String, Class<?>> fields = Objects.requireNonNull(FIELDS.get(type));
        Set<String> seen = new HashSet<>();
        int unknown = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            Class<?> known = fields.get(name);
            if (known == null) {
                unknown++;
                if (unknown > MOST_FIELDS) {
                    throw new FieldException(
                            "more than " + MOST_FIELDS + " fields of one " + type.getSimpleName() + " are not known");
                }
                pass();
            } else if (seen.add(name)) {
                parser.nextToken();
                value(known);
            } else {
                throw new FieldException("the field " + name + " stands twice");
            }
        }
        for (String name : fields.keySet()) {
            if (!seen.contains(name) && !isOptional(type, name)) {
                throw new FieldException("the field " + name + " is missing");
            }
        }
    }

    /** The text of a refusal may be missing: programs before version 3 send none. */
    private static boolean isOptional(Class<?> type, String name) {
        return type.equals(Refused.class) && name.equals("text");
    }

    /** Passes over the value of the field whose name was just read. */
    private void pass() throws FieldException {
        long begin = parser.currentTokenLocation().getByteOffset();
        int depth = 0;
        do {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth > MOST_DEPTH) {
                throw new FieldException("a field that is not known is nested more than " + MOST_DEPTH + " deep");
            }
            // Else a string would end only when the next token begins.
            parser.finishToken();
            if (bytes + parser.currentLocation().getByteOffset() - begin > MOST_BYTES) {
                throw new FieldException("fields that are not known take more than " + MOST_BYTES + " bytes");
            }
        } while (depth > 0);
        bytes += parser.currentLocation().getByteOffset() - begin;
    }
}
