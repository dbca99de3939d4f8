package gazelle.models.onnx;

import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file's arrangement of a tensor that the network holds in CHW order: for each of the file's dimensions the axes that it
 * runs over, the slowest first. Axes of size 1, the batch among them, stand nowhere: they move no element.
 *
 * <p>So Transpose, Flatten, Reshape and Squeeze change a layout and compute nothing.
 *
 * @param dims the axes of each dimension
 */
record Layout(List<List<Axis>> dims) {
    enum Axis {
        CHANNEL,
        ROW,
        COLUMN;

        int size(TensorShape shape) {
            return switch (this) {
                case CHANNEL -> shape.channels();
                case ROW -> shape.height();
                case COLUMN -> shape.width();
            };
        }
    }

    Layout {
        dims = List.copyOf(dims);
    }

    /** Batch, channels, rows, columns: what ONNX convolutions take. */
    static Layout image(TensorShape shape) {
        return new Layout(
                List.of(List.of(), axis(Axis.CHANNEL, shape), axis(Axis.ROW, shape), axis(Axis.COLUMN, shape)));
    }

    /** Batch, rows, columns, channels: how TensorFlow arranges images. */
    static Layout channelsLast(TensorShape shape) {
        return new Layout(
                List.of(List.of(), axis(Axis.ROW, shape), axis(Axis.COLUMN, shape), axis(Axis.CHANNEL, shape)));
    }

    /** Batch and one dimension of features, in CHW order. */
    static Layout flattened(TensorShape shape) {
        return new Layout(List.of(
                List.of(), image(shape).dims().stream().flatMap(List::stream).toList()));
    }

    private static List<Axis> axis(Axis axis, TensorShape shape) {
        return axis.size(shape) == 1 ? List.of() : List.of(axis);
    }

    int rank() {
        return dims.size();
    }

    boolean isImage(TensorShape shape) {
        return equals(image(shape));
    }

    /** The sizes of the file's dimensions, the batch counted as 1. */
    List<Long> sizes(TensorShape shape) {
        return dims.stream()
                .map(axes -> axes.stream().mapToLong(axis -> axis.size(shape)).reduce(1, Math::multiplyExact))
                .toList();
    }

    /** Dimension {@code i} of the result is dimension {@code order.get(i)} of this. */
    Layout transposed(List<Long> order) {
        return new Layout(order.stream().map(from -> dims.get(from.intValue())).toList());
    }

    /** The same elements in the same order cut into other dimensions, if every cut falls between axes. */
    Optional<Layout> reshaped(List<Long> sizes, TensorShape shape) {
        List<Axis> axes = dims.stream().flatMap(List::stream).toList();
        List<List<Axis>> cut = new ArrayList<>();
        int next = 0;
        for (long size : sizes) {
            List<Axis> group = new ArrayList<>();
            long covered = 1;
            while (covered < size && next < axes.size()) {
                covered *= axes.get(next).size(shape);
                group.add(axes.get(next++));
            }
            if (covered != size) {
                return Optional.empty();
            }
            cut.add(List.copyOf(group));
        }
        return next == axes.size() ? Optional.of(new Layout(cut)) : Optional.empty();
    }

    /** For each element in the file's order its place in CHW order. */
    int[] places(TensorShape shape) {
        List<Axis> axes = dims.stream().flatMap(List::stream).toList();
        int[] places = new int[shape.elements()];
        for (int i = 0; i < places.length; i++) {
            int rest = i;
            for (Axis axis : axes.reversed()) {
                int size = axis.size(shape);
                places[i] += rest % size * stride(axis, shape);
                rest /= size;
            }
        }
        return places;
    }

    private static int stride(Axis axis, TensorShape shape) {
        return switch (axis) {
            case CHANNEL -> shape.height() * shape.width();
            case ROW -> shape.width();
            case COLUMN -> 1;
        };
    }
}
