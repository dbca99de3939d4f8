package gazelle.benchmarks.networks;

import gazelle.protocol.model.TensorShape;

/**
 * SqueezeNet 1.0 (Iandola et al., arXiv 1602.07360, table 1) at 227 x 227 with 1,000 classes.
 *
 * <p>Max pooling follows ReLU there; both are monotone, so they are fused here, and a pool after a concatenation is done in each
 * branch. At this size every pooling window fits: rounding up, as the original does, and rounding down are the same.
 */
final class SqueezeNet {
    private static final int SIDE = 227;
    private static final int CLASSES = 1_000;

    private SqueezeNet() {}

    static RandomWeightNetwork layers() {
        RandomWeightNetwork network = new RandomWeightNetwork("SQUEEZENET", new TensorShape(3, SIDE, SIDE))
                .convolution(96, 7, 2, 0)
                .reluMaxPool(3, 2);
        fire(network, 16, 64, false);
        fire(network, 16, 64, false);
        fire(network, 32, 128, true);
        fire(network, 32, 128, false);
        fire(network, 48, 192, false);
        fire(network, 48, 192, false);
        fire(network, 64, 256, true);
        fire(network, 64, 256, false);
        return network.convolution(CLASSES, 1, 1, 0).relu().globalAveragePool().scores();
    }

    /** A fire module: 1 x 1 filters squeeze, 1 x 1 and 3 x 3 filters expand side by side. */
    private static void fire(RandomWeightNetwork network, int squeeze, int expand, boolean pooled) {
        RandomWeightNetwork.Tensor squeezed =
                network.convolution(squeeze, 1, 1, 0).relu().here();
        network.convolution(expand, 1, 1, 0);
        RandomWeightNetwork.Tensor narrow = activation(network, pooled);
        network.back(squeezed).convolution(expand, 3, 1, 1);
        network.concatenation(narrow, activation(network, pooled));
    }

    private static RandomWeightNetwork.Tensor activation(RandomWeightNetwork network, boolean pooled) {
        return (pooled ? network.reluMaxPool(3, 2) : network.relu()).here();
    }
}
