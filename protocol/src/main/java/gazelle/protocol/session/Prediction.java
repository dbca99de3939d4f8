package gazelle.protocol.session;

import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TopK;
import gazelle.protocol.step.Revealed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The result of an inference, as far as the model's policy shows it to the client.
 *
 * @param labels indices of the classes, the best first: one, or k where the policy allows
 * @param scores every class's score where the policy allows, else empty
 */
public record Prediction(List<Integer> labels, List<Long> scores) {
    public Prediction {
        labels = List.copyOf(labels);
        scores = List.copyOf(scores);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("labels: none (expected: at least one)");
        }
    }

    /** Returns the index of the best class. */
    public int label() {
        return labels.getFirst();
    }

    /**
     * Reads what the output circuit revealed.
     *
     * <p>A circuit of an honest server cannot reveal an index beyond the classes. What a dishonest one makes of it must not show
     * in anything that is sent, so it only changes what is reported.
     *
     * @param revealed the words of the output's circuits
     */
    static Prediction of(NetworkSpec spec, Revealed revealed) {
        int classes = spec.classCount();
        OutputLayer output = spec.output();
        return switch (output) {
            case ArgMax _ ->
                new Prediction(List.of(index(revealed.bits(0, 0, OutputLayer.indexBits(classes)), classes)), List.of());
            case TopK top -> {
                int indexBits = OutputLayer.indexBits(classes);
                List<Integer> labels = new ArrayList<>();
                for (int i = 0; i < top.count(); i++) {
                    labels.add(index(revealed.bits(0, i * indexBits, indexBits), classes));
                }
                yield new Prediction(labels, List.of());
            }
            case Scores _ -> {
                long[] scores = revealed.signed();
                int best = IntStream.range(1, scores.length).reduce(0, (a, b) -> scores[b] > scores[a] ? b : a);
                yield new Prediction(
                        List.of(best), LongStream.of(scores).boxed().toList());
            }
        };
    }

    private static int index(long revealed, int classes) {
        return Math.clamp(revealed, 0, classes - 1);
    }
}
