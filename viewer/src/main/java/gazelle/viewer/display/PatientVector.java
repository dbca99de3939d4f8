package gazelle.viewer.display;

/**
 * A place or direction in the patient (DICOM PS3.3 C.7.6.2.1.1), in mm unless it is a direction of length 1.
 *
 * @param left towards the patient's left
 * @param posterior towards the back
 * @param superior towards the head
 */
public record PatientVector(double left, double posterior, double superior) {
    public PatientVector {
        if (!Double.isFinite(left) || !Double.isFinite(posterior) || !Double.isFinite(superior)) {
            throw new IllegalArgumentException(
                    "vector: " + left + ", " + posterior + ", " + superior + " (expected: finite)");
        }
        // Turned directions leave zeros with a sign, which would tell equal directions apart.
        left += 0.0;
        posterior += 0.0;
        superior += 0.0;
    }

    /** The scalar product. */
    public double dot(PatientVector other) {
        return left * other.left + posterior * other.posterior + superior * other.superior;
    }

    /** The vector product. */
    public PatientVector cross(PatientVector other) {
        return new PatientVector(
                posterior * other.superior - superior * other.posterior,
                superior * other.left - left * other.superior,
                left * other.posterior - posterior * other.left);
    }

    /** The Euclidean length. */
    public double length() {
        return Math.sqrt(dot(this));
    }

    /** This vector plus a multiple of another. */
    public PatientVector plus(PatientVector other, double factor) {
        return new PatientVector(
                left + factor * other.left, posterior + factor * other.posterior, superior + factor * other.superior);
    }
}
