package gazelle.models.onnx;

import java.util.Arrays;
import java.util.List;

/** A growing list of primitive numbers, no longer than the file it is read from. */
final class LongList {
    private long[] values = new long[8];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    List<Long> toList() {
        return Arrays.stream(values, 0, size).boxed().toList();
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
