package gazelle.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operator of the graph (NodeProto).
 *
 * @param name its own name, else that of its first output
 * @param operator the operator's type, with its domain in front unless it is ONNX's own
 * @param overload tells functions of one name apart; mostly empty
 * @param inputs names of what it reads; empty for an input left out
 * @param outputs names of what it gives
 * @param attributes by name
 */
record OnnxNode(
        String name,
        String operator,
        String overload,
        List<String> inputs,
        List<String> outputs,
        Map<String, Attribute> attributes) {

    /** An operator that is no function of the model's own. */
    OnnxNode(
            String name,
            String operator,
            List<String> inputs,
            List<String> outputs,
            Map<String, Attribute> attributes) {
        this(name, operator, "", inputs, outputs, attributes);
    }

    /** One attribute; only the member of its type is set, or the function's attribute that it refers to. */
    record Attribute(
            float number,
            long integer,
            String text,
            List<Float> numbers,
            List<Long> integers,
            @Nullable OnnxTensor tensor,
            String reference) {}

    static OnnxNode parse(WireReader reader, TensorFiles files) throws OnnxFormatException {
        String name = "";
        String operator = "";
        String domain = "";
        String overload = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Attribute> attributes = new HashMap<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> inputs.add(reader.text());
                case 2 -> outputs.add(reader.text());
                case 3 -> name = reader.text();
                case 4 -> operator = reader.text();
                case 5 -> parseAttribute(reader.message(), files, attributes);
                case 7 -> domain = reader.text();
                case 8 -> overload = reader.text();
                default -> reader.skip();
            }
        }
        if (name.isEmpty()) {
            name = outputs.isEmpty() ? "" : outputs.getFirst();
        }
        return new OnnxNode(
                name,
                qualified(domain, operator),
                overload,
                List.copyOf(inputs),
                List.copyOf(outputs),
                Map.copyOf(attributes));
    }

    /** Returns an operator's name with its domain in front, unless that is ONNX's own. */
    static String qualified(String domain, String operator) {
        return domain.isEmpty() || domain.equals("ai.onnx") ? operator : domain + "." + operator;
    }

    static void parseAttribute(WireReader reader, TensorFiles files, Map<String, Attribute> attributes)
            throws OnnxFormatException {
        String name = "";
        float number = 0;
        long integer = 0;
        String text = "";
        LongList numbers = new LongList();
        LongList integers = new LongList();
        @Nullable OnnxTensor tensor = null;
        String reference = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.text();
                case 2 -> number = reader.fixedFloat();
                case 3 -> integer = reader.varint();
                case 4 -> text = reader.text();
                case 5 -> tensor = OnnxTensor.parse(reader.message(), files).tensor();
                case 7 -> reader.floatBitsInto(numbers);
                case 21 -> reference = reader.text();
                case 8 -> reader.varintsInto(integers);
                default -> reader.skip();
            }
        }
        List<Float> floats = numbers.toList().stream()
                .map(bits -> Float.intBitsToFloat(bits.intValue()))
                .toList();
        attributes.put(name, new Attribute(number, integer, text, floats, integers.toList(), tensor, reference));
    }

    /** Returns this node's name in messages. */
    String shown() {
        return OnnxGraph.printable(operator) + " node " + OnnxGraph.printable(name);
    }

    OnnxFormatException refused(String reason) {
        return new OnnxFormatException(shown() + ": " + reason);
    }

    /** Refuses attributes that this reader does not know, since they could change the result. */
    void requireAttributesWithin(Set<String> known) throws OnnxFormatException {
        for (String attribute : attributes.keySet()) {
            if (!known.contains(attribute)) {
                throw refused("attribute " + OnnxGraph.printable(attribute) + " is not supported");
            }
        }
    }

    void requireIntegers(String attribute, Long... expected) throws OnnxFormatException {
        Attribute given = attributes.get(attribute);
        if (given != null && !given.integers().equals(List.of(expected))) {
            throw refused(attribute + " " + given.integers() + " is not supported (expected: "
                    + Arrays.toString(expected) + ")");
        }
    }

    void requireInteger(String attribute, long expected) throws OnnxFormatException {
        long given = integer(attribute, expected);
        if (given != expected) {
            throw refused(attribute + " " + given + " is not supported (expected: " + expected + ")");
        }
    }

    void requireText(String attribute, String expected) throws OnnxFormatException {
        Attribute given = attributes.get(attribute);
        if (given != null && !given.text().equals(expected)) {
            throw refused(attribute + " " + OnnxGraph.printable(given.text()) + " is not supported (expected: "
                    + expected + ")");
        }
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    List<Long> integers(String attribute) {
        Attribute given = attributes.get(attribute);
        return given == null ? List.of() : given.integers();
    }

    List<Float> numbers(String attribute) {
        Attribute given = attributes.get(attribute);
        return given == null ? List.of() : given.numbers();
    }

    String text(String attribute, String ifAbsent) {
        Attribute given = attributes.get(attribute);
        return given == null ? ifAbsent : given.text();
    }

    /** Returns true if the node has that input: trailing ones may be missing, others left empty. */
    boolean hasInput(int number) {
        return number < inputs.size() && !inputs.get(number).isEmpty();
    }

    long integer(String attribute, long ifAbsent) {
        Attribute given = attributes.get(attribute);
        return given == null ? ifAbsent : given.integer();
    }

    float number(String attribute, float ifAbsent) {
        Attribute given = attributes.get(attribute);
        return given == null ? ifAbsent : given.number();
    }

    /** Exactly {@code count} small non-negative sizes. */
    int[] sizes(String attribute, int count, int ifAbsent) throws OnnxFormatException {
        Attribute given = attributes.get(attribute);
        int[] sizes = new int[count];
        Arrays.fill(sizes, ifAbsent);
        if (given == null) {
            return sizes;
        }
        if (given.integers().size() != count) {
            throw refused(attribute + " has " + given.integers().size() + " numbers (expected: " + count + ")");
        }
        for (int i = 0; i < count; i++) {
            long size = given.integers().get(i);
            if (size < 0 || size > 4_096) {
                throw refused(attribute + " " + size + " (expected: 0..4096)");
            }
            sizes[i] = (int) size;
        }
        return sizes;
    }
}
