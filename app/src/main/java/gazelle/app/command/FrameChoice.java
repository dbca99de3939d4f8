package gazelle.app.command;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The slices that are taken of several: {@code --frame N|middle|all}.
 *
 * @param number of the only slice, from 1; {@link #MIDDLE} or {@link #ALL}
 */
record FrameChoice(int number) {
    private static final int MIDDLE = 0;
    private static final int ALL = -1;

    /** Reads the option's value. */
    static final class Converter implements ITypeConverter<FrameChoice> {
        @Override
        public FrameChoice convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "middle" -> new FrameChoice(MIDDLE);
                case "all" -> new FrameChoice(ALL);
                default -> {
                    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) == 0) {
                        throw new TypeConversionException(
                                "'" + value + "' is no slice (expected: a number from 1, middle or all)");
                    }
                    yield new FrameChoice(Integer.parseInt(value));
                }
            };
        }
    }

    /** Returns the choice of every slice. */
    static FrameChoice all() {
        return new FrameChoice(ALL);
    }

    /** Returns the choice of the slice that stands for the others. */
    static FrameChoice middle() {
        return new FrameChoice(MIDDLE);
    }

    /** Returns whether every slice is taken. */
    boolean isAll() {
        return number == ALL;
    }

    /** Returns whether the slice that stands for the others is taken. */
    boolean isMiddle() {
        return number == MIDDLE;
    }

    /**
     * Returns the slices that are taken, from 0.
     *
     * @param size slices that there are
     * @param middle the one that stands for them
     * @throws UnreadableImageException if there is no slice of that number
     */
    List<Integer> of(int size, int middle) throws UnreadableImageException {
        if (isAll()) {
            return IntStream.range(0, size).boxed().toList();
        }
        if (number > size) {
            throw beyond(size);
        }
        return List.of(isMiddle() ? middle : number - 1);
    }

    /** Returns the refusal of a number that is larger than that of the last slice. */
    UnreadableImageException beyond(int size) {
        return new UnreadableImageException(
                Code.NO_PIXELS,
                "There is no slice " + number + ": it holds " + (size == 1 ? "one slice" : size + " slices")
                        + ". Choose --frame 1 to " + size + ", middle or all.");
    }
}
