package gazelle.models.onnx;

/**
 * The size of a network's pictures, where its file leaves it open.
 *
 * @param height rows, 1 to {@value #LARGEST}
 * @param width columns, 1 to {@value #LARGEST}
 */
public record InputSize(int height, int width) {
    private static final int LARGEST = 4_096;

    /** Refuses sides out of range. */
    public InputSize {
        if (height < 1 || height > LARGEST || width < 1 || width > LARGEST) {
            throw new IllegalArgumentException(
                    "input size: " + height + "x" + width + " (expected: sides of 1.." + LARGEST + ")");
        }
    }

    /**
     * Reads {@code HEIGHTxWIDTH}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static InputSize parse(String text) {
        if (!text.matches("[0-9]{1,5}x[0-9]{1,5}")) {
            throw new IllegalArgumentException("input size: '" + text + "' (expected: HEIGHTxWIDTH, as 224x224)");
        }
        int cross = text.indexOf('x');
        return new InputSize(Integer.parseInt(text.substring(0, cross)), Integer.parseInt(text.substring(cross + 1)));
    }
}
