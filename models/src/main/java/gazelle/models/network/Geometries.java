package gazelle.models.network;

import gazelle.protocol.model.Convolution;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;

/** Shapes of convolutions that rewriting makes; their widths and inputs are chosen later. */
public final class Geometries {
    private Geometries() {}

    /**
     * Returns a convolution of single pixels.
     *
     * @param name unique in its network
     * @param outputs channels that it gives
     * @param groups that its channels form
     */
    public static Convolution pointwise(String name, int outputs, int groups) {
        return unpadded(name, outputs, 1, 1, 1, 1, groups);
    }

    /**
     * Returns a convolution that keeps every channel to itself, without padding.
     *
     * @param name unique in its network
     * @param channels that it takes and gives
     * @param rows of its kernel
     * @param columns of its kernel
     * @param strideY rows from one window to the next
     * @param strideX columns from one window to the next
     */
    public static Convolution depthwise(String name, int channels, int rows, int columns, int strideY, int strideX) {
        return unpadded(name, channels, rows, columns, strideY, strideX, channels);
    }

    private static Convolution unpadded(
            String name, int outputs, int rows, int columns, int strideY, int strideX, int groups) {
        return new Convolution(
                name,
                Layer.NETWORK_INPUT,
                outputs,
                rows,
                columns,
                strideY,
                strideX,
                0,
                0,
                0,
                0,
                groups,
                LinearLayer.MAX_WEIGHT_BITS,
                LinearLayer.MAX_RING_BITS);
    }
}
