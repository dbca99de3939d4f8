package gazelle.viewer.display;

import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The side of the patient at each edge of the screen: A(nterior), P(osterior), L(eft), R(ight), H(ead), F(eet), as
 * in DICOM PS3.3 C.7.6.1.1.1; two letters, the larger share first, where the slice is oblique.
 *
 * @param top letters of the upper edge
 * @param right letters of the right edge
 * @param bottom letters of the lower edge
 * @param left letters of the left edge
 */
public record OrientationLetters(String top, String right, String bottom, String left) {
    /** Directions that deviate less than about 15 degrees from an axis of the body get its letter alone. */
    private static final double SMALLEST_SHARE = 0.26;

    private static final int MOST_LETTERS = 2;

    public OrientationLetters {
        Objects.requireNonNull(top, "top");
        Objects.requireNonNull(right, "right");
        Objects.requireNonNull(bottom, "bottom");
        Objects.requireNonNull(left, "left");
    }

    /** The letters of a slice as it is turned and flipped. */
    public static OrientationLetters of(SliceGeometry geometry, ViewTransform transform) {
        PatientVector right = direction(geometry, transform.rightByColumn(), transform.rightByRow());
        PatientVector down = direction(geometry, transform.downByColumn(), transform.downByRow());
        return new OrientationLetters(letters(negative(down)), letters(right), letters(down), letters(negative(right)));
    }

    /** The letters of a direction of length 1. */
    static String letters(PatientVector direction) {
        record Share(String letter, double size) {}
        return Stream.of(
                        new Share(direction.left() > 0 ? "L" : "R", Math.abs(direction.left())),
                        new Share(direction.posterior() > 0 ? "P" : "A", Math.abs(direction.posterior())),
                        new Share(direction.superior() > 0 ? "H" : "F", Math.abs(direction.superior())))
                .filter(share -> share.size >= SMALLEST_SHARE)
                .sorted(Comparator.comparingDouble(Share::size).reversed())
                .limit(MOST_LETTERS)
                .map(Share::letter)
                .reduce("", String::concat);
    }

    private static PatientVector direction(SliceGeometry geometry, int byColumn, int byRow) {
        return new PatientVector(0, 0, 0).plus(geometry.alongRow(), byColumn).plus(geometry.alongColumn(), byRow);
    }

    private static PatientVector negative(PatientVector vector) {
        return new PatientVector(0, 0, 0).plus(vector, -1);
    }
}
