package gazelle.viewer.input;

/**
 * A rectangle in a picture's own coordinates, in pixels; pixel {@code (x, y)} covers {@code [x, x+1) x [y, y+1)}.
 *
 * <p>It may have fractional edges and reach outside the picture.
 */
record Region(double left, double top, double width, double height) {
    Region {
        if (!(width > 0) || !(height > 0)) {
            throw new IllegalArgumentException("region: " + width + "x" + height + " (expected: positive)");
        }
    }

    static Region whole(GrayImage image) {
        return new Region(0, 0, image.width(), image.height());
    }

    /** The smallest region with the given shape and this centre that contains this one. */
    Region grownToShape(int shapeWidth, int shapeHeight) {
        double grownWidth = Math.max(width, height * shapeWidth / shapeHeight);
        double grownHeight = Math.max(height, width * shapeHeight / shapeWidth);
        return centred(grownWidth, grownHeight);
    }

    /** The region of {@code factor} times the sides around the same centre. */
    Region scaled(double factor) {
        return centred(width * factor, height * factor);
    }

    /** This region with a margin of the given fraction of its longer side all around. */
    Region withMargin(double fraction) {
        double margin = fraction * Math.max(width, height);
        return centred(width + 2 * margin, height + 2 * margin);
    }

    private Region centred(double newWidth, double newHeight) {
        return new Region(left + (width - newWidth) / 2, top + (height - newHeight) / 2, newWidth, newHeight);
    }
}
