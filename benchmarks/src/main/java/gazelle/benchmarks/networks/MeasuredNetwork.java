package gazelle.benchmarks.networks;

import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.InputSpec;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.TensorShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** The networks that are measured: those of GAZELLE's paper, one of the clinic's size, and the model that comes with the program. */
public enum MeasuredNetwork {
    /** 784-128-128-10 with squares. */
    A("A", 0.03, 0.5) {
        @Override
        public CompiledModel model(Path models) {
            return mnist("A")
                    .fullyConnected(128)
                    .square()
                    .fullyConnected(128)
                    .square()
                    .fullyConnected(10)
                    .label();
        }
    },
    /** One convolution with squares. */
    B("B", 0.03, 0.5) {
        @Override
        public CompiledModel model(Path models) {
            return mnist("B")
                    .convolution(5, 5, 2, 2)
                    .square()
                    .fullyConnected(100)
                    .square()
                    .fullyConnected(10)
                    .label();
        }
    },
    /** B with ReLU. */
    C("C", 0.20, 8.0) {
        @Override
        public CompiledModel model(Path models) {
            return mnist("C")
                    .convolution(5, 5, 2, 2)
                    .relu()
                    .fullyConnected(100)
                    .relu()
                    .fullyConnected(10)
                    .label();
        }
    },
    /** Two convolutions with ReLU and max pooling. */
    D("D", 0.81, 70.0) {
        @Override
        public CompiledModel model(Path models) {
            return mnist("D")
                    .convolution(16, 5, 1, 0)
                    .reluMaxPool(2, 2)
                    .convolution(16, 5, 1, 0)
                    .reluMaxPool(2, 2)
                    .fullyConnected(100)
                    .relu()
                    .fullyConnected(10)
                    .label();
        }
    },
    /** Seven convolutions for CIFAR-10. */
    CIFAR10("CIFAR10", 12.9, 1236.0) {
        @Override
        public CompiledModel model(Path models) {
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
                    .fullyConnected(10)
                    .label();
        }
    },
    /** SqueezeNet 1.0 at 227 x 227, 1,000 classes. */
    SQUEEZENET("SQUEEZENET") {
        @Override
        public CompiledModel model(Path models) {
            return SqueezeNet.layers().label();
        }

        @Override
        public String usualServerHeap() {
            return "6g";
        }
    },
    /** The trained model of this project. */
    BRAIN_TUMOUR("brain-tumour") {
        @Override
        public CompiledModel model(Path models) throws IOException, ModelFormatException {
            return ModelFolder.read(models.resolve(label()));
        }
    };

    private final String label;
    private final boolean isGazelles;
    private final double publishedSeconds;
    private final double publishedMebibytes;

    /**
     * A paper's figures of one inference, set-up included.
     *
     * @param seconds time
     * @param mebibytes traffic, MiB
     */
    public record Published(double seconds, double mebibytes) {}

    MeasuredNetwork(String label) {
        this.label = label;
        this.isGazelles = false;
        this.publishedSeconds = 0;
        this.publishedMebibytes = 0;
    }

    MeasuredNetwork(String label, double publishedSeconds, double publishedMebibytes) {
        this.label = label;
        this.isGazelles = true;
        this.publishedSeconds = publishedSeconds;
        this.publishedMebibytes = publishedMebibytes;
    }

    private static RandomWeightNetwork mnist(String name) {
        return new RandomWeightNetwork(name, new TensorShape(1, 28, 28));
    }

    /**
     * The network with its weights: random ones, the same at every call, where no trained model exists.
     *
     * @param models folder of the compiled models
     * @throws IOException if a compiled model cannot be read
     * @throws ModelFormatException if it is damaged
     */
    public abstract CompiledModel model(Path models) throws IOException, ModelFormatException;

    /** Largest heap that a server of this network usually gets, prepared weights included, as {@code -Xmx} takes it. */
    public String usualServerHeap() {
        return "2g";
    }

    /** Its name for people and on the command line. */
    public String label() {
        return label;
    }

    /**
     * The network of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MeasuredNetwork of(String label) {
        return Arrays.stream(values())
                .filter(network -> network.label.equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("network: " + label + " (expected: one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values())
                                        .map(MeasuredNetwork::label)
                                        .toList()) + ")"));
    }

    /** Returns the figures of GAZELLE's paper, if it has this network. */
    public Optional<Published> published() {
        return isGazelles ? Optional.of(new Published(publishedSeconds, publishedMebibytes)) : Optional.empty();
    }

    /** A random image for a network; the same for the same number. */
    public static QuantisedTensor image(InputSpec input, long number) {
        return new QuantisedTensor(
                input.shape(),
                new SplittableRandom(number)
                        .ints(input.shape().elements(), input.low(), input.high() + 1)
                        .toArray());
    }
}
