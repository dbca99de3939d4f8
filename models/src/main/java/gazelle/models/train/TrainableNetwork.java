package gazelle.models.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import gazelle.protocol.model.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A plan's layers with their parameters, as tensors that learn. */
final class TrainableNetwork {
    private static final float NORMALISATION_MOMENTUM = 0.9f;

    /** Windows of activations end here, in units of their root mean square: rounding has no use for the rest. */
    private static final double LARGEST_ACTIVATION = 4.5;

    private final TrainingPlan plan;
    private final List<@Nullable Parameters> parameters = new ArrayList<>();
    private final double[] activationScales;

    /** The parameters of one linear layer; {@code bias} is the normalisation's where there is one. */
    private record Parameters(
            NDArray weight,
            NDArray bias,
            @Nullable NDArray gain,
            @Nullable NDArray mean,
            @Nullable NDArray variance) {}

    /**
     * @param manager owns the parameters
     * @param random gives the first weights
     */
    TrainableNetwork(TrainingPlan plan, NDManager manager, SplittableRandom random) {
        this.plan = plan;
        this.activationScales = new double[plan.layers().size()];
        TensorShape shape = plan.input();
        for (LayerPlan layer : plan.layers()) {
            parameters.add(layer instanceof LayerPlan.Linear linear ? create(linear, shape, manager, random) : null);
            shape = layer.outputShape(shape);
        }
    }

    private static Parameters create(
            LayerPlan.Linear layer, TensorShape input, NDManager manager, SplittableRandom random) {
        int fanIn = layer.fanIn(input);
        float[] weights = new float[layer.outputs() * fanIn];
        double deviation = Math.sqrt(2.0 / fanIn);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (deviation * random.nextGaussian());
        }
        Shape dims = layer instanceof LayerPlan.Convolution convolution
                ? new Shape(layer.outputs(), input.channels(), convolution.kernel(), convolution.kernel())
                : new Shape(layer.outputs(), fanIn);
        Shape channels = new Shape(layer.outputs());
        Parameters created = new Parameters(
                manager.create(weights, dims),
                manager.zeros(channels),
                layer.normalised() ? manager.ones(channels) : null,
                layer.normalised() ? manager.zeros(channels) : null,
                layer.normalised() ? manager.ones(channels) : null);
        created.weight().setRequiresGradient(true);
        created.bias().setRequiresGradient(true);
        if (created.gain() != null) {
            created.gain().setRequiresGradient(true);
        }
        return created;
    }

    /** Returns the arrays that gradient descent changes: weights, biases and gains, layer by layer. */
    List<NDArray> learned() {
        List<NDArray> arrays = new ArrayList<>();
        for (Parameters layer : parameters) {
            if (layer != null) {
                arrays.add(layer.weight());
                arrays.add(layer.bias());
                if (layer.gain() != null) {
                    arrays.add(layer.gain());
                }
            }
        }
        return arrays;
    }

    /** Running means and variances of the normalisations, layer by layer. */
    List<NDArray> measured() {
        List<NDArray> arrays = new ArrayList<>();
        for (Parameters layer : parameters) {
            if (layer != null && layer.mean() != null && layer.variance() != null) {
                arrays.add(layer.mean());
                arrays.add(layer.variance());
            }
        }
        return arrays;
    }

    /** Everything that a checkpoint must hold, {@link #learned} before {@link #measured}. */
    List<NDArray> arrays() {
        List<NDArray> all = new ArrayList<>(learned());
        all.addAll(measured());
        return all;
    }

    /** Root mean squares of the activations, by layer, as {@link #forward} has measured them; 0 where it has not. */
    double[] activationScales() {
        return activationScales;
    }

    /**
     * The scores of a batch.
     *
     * @param batch pictures in NCHW order; its manager owns everything computed on the way
     * @param training whether normalisations use and measure this batch
     * @param rounded whether the plan's precision is imitated
     */
    NDArray forward(NDArray batch, boolean training, boolean rounded) {
        NDArray x = batch;
        for (int i = 0; i < plan.layers().size(); i++) {
            x = switch (plan.layers().get(i)) {
                case LayerPlan.Convolution layer ->
                    normalise(
                            Conv2d.conv2d(
                                            x,
                                            weight(i, x, rounded),
                                            layer.normalised() ? null : given(i).bias(),
                                            new Shape(layer.stride(), layer.stride()),
                                            new Shape(layer.padding(), layer.padding()))
                                    .singletonOrThrow(),
                            i,
                            training);
                case LayerPlan.Dense layer -> {
                    NDArray flat = x.getShape().dimension() == 2
                            ? x
                            : x.reshape(x.getShape().get(0), -1);
                    yield normalise(
                            Linear.linear(flat, weight(i, flat, rounded), layer.normalised() ? null : given(i).bias())
                                    .singletonOrThrow(),
                            i,
                            training);
                }
                case LayerPlan.Relu _ -> kept(x.getNDArrayInternal().relu(), 0, i, training, rounded);
                case LayerPlan.Square _ -> {
                    NDArray root = kept(x, -1, i, training, rounded);
                    yield root.mul(root);
                }
                case LayerPlan.AveragePool pool ->
                    Pool.avgPool2d(x, side(pool.window()), side(pool.window()), side(0), false, true);
                case LayerPlan.MaxPool pool ->
                    Pool.maxPool2d(x, side(pool.window()), side(pool.window()), side(0), false);
            };
        }
        return x;
    }

    private static Shape side(int cells) {
        return new Shape(cells, cells);
    }

    private Parameters given(int layer) {
        Parameters found = parameters.get(layer);
        if (found == null) {
            throw new IllegalStateException("layer " + layer + " has no parameters");
        }
        return found;
    }

    private NDArray normalise(NDArray sums, int layer, boolean training) {
        Parameters p = given(layer);
        if (p.gain() == null) {
            return sums;
        }
        return BatchNorm.batchNorm(
                        sums,
                        p.mean(),
                        p.variance(),
                        p.gain(),
                        p.bias(),
                        1,
                        NORMALISATION_MOMENTUM,
                        FoldedLayer.EPSILON,
                        training)
                .singletonOrThrow();
    }

    /** The weights, rounded with one scale for each output where asked. */
    private NDArray weight(int layer, NDArray owner, boolean rounded) {
        NDArray weight = given(layer).weight();
        int bits = plan.precision().weightBits();
        if (!rounded || bits == 0) {
            return weight;
        }
        NDManager step = owner.getManager();
        NDArray real = weight.mul(1f);
        real.attach(step);
        NDArray fixed = real.stopGradient();
        long outputs = weight.getShape().get(0);
        long[] alongOutputs = new long[weight.getShape().dimension()];
        Arrays.fill(alongOutputs, 1);
        alongOutputs[0] = outputs;
        NDArray scale = fixed.abs()
                .reshape(outputs, -1)
                .max(new int[] {1})
                .div((1 << (bits - 1)) - 1)
                .add(1e-12f)
                .reshape(alongOutputs);
        return real.add(fixed.div(scale).round().mul(scale).sub(fixed));
    }

    /**
     * Returns the part of its input that a circuit keeps: where asked, rounded and cut off at a multiple of the running root mean
     * square.
     *
     * @param lowest the smallest kept, in units of the largest: 0 of what a ReLU gives, -1 of what is squared
     */
    private NDArray kept(NDArray x, int lowest, int layer, boolean training, boolean rounded) {
        int bits = plan.precision().activationBits() + lowest;
        if (bits <= 0) {
            return x;
        }
        NDArray fixed = x.stopGradient();
        if (training) {
            double measured = Math.sqrt(fixed.square().mean().getFloat());
            activationScales[layer] =
                    activationScales[layer] == 0 ? measured : 0.95 * activationScales[layer] + 0.05 * measured;
        }
        if (!rounded) {
            return x;
        }
        double largest = LARGEST_ACTIVATION * activationScales[layer];
        double step = largest / ((1 << bits) - 1);
        NDArray clipped = x.clip(lowest * largest, largest);
        NDArray clippedFixed = clipped.stopGradient();
        return clipped.add(clippedFixed.div(step).round().mul(step).sub(clippedFixed));
    }

    /**
     * The layers with every normalisation folded into the weights before it.
     *
     * @param values of {@link #arrays}, in that order; averages of them will do
     */
    List<FoldedLayer> folded(List<float[]> values) {
        Iterator<float[]> learned = values.subList(0, learned().size()).iterator();
        Iterator<float[]> measured =
                values.subList(learned().size(), values.size()).iterator();
        List<FoldedLayer> layers = new ArrayList<>();
        for (LayerPlan layer : plan.layers()) {
            if (layer instanceof LayerPlan.Linear linear) {
                float[] weights = learned.next();
                float[] biases = learned.next();
                layers.add(
                        linear.normalised()
                                ? FoldedLayer.normalised(
                                        layer, weights, learned.next(), biases, measured.next(), measured.next())
                                : new FoldedLayer(layer, weights, biases));
            } else {
                layers.add(FoldedLayer.without(layer));
            }
        }
        return layers;
    }
}
