package gazelle.models.quantise;

import gazelle.models.network.FloatLinear;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves scale between neighbouring layers, channel by channel: ReLU and pooling commute with a positive factor, so
 * the network computes the same function while its channels come to use the shared quantisation grid alike.
 *
 * <p>Source: Nagel et al., ICCV 2019, section 4.1.
 */
final class Equaliser {
    private static final int SWEEPS = 8;

    private Equaliser() {}

    static List<Stage> equalise(List<Stage> stages) {
        List<Stage> current = new ArrayList<>(stages);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i + 1 < current.size(); i++) {
                equalisePair(current, i);
            }
        }
        return List.copyOf(current);
    }

    private static void equalisePair(List<Stage> stages, int first) {
        FloatLinear producer = stages.get(first).linear();
        FloatLinear consumer = stages.get(first + 1).linear();
        int channels = producer.geometry().biasCount();
        int outputs = consumer.geometry().biasCount();
        float[] weights = producer.weights();
        float[] biases = producer.biases();
        float[] next = consumer.weights();
        int perOutput = weights.length / channels;
        int perChannel = next.length / outputs / channels;
        for (int c = 0; c < channels; c++) {
            float produced = largest(weights, c * perOutput, perOutput);
            float consumed = 0;
            for (int o = 0; o < outputs; o++) {
                consumed = Math.max(consumed, largest(next, (o * channels + c) * perChannel, perChannel));
            }
            if (produced == 0 || consumed == 0) {
                continue;
            }
            float factor = (float) Math.sqrt(consumed / produced);
            for (int i = c * perOutput; i < (c + 1) * perOutput; i++) {
                weights[i] *= factor;
            }
            biases[c] *= factor;
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < perChannel; i++) {
                    next[(o * channels + c) * perChannel + i] /= factor;
                }
            }
        }
        stages.set(first, stages.get(first).with(new FloatLinear(producer.geometry(), weights, biases)));
        stages.set(
                first + 1, stages.get(first + 1).with(new FloatLinear(consumer.geometry(), next, consumer.biases())));
    }

    private static float largest(float[] values, int from, int count) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }
}
