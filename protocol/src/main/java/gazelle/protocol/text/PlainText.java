package gazelle.protocol.text;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Text from others that is shown to people: only characters that are seen as what they are, on one line and in their own order.
 *
 * <p>Not plain are controls, line and paragraph separators, all format characters (bidirectional marks and overrides, which make
 * "no tumour" read as something else, zero-width spaces and joiners), other characters that Unicode lets programs ignore, private
 * ones, and halves of surrogate pairs.
 */
public final class PlainText {
    private static final int REPLACEMENT = 0xfffd;
    private static final char ELLIPSIS = '\u2026';

    /** First and last of what is ignorable although it is no format character: Unicode's Default_Ignorable_Code_Point. */
    private static final int[][] IGNORABLE = {
        {0x034f, 0x034f},
        {0x115f, 0x1160},
        {0x17b4, 0x17b5},
        {0x180b, 0x180f},
        {0x2060, 0x206f},
        {0x3164, 0x3164},
        {0xfe00, 0xfe0f},
        {0xffa0, 0xffa0},
        {0xfff0, 0xfff8},
        {0xe0000, 0xe0fff}
    };

    private PlainText() {}

    /** Returns the first character that is not plain, if there is one. */
    public static OptionalInt firstOther(String text) {
        return text.codePoints().filter(c -> !isPlain(c)).findFirst();
    }

    /** Returns the text with a mark in place of every character that is not plain. */
    public static String shown(String text) {
        return text.codePoints()
                .map(c -> isPlain(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * Returns the first line of a text with a mark in place of every character that is not plain, cut off where it is longer.
     *
     * @param most the longest that is shown, in characters, at least 1
     */
    public static String shownBriefly(String text, int most) {
        String line = shown(text.lines().findFirst().orElse(""));
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - 1)) + ELLIPSIS;
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> false;
            default ->
                IntStream.range(0, IGNORABLE.length)
                        .noneMatch(i -> IGNORABLE[i][0] <= character && character <= IGNORABLE[i][1]);
        };
    }
}
