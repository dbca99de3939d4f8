package gazelle.viewer.slice;

import java.util.OptionalDouble;

/** Text and numbers of a file's header, made safe to show and to compute with. */
public final class HeaderText {
    /** Beyond any scanner's numbers; keeps every value and window finite in single precision. */
    private static final double MAX_MAGNITUDE = 1e12;

    private static final int MAX_DISPLAY_LENGTH = 256;
    private static final int MAX_NUMBER_LENGTH = 32;
    private static final String NUMBER = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";

    private HeaderText() {}

    /** Returns a decimal string as a finite number; empty if it is none. */
    public static OptionalDouble number(String text) {
        if (text.length() > MAX_NUMBER_LENGTH || !text.matches(NUMBER)) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** Returns a decimal string as a number that a scanner could mean; empty if it is none. */
    public static OptionalDouble sensible(String text) {
        OptionalDouble number = number(text);
        return number.isPresent() && Math.abs(number.getAsDouble()) <= MAX_MAGNITUDE ? number : OptionalDouble.empty();
    }

    /**
     * Returns a text of at most 256 characters without control and formatting characters, which could forge lines of a log or turn
     * text around on the screen.
     */
    public static String displayable(String text) {
        return displayable(text, MAX_DISPLAY_LENGTH);
    }

    /** As {@link #displayable(String)}, of at most so many characters. */
    public static String displayable(String text, int maxLength) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(maxLength)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(clean::appendCodePoint);
        String stripped = clean.toString().strip();
        return stripped.length() <= maxLength ? stripped : stripped.substring(0, maxLength);
    }
}
