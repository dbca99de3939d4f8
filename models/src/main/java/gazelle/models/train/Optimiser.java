package gazelle.models.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradient descent with Nesterov's momentum and decoupled bookkeeping of running averages. A gradient longer than a limit is
 * shortened to it (Pascanu et al., ICML 2013): where rounding leaves a channel almost constant over a batch, its normalisation makes
 * gradients that would undo the training in one step.
 */
final class Optimiser {
    private static final double LONGEST_GRADIENT = 2;

    private final List<NDArray> learned;
    private final List<NDArray> all;
    private final List<NDArray> momenta = new ArrayList<>();
    private final List<NDArray> averages = new ArrayList<>();
    private final double weightDecay;
    private final double averaging;

    /**
     * @param network whose parameters it changes
     * @param manager owns momenta and averages
     */
    Optimiser(TrainableNetwork network, Schedule schedule, NDManager manager) {
        this.learned = network.learned();
        this.all = network.arrays();
        this.weightDecay = schedule.weightDecay();
        this.averaging = schedule.averaging();
        learned.forEach(array -> momenta.add(manager.zeros(array.getShape())));
        if (averaging > 0) {
            all.forEach(array -> averages.add(manager.create(array.toFloatArray(), array.getShape())));
        }
    }

    /**
     * One step along the gradients, which it then clears.
     *
     * @param rate learning rate
     * @param steps before this one, while the averages are young
     */
    void step(double rate, long steps) {
        double shortening = Math.min(1, LONGEST_GRADIENT / gradientLength());
        for (int i = 0; i < learned.size(); i++) {
            NDArray parameter = learned.get(i);
            NDArray momentum = momenta.get(i);
            try (NDArray gradient = parameter.getGradient()) {
                gradient.muli(shortening);
                if (parameter.getShape().dimension() > 1) {
                    try (NDArray decay = parameter.mul(weightDecay)) {
                        gradient.addi(decay);
                    }
                }
                momentum.muli(Schedule.MOMENTUM).addi(gradient);
                try (NDArray ahead = momentum.mul(Schedule.MOMENTUM)) {
                    gradient.addi(ahead).muli(-rate);
                }
                parameter.addi(gradient);
                gradient.muli(0);
            }
        }
        if (averaging > 0) {
            // Young averages follow faster, so that the first weights are soon forgotten.
            double decay = Math.min(averaging, (1.0 + steps) / (10.0 + steps));
            for (int i = 0; i < all.size(); i++) {
                try (NDArray fresh = all.get(i).mul(1 - decay)) {
                    averages.get(i).muli(decay).addi(fresh);
                }
            }
        }
    }

    private double gradientLength() {
        double squares = 0;
        for (NDArray parameter : learned) {
            try (NDArray gradient = parameter.getGradient();
                    NDArray square = gradient.square();
                    NDArray sum = square.sum()) {
                squares += sum.getFloat();
            }
        }
        return Math.sqrt(squares);
    }

    /** Momenta and averages, for a checkpoint. */
    List<NDArray> arrays() {
        List<NDArray> arrays = new ArrayList<>(momenta);
        arrays.addAll(averages);
        return arrays;
    }

    /** The values to export: averages if there are any. */
    List<float[]> best() {
        return (averages.isEmpty() ? all : averages)
                .stream().map(NDArray::toFloatArray).toList();
    }
}
