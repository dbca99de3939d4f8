package gazelle.viewer.format;

import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The fields of a header that is written in lines of text, as NRRD and MetaImage have it. */
final class TextHeader {
    /** The longest header that is read, in bytes: some hold a table of thousands of directions. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_FIELDS = 4096;
    private static final int MAX_SHOWN = 200;

    private final String format;
    private final Map<String, String> fields = new LinkedHashMap<>();

    /**
     * An empty header.
     *
     * @param format the format's name for people
     */
    TextHeader(String format) {
        this.format = format;
    }

    /** Returns the end of the line that begins at a place: where its line feed is, or the content's end. */
    static int endOfLine(byte[] content, int start) {
        int end = start;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        return end;
    }

    /** A line without its end. */
    static String line(byte[] content, int start, int end) {
        return new String(content, start, end - start, StandardCharsets.UTF_8).strip();
    }

    /** Adds a field; the first of a name counts. */
    void put(String name, String value) throws UnreadableImageException {
        if (fields.size() == MAX_FIELDS) {
            throw UnreadableImageException.tooLarge("This " + format + " file has more than " + MAX_FIELDS + " fields");
        }
        fields.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), value.strip());
    }

    /** Returns the value of the first of some names that is given and not empty. */
    Optional<String> text(String... names) {
        for (String name : names) {
            String value = fields.get(name);
            if (value != null && !value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** Returns a value as words between blanks. */
    List<String> words(String... names) {
        return text(names).map(value -> List.of(value.split("\\s+"))).orElse(List.of());
    }

    /** Returns a value as numbers; empty if one of them is none. */
    List<Double> numbers(String... names) {
        return numbersOf(words(names));
    }

    /** Returns words as numbers; empty if one of them is none. */
    static List<Double> numbersOf(List<String> words) {
        List<Double> numbers = new ArrayList<>();
        for (String word : words) {
            OptionalDouble number = HeaderText.number(word);
            if (number.isEmpty()) {
                return List.of();
            }
            numbers.add(number.getAsDouble());
        }
        return numbers;
    }

    /**
     * Returns a value as positive whole numbers.
     *
     * @param count how many there have to be
     * @throws UnreadableImageException if there are others
     */
    List<Long> sizes(int count, String name) throws UnreadableImageException {
        List<Long> sizes = new ArrayList<>();
        for (double size : numbers(name)) {
            sizes.add(size >= 1 && size == Math.rint(size) ? (long) size : 0);
        }
        if (sizes.size() != count || sizes.contains(0L)) {
            throw UnreadableImageException.damaged(format, "its header claims an impossible size");
        }
        return sizes;
    }

    /**
     * Returns a whole number within limits.
     *
     * @throws UnreadableImageException if it is another
     */
    int whole(int otherwise, int min, int max, String... names) throws UnreadableImageException {
        Optional<String> text = text(names);
        if (text.isEmpty()) {
            return otherwise;
        }
        double number = HeaderText.number(text.get()).orElse(Double.NaN);
        if (!(number >= min && number <= max) || number != Math.rint(number)) {
            throw UnreadableImageException.damaged(format, "its header has an impossible number");
        }
        return (int) number;
    }

    /** Returns the fields for people. */
    List<HeaderEntry> entries() {
        List<HeaderEntry> entries = new ArrayList<>();
        fields.forEach((name, value) -> {
            String shown = HeaderText.displayable(value);
            if (!shown.isEmpty() && entries.size() < MAX_SHOWN) {
                entries.add(HeaderEntry.fact(HeaderText.displayable(name, 64), shown));
            }
        });
        return entries;
    }
}
