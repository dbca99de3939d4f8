package gazelle.viewer.display;

/**
 * The place of a slice's pixels in a view of a certain size.
 *
 * <p>Image positions count columns and rows from the outer corner of the top left pixel: the middle of the first pixel is
 * (0.5, 0.5). View positions count from the view's top left corner, in its own units.
 *
 * @param transform how the slice is turned, enlarged and moved
 * @param columns of the slice, at least 1
 * @param rows of the slice, at least 1
 * @param aspect how much wider than high a pixel is, positive
 * @param viewWidth positive
 * @param viewHeight positive
 */
public record SlicePlacement(
        ViewTransform transform, int columns, int rows, double aspect, double viewWidth, double viewHeight) {

    /** A position in the slice or in the view. */
    public record Point(double x, double y) {}

    public SlicePlacement {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("slice: " + columns + "x" + rows + " (expected: >= 1)");
        }
        if (!(aspect > 0) || !(viewWidth > 0) || !(viewHeight > 0)) {
            throw new IllegalArgumentException(
                    "aspect, view: " + aspect + ", " + viewWidth + ", " + viewHeight + " (expected: > 0)");
        }
    }

    /** View units of one row. */
    public double scale() {
        return fittingScale() * transform.zoom();
    }

    private double fittingScale() {
        boolean upright = transform.quarterTurns() % 2 == 0;
        double width = upright ? columns * aspect : rows;
        double height = upright ? rows : columns * aspect;
        return Math.min(viewWidth / width, viewHeight / height);
    }

    /** Returns the place of an image position in the view. */
    public Point toView(double x, double y) {
        double across = (x - columns / 2.0) * aspect;
        double down = y - rows / 2.0;
        return new Point(
                viewWidth / 2
                        + scale()
                                * (transform.panX()
                                        + transform.rightByColumn() * across
                                        + transform.rightByRow() * down),
                viewHeight / 2
                        + scale()
                                * (transform.panY()
                                        + transform.downByColumn() * across
                                        + transform.downByRow() * down));
    }

    /** Returns the image position at a place of the view; it can lie outside the slice. */
    public Point toImage(double viewX, double viewY) {
        double right = (viewX - viewWidth / 2) / scale() - transform.panX();
        double down = (viewY - viewHeight / 2) / scale() - transform.panY();
        // The inverse of turns and flips is their transpose.
        double across = transform.rightByColumn() * right + transform.downByColumn() * down;
        double along = transform.rightByRow() * right + transform.downByRow() * down;
        return new Point(across / aspect + columns / 2.0, along + rows / 2.0);
    }

    /**
     * Enlarged so that the image position under a place of the view stays there.
     *
     * @param factor of the size, positive; less where a limit of the zoom is met
     */
    public ViewTransform zoomedAt(double factor, double viewX, double viewY) {
        double zoom = Math.clamp(transform.zoom() * factor, ViewTransform.MIN_ZOOM, ViewTransform.MAX_ZOOM);
        double shrinkage = 1 / (fittingScale() * zoom) - 1 / scale();
        return transform.with(
                zoom,
                transform.panX() + (viewX - viewWidth / 2) * shrinkage,
                transform.panY() + (viewY - viewHeight / 2) * shrinkage);
    }

    /** Moved by a distance in view units, but never so far that the slice leaves the middle of the view. */
    public ViewTransform panned(double right, double down) {
        boolean upright = transform.quarterTurns() % 2 == 0;
        double reachX = (upright ? columns * aspect : rows) / 2;
        double reachY = (upright ? rows : columns * aspect) / 2;
        return transform.with(
                transform.zoom(),
                Math.clamp(transform.panX() + right / scale(), -reachX, reachX),
                Math.clamp(transform.panY() + down / scale(), -reachY, reachY));
    }
}
