package gazelle.viewer.display;

/**
 * The turn, the enlargement and the place of a slice on the screen; they change nothing of the slice.
 *
 * <p>The picture is first mirrored left to right if wanted, then turned clockwise by quarters, so every combination of
 * turns and flips is one of eight. All operations are meant as people see them: to flip a turned picture exchanges what
 * is left and right on the screen.
 *
 * @param zoom size relative to the size that just fits, {@link #MIN_ZOOM} to {@link #MAX_ZOOM}
 * @param panX how far the picture's centre lies to the right of the view's, in rows of the picture
 * @param panY how far it lies below, in rows of the picture
 * @param quarterTurns clockwise quarters, 0 to 3
 * @param mirrored whether it is mirrored before it is turned
 * @param inverted whether black and white are exchanged
 */
public record ViewTransform(
        double zoom, double panX, double panY, int quarterTurns, boolean mirrored, boolean inverted) {
    /** The smallest enlargement: a quarter of the fitting size. */
    public static final double MIN_ZOOM = 0.25;

    /** The largest enlargement: enough to see single pixels of the largest picture. */
    public static final double MAX_ZOOM = 64;

    /** The slice as the file has it, just fitting the view. */
    public static final ViewTransform RESET = new ViewTransform(1, 0, 0, 0, false, false);

    public ViewTransform {
        if (!(zoom >= MIN_ZOOM && zoom <= MAX_ZOOM)) {
            throw new IllegalArgumentException("zoom: " + zoom + " (expected: " + MIN_ZOOM + " to " + MAX_ZOOM + ")");
        }
        if (!Double.isFinite(panX) || !Double.isFinite(panY)) {
            throw new IllegalArgumentException("pan: " + panX + ", " + panY + " (expected: finite)");
        }
        if (quarterTurns < 0 || quarterTurns > 3) {
            throw new IllegalArgumentException("quarterTurns: " + quarterTurns + " (expected: 0 to 3)");
        }
        // Turned distances leave zeros with a sign, which would tell equal transforms apart.
        panX += 0.0;
        panY += 0.0;
    }

    /** Returns this turned by a quarter clockwise about the middle of the view. */
    public ViewTransform rotatedRight() {
        return new ViewTransform(zoom, -panY, panX, (quarterTurns + 1) % 4, mirrored, inverted);
    }

    /** Returns this turned by a quarter counterclockwise about the middle of the view. */
    public ViewTransform rotatedLeft() {
        return new ViewTransform(zoom, panY, -panX, (quarterTurns + 3) % 4, mirrored, inverted);
    }

    /** Returns this with left and right of the screen exchanged. */
    public ViewTransform flippedHorizontally() {
        return new ViewTransform(zoom, -panX, panY, (4 - quarterTurns) % 4, !mirrored, inverted);
    }

    /** Returns this with top and bottom of the screen exchanged. */
    public ViewTransform flippedVertically() {
        return new ViewTransform(zoom, panX, -panY, (6 - quarterTurns) % 4, !mirrored, inverted);
    }

    /** Returns this with black and white exchanged, or not. */
    public ViewTransform withInversion(boolean wanted) {
        return new ViewTransform(zoom, panX, panY, quarterTurns, mirrored, wanted);
    }

    /** Returns this with another size and place. */
    ViewTransform with(double newZoom, double newPanX, double newPanY) {
        return new ViewTransform(newZoom, newPanX, newPanY, quarterTurns, mirrored, inverted);
    }

    /** Returns the columns of the screen, to the right, that a step to the right in the picture leads: -1, 0 or 1. */
    public int rightByColumn() {
        return (mirrored ? -1 : 1) * cosine();
    }

    /** Returns the rows of the screen, downwards, that a step to the right in the picture leads: -1, 0 or 1. */
    public int downByColumn() {
        return (mirrored ? -1 : 1) * sine();
    }

    /** Returns the columns of the screen, to the right, that a step down in the picture leads: -1, 0 or 1. */
    public int rightByRow() {
        return -sine();
    }

    /** Returns the rows of the screen, downwards, that a step down in the picture leads: -1, 0 or 1. */
    public int downByRow() {
        return cosine();
    }

    private int cosine() {
        return quarterTurns == 0 ? 1 : quarterTurns == 2 ? -1 : 0;
    }

    private int sine() {
        return quarterTurns == 1 ? 1 : quarterTurns == 3 ? -1 : 0;
    }
}
