package gazelle.viewer.input;

/**
 * A box that a person drew around a finding, in fractions of the picture: 0, 0 is its upper left corner and 1, 1 its lower right one.
 *
 * @param x left edge
 * @param y upper edge
 * @param width above 0
 * @param height above 0
 */
public record MarkedBox(double x, double y, double width, double height) {
    /** The side of what a model sees, in longer sides of the box. */
    private static final double SURROUNDINGS = 2.5;

    /** The smallest side of what a model sees, as a share of the picture's longer side. */
    private static final double LEAST_SHARE = 60.0 / 256;

    /** Boxes that were rounded to hundredths may reach this far out. */
    private static final double ROUNDING = 0.011;

    /** Refuses a box that is empty or reaches outside the picture. */
    public MarkedBox {
        boolean inside = x >= -ROUNDING && y >= -ROUNDING && x + width <= 1 + ROUNDING && y + height <= 1 + ROUNDING;
        if (!inside || !(width > 0) || !(height > 0)) {
            throw new IllegalArgumentException(
                    "box: %s,%s,%s,%s (expected: x,y,width,height as fractions of the picture, inside it and not empty)"
                            .formatted(x, y, width, height));
        }
    }

    /**
     * Reads four numbers with commas between them.
     *
     * @throws IllegalArgumentException if they are not a box
     */
    public static MarkedBox parse(String text) {
        String[] numbers = text.split(",", -1);
        if (numbers.length == 4) {
            try {
                return new MarkedBox(
                        Double.parseDouble(numbers[0]),
                        Double.parseDouble(numbers[1]),
                        Double.parseDouble(numbers[2]),
                        Double.parseDouble(numbers[3]));
            } catch (NumberFormatException notNumbers) {
                // Refused below, as too few or too many of them are.
            }
        }
        throw new IllegalArgumentException("box: four numbers x,y,width,height, as 0.25,0.1,0.2,0.3");
    }

    /** Returns the square around the finding that a model sees: 2.5 times its longer side, and at least 60/256 of the picture. */
    Region surroundings(GrayImage slice) {
        double across = width * slice.width();
        double down = height * slice.height();
        double side =
                Math.max(SURROUNDINGS * Math.max(across, down), LEAST_SHARE * Math.max(slice.width(), slice.height()));
        return new Region(
                (x + width / 2) * slice.width() - side / 2, (y + height / 2) * slice.height() - side / 2, side, side);
    }
}
