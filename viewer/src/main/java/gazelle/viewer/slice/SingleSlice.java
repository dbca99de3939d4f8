package gazelle.viewer.slice;

import gazelle.viewer.codec.Samples;
import gazelle.viewer.input.ColourImage;
import java.util.Objects;

/** A file that holds one picture, already decoded; of colours of 16 bits only the brightness is kept as stored. */
public record SingleSlice(SliceFile only) implements SliceStack {
    @Override
    public int size() {
        return 1;
    }

    @Override
    public int preferred() {
        return 0;
    }

    @Override
    public SliceFile slice(int index) {
        Objects.checkIndex(index, 1);
        return only;
    }

    @Override
    public Samples stored(int index) {
        Objects.checkIndex(index, 1);
        ColourImage channels = only.channels();
        if (channels != null && only.info().bits() <= 8) {
            return new Samples(8, redGreenBlue(channels.argb()));
        }
        float[] pixels = only.image().pixels();
        int[] values = new int[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(pixels[i]);
        }
        return new Samples(only.info().bits(), values);
    }

    private static int[] redGreenBlue(int[] argb) {
        int[] values = new int[3 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            values[3 * i] = argb[i] >> 16 & 0xFF;
            values[3 * i + 1] = argb[i] >> 8 & 0xFF;
            values[3 * i + 2] = argb[i] & 0xFF;
        }
        return values;
    }
}
