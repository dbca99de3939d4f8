package gazelle.viewer.slice;

import java.util.Locale;
import java.util.Objects;

/**
 * One line of a file's header for people.
 *
 * @param number how the format numbers it, such as {@code (0010,0020)}; empty if it does not
 * @param vr DICOM's value representation; empty for items and other formats
 * @param name what it is called; empty if it has no name that is known
 * @param value its value as text; empty if it has none
 * @param depth how deeply it is nested, 0 at the top
 * @param key whether it is among the few that people usually look for
 */
public record HeaderEntry(String number, String vr, String name, String value, int depth, boolean key) {
    public HeaderEntry {
        Objects.requireNonNull(number, "number");
        Objects.requireNonNull(vr, "vr");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (depth < 0) {
            throw new IllegalArgumentException("depth: " + depth + " (expected: >= 0)");
        }
    }

    /** Returns an entry of a format without numbers, which people usually look for. */
    public static HeaderEntry fact(String name, Object value) {
        return new HeaderEntry("", "", name, String.valueOf(value), 0, true);
    }

    /**
     * Returns whether its number, name, value or representation contains the words, in any case; a number is found with and
     * without its brackets and comma.
     *
     * @param words what to look for; blank finds everything
     */
    public boolean matches(String words) {
        String wanted = words.strip().toLowerCase(Locale.ROOT);
        String wantedDigits = digits(wanted);
        return wanted.isEmpty()
                || number.toLowerCase(Locale.ROOT).contains(wanted)
                || (!wantedDigits.isEmpty() && digits(number).contains(wantedDigits))
                || name.toLowerCase(Locale.ROOT).contains(wanted)
                || value.toLowerCase(Locale.ROOT).contains(wanted)
                || vr.toLowerCase(Locale.ROOT).equals(wanted);
    }

    /** Without the value, which can name the patient. */
    @Override
    public String toString() {
        return "HeaderEntry[" + number + " " + name + "]";
    }

    private static String digits(String number) {
        return number.toLowerCase(Locale.ROOT).replaceAll("[(),\\s]", "");
    }
}
