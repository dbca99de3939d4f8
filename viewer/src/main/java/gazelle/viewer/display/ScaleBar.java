package gazelle.viewer.display;

import java.util.Objects;

/**
 * A line that shows a round length of the patient.
 *
 * @param millimetres its length in the patient
 * @param viewLength its length in the view's units
 * @param label the length for people: {@code 5 mm}, {@code 2 cm}
 */
public record ScaleBar(double millimetres, double viewLength, String label) {
    private static final double[] STEPS = {5, 2, 1};

    public ScaleBar {
        Objects.requireNonNull(label, "label");
    }

    /**
     * The longest bar of 1, 2 or 5 times a power of ten that is not longer than wanted.
     *
     * @param mmPerUnit mm of the patient in one view unit, positive
     * @param maxViewLength the most view units, positive
     */
    public static ScaleBar fitting(double mmPerUnit, double maxViewLength) {
        double longest = mmPerUnit * maxViewLength;
        if (!(longest > 0) || !Double.isFinite(longest)) {
            throw new IllegalArgumentException("length: " + longest + " mm (expected: > 0)");
        }
        double power = Math.pow(10, Math.floor(Math.log10(longest)));
        double millimetres = power;
        for (double step : STEPS) {
            if (step * power <= longest) {
                millimetres = step * power;
                break;
            }
        }
        return new ScaleBar(millimetres, millimetres / mmPerUnit, label(millimetres));
    }

    private static String label(double millimetres) {
        return millimetres >= 10 ? number(millimetres / 10) + " cm" : number(millimetres) + " mm";
    }

    private static String number(double value) {
        return value >= 1 ? String.valueOf(Math.round(value)) : String.valueOf((float) value);
    }
}
