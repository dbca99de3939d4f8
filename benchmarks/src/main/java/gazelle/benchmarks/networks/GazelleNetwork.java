package gazelle.benchmarks.networks;

import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.TensorShape;

/** A network of GAZELLE's paper and the figures published there. */
public enum GazelleNetwork {
    /** 784-128-128-10 with squares. */
    A(0.03, 0.5) {
        @Override
        RandomWeightNetwork layers() {
            return mnist("A")
                    .fullyConnected(128)
                    .square()
                    .fullyConnected(128)
                    .square()
                    .fullyConnected(10);
        }
    },
    /** One convolution with squares. */
    B(0.03, 0.5) {
        @Override
        RandomWeightNetwork layers() {
            return mnist("B")
                    .convolution(5, 5, 2, 2)
                    .square()
                    .fullyConnected(100)
                    .square()
                    .fullyConnected(10);
        }
    },
    /** B with ReLU. */
    C(0.20, 8.0) {
        @Override
        RandomWeightNetwork layers() {
            return mnist("C")
                    .convolution(5, 5, 2, 2)
                    .relu()
                    .fullyConnected(100)
                    .relu()
                    .fullyConnected(10);
        }
    },
    /** Two convolutions with ReLU and max pooling. */
    D(0.81, 70.0) {
        @Override
        RandomWeightNetwork layers() {
            return mnist("D")
                    .convolution(16, 5, 1, 0)
                    .reluMaxPool(2)
                    .convolution(16, 5, 1, 0)
                    .reluMaxPool(2)
                    .fullyConnected(100)
                    .relu()
                    .fullyConnected(10);
        }
    },
    /** Seven convolutions for CIFAR-10. */
    CIFAR10(12.9, 1236.0) {
        @Override
        RandomWeightNetwork layers() {
            return new RandomWeightNetwork("CIFAR10", new TensorShape(3, 32, 32))
                    .convolution(64, 3, 1, 1)
                    .relu()
                    .convolution(64, 3, 1, 1)
                    .relu()
                    .averagePool(2)
                    .convolution(64, 3, 1, 1)
                    .relu()
                    .convolution(64, 3, 1, 1)
                    .relu()
                    .averagePool(2)
                    .convolution(64, 3, 1, 1)
                    .relu()
                    .convolution(64, 1, 1, 0)
                    .relu()
                    .convolution(16, 1, 1, 0)
                    .relu()
                    .fullyConnected(10);
        }
    };

    private final double publishedSeconds;
    private final double publishedMebibytes;

    GazelleNetwork(double publishedSeconds, double publishedMebibytes) {
        this.publishedSeconds = publishedSeconds;
        this.publishedMebibytes = publishedMebibytes;
    }

    private static RandomWeightNetwork mnist(String name) {
        return new RandomWeightNetwork(name, new TensorShape(1, 28, 28));
    }

    abstract RandomWeightNetwork layers();

    /** The network with random weights; the same at every call. */
    public CompiledModel model() {
        return layers().label();
    }

    /** GAZELLE's published time of one inference, set-up included, seconds. */
    public double publishedSeconds() {
        return publishedSeconds;
    }

    /** GAZELLE's published traffic of one inference, set-up included, MiB. */
    public double publishedMebibytes() {
        return publishedMebibytes;
    }
}
