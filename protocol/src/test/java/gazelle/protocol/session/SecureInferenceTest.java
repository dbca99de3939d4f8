package gazelle.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.protocol.RandomNetworks;
import gazelle.protocol.TwoParties;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TopK;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.step.InferencePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class SecureInferenceTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "network of seed {0}")
    @MethodSource("seeds")
    void predictionsEqualTheReferenceForRandomNetworks(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        CompiledModel model = RandomNetworks.draw("random", random);
        ReferenceNetwork reference = new ReferenceNetwork(model.spec(), model.weights());
        try (TwoParties parties = new TwoParties(model)) {
            for (int i = 0; i < 2; i++) {
                QuantisedTensor input = RandomNetworks.input(model.spec(), random);
                Prediction prediction = parties.client()
                        .classify("random", input, InferenceListener.NONE)
                        .prediction();
                assertThat(prediction).isEqualTo(expected(model, reference, input));
            }
        }
    }

    @ParameterizedTest(name = "{0} channels of {1} x {1}")
    @CsvSource({"1, 90", "30, 15", "3, 8"})
    void overlappingPoolsGiveTheReferenceForWhatTheyCost(int channels, int side) throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        Function<String, MaxPool> pool = input -> new MaxPool("max", input, 2, 4, 3, 3, 2, 2, 1, 1, 0, 0);
        CompiledModel model = RandomNetworks.pooled("pooled", channels, side, side, pool, random);
        InferenceCost cost = InferenceCost.of(InferencePlan.of(model.spec(), LinkProfile.LOCAL));
        QuantisedTensor input = RandomNetworks.input(model.spec(), random);
        try (TwoParties parties = new TwoParties(model)) {
            InferenceReport report = parties.client().classify("pooled", input, InferenceListener.NONE);
            assertThat(report.prediction())
                    .isEqualTo(expected(model, new ReferenceNetwork(model.spec(), model.weights()), input));
            assertThat(report.layers().get(1).bytesUp())
                    .isEqualTo(cost.layers().get(1).bytesUp());
            assertThat(report.layers().get(1).bytesDown())
                    .isEqualTo(cost.layers().get(1).bytesDown());
        }
    }

    @ParameterizedTest(name = "the best {0} of {1}")
    @CsvSource({"1, 2", "2, 2", "5, 5", "3, 255", "4, 256", "5, 256", "5, 257", "4, 1024", "5, 1024"})
    void theBestFewOfAsManyClassesAsThereMayBeAreThoseOfTheReference(int count, int classes) throws Exception {
        SplittableRandom random = new SplittableRandom(count * 2_000L + classes);
        CompiledModel model =
                RandomNetworks.scoring("best", classes, scores -> new TopK("output", scores, count), random);
        QuantisedTensor input = RandomNetworks.input(model.spec(), random);
        try (TwoParties parties = new TwoParties(model)) {
            Prediction prediction = parties.client()
                    .classify("best", input, InferenceListener.NONE)
                    .prediction();
            assertThat(prediction)
                    .isEqualTo(expected(model, new ReferenceNetwork(model.spec(), model.weights()), input));
            assertThat(prediction.labels()).hasSize(count);
        }
    }

    private static Prediction expected(CompiledModel model, ReferenceNetwork reference, QuantisedTensor input) {
        int[] output = reference.layerOutputs(input).getLast().values();
        return switch (model.spec().output()) {
            case ArgMax _, TopK _ -> new Prediction(IntStream.of(output).boxed().toList(), List.of());
            case Scores _ ->
                new Prediction(
                        List.of(reference.label(input)),
                        IntStream.of(output).asLongStream().boxed().toList());
        };
    }

    @Test
    void bytesAndRoundsAreExactlyThoseOfTheCost() throws Exception {
        for (long seed = 100; seed < 110; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CompiledModel model = RandomNetworks.draw("random", random);
            InferenceCost cost = InferenceCost.of(InferencePlan.of(model.spec(), LinkProfile.LOCAL));
            try (TwoParties parties = new TwoParties(model)) {
                InferenceReport report = parties.client()
                        .classify("random", RandomNetworks.input(model.spec(), random), InferenceListener.NONE);
                for (int i = 0; i < report.layers().size(); i++) {
                    assertThat(report.layers().get(i).bytesUp())
                            .isEqualTo(cost.layers().get(i).bytesUp());
                    assertThat(report.layers().get(i).bytesDown())
                            .isEqualTo(cost.layers().get(i).bytesDown());
                }
                assertThat(report.rounds())
                        .as("the start is a round of its own")
                        .isEqualTo(cost.rounds() + 1);
            }
        }
    }

    @Test
    void sizesDoNotDependOnTheImage() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        CompiledModel model = RandomNetworks.draw("random", random);
        List<Long> sizes = new ArrayList<>();
        try (TwoParties parties = new TwoParties(model)) {
            for (int i = 0; i < 4; i++) {
                InferenceReport report = parties.client()
                        .classify("random", RandomNetworks.input(model.spec(), random), InferenceListener.NONE);
                sizes.add(report.bytesUp());
                sizes.add(report.bytesDown());
            }
        }
        assertThat(sizes.stream().distinct().toList()).isEqualTo(sizes.subList(0, 2));
    }

    @Test
    void tellsTheListenerOfEveryLayerInOrder() throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        CompiledModel model = RandomNetworks.draw("random", random);
        List<String> told = new ArrayList<>();
        InferenceListener listener = new ForwardingInferenceListener(InferenceListener.NONE) {
            @Override
            public void layerStarted(int layer) {
                told.add("started " + layer);
            }

            @Override
            public void layerFinished(int layer, LayerReport report) {
                told.add("finished " + layer);
            }
        };
        try (TwoParties parties = new TwoParties(model)) {
            parties.client().classify("random", RandomNetworks.input(model.spec(), random), listener);
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < model.spec().layers().size(); i++) {
            expected.add("started " + i);
            expected.add("finished " + i);
        }
        assertThat(told).isEqualTo(expected);
    }
}
