package gazelle.viewer.input;

import java.util.Arrays;
import java.util.Objects;

/**
 * The numbers that a model receives: {@code channels x height x width} finite values in that order.
 *
 * <p>Immutable; the array is copied on the way in and on the way out. Made by an {@link InputRecipe}.
 */
public final class ModelInput {
    private final int channels;
    private final int height;
    private final int width;
    private final float[] values;

    /**
     * Copies an input.
     *
     * @param channels at least 1
     * @param height rows of each channel, at least 1
     * @param width columns of each channel, at least 1
     * @param values {@code channels * height * width} values, channel by channel, then row by row
     * @throws IllegalArgumentException if a dimension is below 1, the length differs or a value is not finite
     */
    public ModelInput(int channels, int height, int width, float[] values) {
        requirePositive("channels", channels);
        requirePositive("height", height);
        requirePositive("width", width);
        Objects.requireNonNull(values, "values");
        long size = Math.multiplyExact((long) channels * height, width);
        if (values.length != size) {
            throw new IllegalArgumentException("values.length: " + values.length + " (expected: " + size + ")");
        }
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.values = values.clone();
        for (float value : this.values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("values: " + value + " (expected: finite)");
            }
        }
    }

    /** Number of channels. */
    public int channels() {
        return channels;
    }

    /** Rows of each channel. */
    public int height() {
        return height;
    }

    /** Columns of each channel. */
    public int width() {
        return width;
    }

    /**
     * One value.
     *
     * @throws IndexOutOfBoundsException if the position lies outside the shape
     */
    public float value(int channel, int y, int x) {
        int plane = Objects.checkIndex(channel, channels) * height;
        return values[(plane + Objects.checkIndex(y, height)) * width + Objects.checkIndex(x, width)];
    }

    /** A copy of all values, channel by channel, then row by row. */
    public float[] values() {
        return values.clone();
    }

    /**
     * One channel as a picture, to show people what the model sees.
     *
     * @throws IndexOutOfBoundsException if there is no such channel
     */
    public GrayImage channelImage(int channel) {
        int size = height * width;
        int start = Objects.checkIndex(channel, channels) * size;
        return new GrayImage(width, height, Arrays.copyOfRange(values, start, start + size));
    }

    @Override
    public String toString() {
        return "ModelInput[" + channels + "x" + height + "x" + width + "]";
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
