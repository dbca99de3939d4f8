package gazelle.protocol.model;

import java.util.List;
import java.util.Optional;

/** A slice as input checks see it. The client measures it on its own computer; nothing of it is sent. */
public interface CheckedSlice {
    /**
     * Returns the text of a header field.
     *
     * @param name of the field, such as {@code series-description}
     * @return empty if the file doesn't say, or if no such field is known
     */
    Optional<String> headerField(String name);

    /**
     * Returns a measure of the picture.
     *
     * @param name of the measure, such as {@code head-aspect}
     * @throws IllegalArgumentException if there is no such measure
     */
    double measure(String name);

    /**
     * Returns the sum of the absolute differences between the foreground's histogram and another, 0 to 2.
     *
     * @param reference the share of the foreground in each bin
     * @throws IllegalArgumentException if the histogram has another number of bins
     */
    double histogramDistance(List<Double> reference);
}
