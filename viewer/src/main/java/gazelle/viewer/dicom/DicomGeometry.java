package gazelle.viewer.dicom;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.SliceTag;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads where a slice lies (PS3.3 C.7.6.2) from a data set or from a frame's groups. */
final class DicomGeometry {
    private DicomGeometry() {}

    /** The geometry; null if a part of it is missing or makes no sense. */
    static @Nullable SliceGeometry of(DicomDataSet place, DicomDataSet orientation, DicomDataSet measures) {
        double[] position = numbers(place, SliceTag.Key.IMAGE_POSITION, 3);
        double[] directions = numbers(orientation, SliceTag.Key.IMAGE_ORIENTATION, 6);
        double[] spacing = numbers(measures, SliceTag.Key.PIXEL_SPACING, 2);
        if (position.length == 0 || directions.length == 0 || spacing.length == 0) {
            return null;
        }
        try {
            return new SliceGeometry(
                    new PatientVector(position[0], position[1], position[2]),
                    new PatientVector(directions[0], directions[1], directions[2]),
                    new PatientVector(directions[3], directions[4], directions[5]),
                    spacing[1],
                    spacing[0]);
        } catch (IllegalArgumentException nonsense) {
            return null;
        }
    }

    /** As many numbers as expected, or none. */
    static double[] numbers(DicomDataSet dataSet, SliceTag.Key key, int count) {
        List<String> texts = dataSet.texts(key.number());
        if (texts.size() != count) {
            return new double[0];
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            OptionalDouble number = HeaderText.sensible(texts.get(i));
            if (number.isEmpty()) {
                return new double[0];
            }
            numbers[i] = number.getAsDouble();
        }
        return numbers;
    }
}
