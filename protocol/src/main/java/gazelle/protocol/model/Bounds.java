package gazelle.protocol.model;

import gazelle.protocol.text.PlainText;
import java.util.List;

/** Limits on everything that an untrusted card or specification may name. */
final class Bounds {
    static final int MAX_TEXT_LENGTH = 2_000;
    static final int MAX_NAME_LENGTH = 64;
    static final int MAX_LIST_ENTRIES = 4_096;
    static final int MAX_SIDE = 4_096;
    static final int MAX_CHANNELS = 4_096;
    static final int MAX_ELEMENTS = 1 << 22;
    static final int MAX_WEIGHTS = 1 << 26;
    static final int MAX_LAYERS = 256;

    private Bounds() {}

    static void within(String what, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: " + lowest + ".." + highest + ")");
        }
    }

    static void text(String what, String value) {
        if (value.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    what + ": " + value.length() + " characters (expected: at most " + MAX_TEXT_LENGTH + ")");
        }
        PlainText.firstOther(value).ifPresent(other -> {
            throw new IllegalArgumentException(what
                    + (Character.isISOControl(other)
                            ? ": has a control character"
                            : ": has the invisible character U+%04X".formatted(other))
                    + " (expected: plain text)");
        });
    }

    /** A name that is safe as a folder, a JSON key and a command-line argument. */
    static void name(String what, String value) {
        if (value.length() > MAX_NAME_LENGTH || !value.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(what + ": not a name (expected: 1.." + MAX_NAME_LENGTH
                    + " letters, digits, dots, dashes, underscores)");
        }
    }

    static <T> List<T> list(String what, List<T> values) {
        within(what, values.size(), 0, MAX_LIST_ENTRIES);
        return List.copyOf(values);
    }

    static void fraction(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: 0..1)");
        }
    }
}
