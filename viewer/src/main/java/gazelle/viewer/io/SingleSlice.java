package gazelle.viewer.io;

import gazelle.viewer.codec.Samples;
import java.util.Objects;

/** A file that holds one picture, already decoded. */
record SingleSlice(SliceFile only) implements SliceStack {
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
        float[] pixels = only.image().pixels();
        int[] values = new int[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(pixels[i]);
        }
        return new Samples(only.info().bits(), values);
    }
}
