package gazelle.models.onnx;

import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The picture that a graph's input is, and how the file arranges it.
 *
 * @param shape channels, rows and columns
 * @param layout the file's arrangement
 */
record InputForm(TensorShape shape, Layout layout) {
    private static final int LARGEST_SIDE = 4_096;
    private static final int OPEN = -1;

    /** Operators whose second dimension is the channels. */
    private static final Set<String> CHANNELS_FIRST = Set.of(
            "Conv",
            "MaxPool",
            "AveragePool",
            "GlobalMaxPool",
            "GlobalAveragePool",
            "SpaceToDepth",
            "DepthToSpace",
            "PRelu");

    /** Operators that may stand between TensorFlow's input and the Transpose that brings its channels to the front. */
    private static final List<String> BEFORE_TRANSPOSE =
            List.of("Identity", "Cast", "Add", "Sub", "Mul", "Div", "BatchNormalization", "Pad");

    /**
     * The form of a graph's only input: batch and channels, rows, columns; rows, columns, channels; rows and columns of a grey picture;
     * or a row of pixels, which is a square grey picture unless a size is given.
     *
     * @param given the picture's size, for a row of pixels and for open sizes
     * @throws OnnxFormatException if the sizes are none of these, or open and not given
     */
    static InputForm of(OnnxGraph graph, Optional<InputSize> given) throws OnnxFormatException {
        OnnxGraph.Value input = graph.inputs().getFirst();
        List<Long> dims = input.dims();
        int rank = dims.size();
        if (rank < 2 || rank > 4 || dims.stream().skip(1).anyMatch(size -> size != OPEN && !fits(size))) {
            throw refused(input);
        }
        boolean openPicture =
                rank > 2 && dims.stream().skip(1).filter(size -> size == OPEN).count() > 0;
        if (openPicture && given.isEmpty()) {
            throw new OnnxFormatException("input " + OnnxGraph.printable(input.name()) + " has the sizes " + dims
                    + ", of which those below zero are open: say the pictures' size with --input-size HEIGHTxWIDTH");
        }
        return switch (rank) {
            case 4 -> picture(input, given, isChannelsLast(graph, input));
            case 3 ->
                dims.contains(1L) && dims.indexOf(1L) > 0
                        ? row(input, dims.get(1) * dims.get(2), given)
                        : grey(side(dims.get(1), given, true), side(dims.get(2), given, false));
            default -> row(input, dims.get(1), given);
        };
    }

    private static InputForm picture(OnnxGraph.Value input, Optional<InputSize> given, boolean channelsLast)
            throws OnnxFormatException {
        List<Long> dims = input.dims();
        long channels = dims.get(channelsLast ? 3 : 1);
        if (channels == OPEN) {
            throw refused(input);
        }
        int first = channelsLast ? 1 : 2;
        TensorShape shape = new TensorShape(
                (int) channels, side(dims.get(first), given, true), side(dims.get(first + 1), given, false));
        return new InputForm(shape, channelsLast ? Layout.channelsLast(shape) : Layout.image(shape));
    }

    private static InputForm grey(int height, int width) {
        return cut(new TensorShape(1, height, width), List.of(1L, (long) height, (long) width));
    }

    /** A row of pixels, perhaps with sizes of 1 around it. */
    private static InputForm row(OnnxGraph.Value input, long pixels, Optional<InputSize> given)
            throws OnnxFormatException {
        int side = (int) Math.round(Math.sqrt((double) pixels));
        TensorShape shape;
        if (given.isPresent()) {
            InputSize size = given.get();
            long channels = pixels / Math.max(1, (long) size.height() * size.width());
            if (channels < 1 || channels * size.height() * size.width() != pixels) {
                throw new OnnxFormatException("input " + OnnxGraph.printable(input.name()) + " has " + pixels
                        + " numbers, which is no picture of " + size.height() + "x" + size.width());
            }
            if (channels > 1) {
                throw new OnnxFormatException("input " + OnnxGraph.printable(input.name()) + " is a row of pixels with "
                        + channels
                        + " channels, of which nothing says whether they come one after the other or pixel by"
                        + " pixel: export the network with an input of channels, height, width");
            }
            shape = new TensorShape((int) channels, size.height(), size.width());
        } else if ((long) side * side == pixels) {
            shape = new TensorShape(1, side, side);
        } else {
            shape = TensorShape.vector((int) pixels);
        }
        return cut(shape, input.dims().stream().map(size -> size < 1 ? 1 : size).toList());
    }

    private static InputForm cut(TensorShape shape, List<Long> dims) {
        List<Long> ofOne = new ArrayList<>(dims);
        ofOne.set(0, 1L);
        return new InputForm(shape, Layout.image(shape).reshaped(ofOne, shape).orElseThrow());
    }

    private static int side(long size, Optional<InputSize> given, boolean height) throws OnnxFormatException {
        Optional<Integer> said = given.map(open -> height ? open.height() : open.width());
        if (size != OPEN && said.isPresent() && said.get() != size) {
            throw new OnnxFormatException("the network takes pictures of " + (height ? "height " : "width ") + size
                    + ", not " + said.get() + " as --input-size says: leave that option out");
        }
        return size == OPEN ? said.orElseThrow() : (int) size;
    }

    private static boolean fits(long size) {
        return size >= 1 && size <= (long) LARGEST_SIDE * LARGEST_SIDE;
    }

    private static OnnxFormatException refused(OnnxGraph.Value input) {
        return new OnnxFormatException("input " + OnnxGraph.printable(input.name()) + " has the sizes " + input.dims()
                + " (expected: batch and channels, height, width; height, width, channels; height, width; or pixels)");
    }

    /**
     * TensorFlow's images: a Transpose brings the channels to the front, perhaps after some arithmetic; or there is none, and one or
     * three channels stand behind sides that are no channels.
     */
    private static boolean isChannelsLast(OnnxGraph graph, OnnxGraph.Value input) {
        String name = input.name();
        for (OnnxNode node : graph.nodes()) {
            if (node.inputs().contains(name) && !node.outputs().isEmpty()) {
                if (node.operator().equals("Transpose")) {
                    return node.integers("perm").equals(List.of(0L, 3L, 1L, 2L));
                }
                if (CHANNELS_FIRST.contains(node.operator())) {
                    return false;
                }
                if (!BEFORE_TRANSPOSE.contains(node.operator())) {
                    break;
                }
                name = node.outputs().getFirst();
            }
        }
        long first = input.dims().get(1);
        long last = input.dims().get(3);
        return (last == 1 || last == 3) && first != 1 && first != 3;
    }
}
