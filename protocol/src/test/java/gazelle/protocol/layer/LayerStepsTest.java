package gazelle.protocol.layer;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.garbling.Delta;
import gazelle.crypto.garbling.Evaluator;
import gazelle.crypto.garbling.Garbler;
import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.ot.OtClientSetup;
import gazelle.crypto.ot.OtServer;
import gazelle.crypto.ot.OtServerSetup;
import gazelle.crypto.rlwe.RlweParameters;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.RandomNetworks;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TopK;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.reference.ReferenceNetwork;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs both parties' steps side by side and opens the shares after every layer. */
@Timeout(120)
class LayerStepsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final RlweParameters RLWE = RlweParameters.N_4096_LOGQ_48;
    private static final LinkProfile LINK = LinkProfile.LAN;
    private static LinearClient linearClient;
    private static LinearServer linearServer;
    private static OtClient otClient;
    private static OtServer otServer;
    private static Delta delta;
    private Garbler garbler;
    private Evaluator evaluator;

    @BeforeAll
    static void openSession() {
        byte[] nonce = new byte[32];
        byte[] sessionId = new byte[32];
        RANDOM.nextBytes(nonce);
        RANDOM.nextBytes(sessionId);
        linearClient = LinearClient.create(RLWE, nonce, RANDOM);
        linearServer = LinearServer.create(RLWE, nonce, linearClient.publicMaterial(), RANDOM);
        delta = Delta.random(RANDOM);
        OtServerSetup serverSetup = new OtServerSetup(delta, sessionId, LINK.otTreeBits(), RANDOM);
        OtClientSetup clientSetup = new OtClientSetup(sessionId, LINK.otTreeBits(), RANDOM);
        otServer = serverSetup.finish(clientSetup.reply(serverSetup.request()));
        otClient = clientSetup.client();
    }

    @BeforeEach
    void beginInference() {
        byte[] garblingSeed = new byte[16];
        RANDOM.nextBytes(garblingSeed);
        garbler = new Garbler(delta, garblingSeed, LINK.garbling(), RANDOM);
        evaluator = new Evaluator(garblingSeed, LINK.garbling());
    }

    static LongStream seeds() {
        return LongStream.range(1000, 1200);
    }

    @ParameterizedTest(name = "network of seed {0}")
    @MethodSource("seeds")
    void everyLayerEqualsTheReference(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        assertEveryLayerEqualsTheReference(RandomNetworks.draw("random", random), random);
    }

    /** Windows of 3 x 3 at a stride of 2 as in residual networks and SqueezeNet, then shapes at the edges of what there is. */
    @ParameterizedTest(name = "{0} x {1} x {2}, window {3} x {4}, stride {5} x {6}, padding {7} and {8}")
    @CsvSource({
        "3, 13, 13, 3, 3, 2, 2, 0, 0",
        "2, 16, 16, 3, 3, 2, 2, 1, 0",
        "2, 15, 14, 3, 3, 2, 2, 1, 1",
        "40, 5, 6, 3, 3, 2, 2, 1, 1",
        "2, 1, 17, 1, 3, 1, 2, 0, 0",
        "2, 17, 1, 3, 1, 2, 1, 1, 1",
        "3, 2, 2, 2, 2, 1, 1, 1, 1",
        "1, 12, 11, 5, 4, 3, 5, 4, 2",
        "1, 70, 60, 3, 3, 2, 2, 1, 1",
        "1, 9, 9, 8, 8, 1, 1, 7, 7",
    })
    void overlappingPoolsEqualTheReference(
            int channels,
            int height,
            int width,
            int windowHeight,
            int windowWidth,
            int strideY,
            int strideX,
            int padBefore,
            int padAfter) {
        SplittableRandom random = new SplittableRandom(channels);
        Function<String, MaxPool> pool = input -> new MaxPool(
                "max",
                input,
                2,
                4,
                windowHeight,
                windowWidth,
                strideY,
                strideX,
                Math.min(padBefore, windowHeight - 1),
                Math.min(padBefore, windowWidth - 1),
                Math.min(padAfter, windowHeight - 1),
                Math.min(padAfter, windowWidth - 1));
        assertEveryLayerEqualsTheReference(
                RandomNetworks.pooled("pooled", channels, height, width, pool, random), random);
    }

    private void assertEveryLayerEqualsTheReference(CompiledModel model, SplittableRandom random) {
        InferencePlan plan = new InferencePlan(model.spec(), RLWE, LINK);
        QuantisedTensor input = RandomNetworks.input(model.spec(), random);
        List<QuantisedTensor> expected = new ReferenceNetwork(model.spec(), model.weights()).layerOutputs(input);
        AdditiveShare clientInput = new AdditiveShare(
                Arrays.stream(input.values()).asLongStream().toArray(),
                plan.graph().ringBits(0));
        ShareSlots client = new ShareSlots(plan.graph(), clientInput);
        ShareSlots server = new ShareSlots(
                plan.graph(),
                AdditiveShare.zeros(clientInput.length(), plan.graph().ringBits(0)));
        int linear = 0;
        for (Stage stage : plan.stages()) {
            int layer = stage.layer();
            AdditiveShare[] shares = switch (stage) {
                case LinearStage s ->
                    multiply(
                            s,
                            new PreparedLinear(s, model.weights().linear(linear++)),
                            client.input(layer).reducedTo(s.ringBits()),
                            server.input(layer).reducedTo(s.ringBits()));
                case GarbledStage s -> evaluate(s, client.input(layer), server.input(layer));
                case LocalStage s -> new AdditiveShare[] {s.apply(client.inputs(layer)), s.apply(server.inputs(layer))};
            };
            long[] opened = open(shares[0], shares[1], model.spec(), stage);
            client.put(layer, shares[0]);
            server.put(layer, shares[1]);
            if (!(model.spec().layers().get(layer) instanceof TopK)) {
                assertThat(opened)
                        .as("layer " + model.spec().layers().get(layer))
                        .isEqualTo(Arrays.stream(expected.get(layer).values())
                                .asLongStream()
                                .toArray());
            }
        }
    }

    private static AdditiveShare[] multiply(
            LinearStage stage, PreparedLinear prepared, AdditiveShare client, AdditiveShare server) {
        LinearPlan plan = stage.plan();
        LinearServer.Evaluation evaluation = linearServer.begin(plan, prepared.weights(), server.values());
        LinearClient.Upload upload = linearClient.begin(plan, client.values());
        for (int i = 0; i < plan.requestCount(); i++) {
            evaluation.accept(i, upload.request(i));
        }
        long[] masks = new long[plan.geometry().outputs()];
        long[] product = new long[plan.geometry().outputs()];
        for (int i = 0; i < plan.responseCount(); i++) {
            linearClient.decrypt(plan, i, evaluation.respond(i, masks), product);
        }
        return new AdditiveShare[] {new AdditiveShare(product, plan.shareBits()), prepared.share(masks)};
    }

    private AdditiveShare[] evaluate(GarbledStage stage, AdditiveShare client, AdditiveShare server) {
        GarbledClient evaluating = new GarbledClient(stage, otClient, evaluator, client);
        GarbledServer garbling = new GarbledServer(stage, otServer, garbler, server);
        for (int chunk = 0; chunk < stage.chunks(); chunk++) {
            if (stage.beginsBatch(chunk)) {
                transfer(stage, chunk);
            }
            byte[] zeroLabels = garbling.zeroLabels(chunk, evaluating.choices(chunk));
            evaluating.evaluate(chunk, garbling.garble(chunk, zeroLabels));
        }
        int bits = stage.outputBits();
        return new AdditiveShare[] {
            new AdditiveShare(evaluating.output(), bits), new AdditiveShare(garbling.output(), bits)
        };
    }

    /** Makes and checks the transfers of the batch that begins with {@code first}. */
    private static void transfer(GarbledStage stage, int first) {
        otClient.begin(stage.transfersInBatchOf(first));
        otServer.begin(stage.transfersInBatchOf(first));
        int chunk = first;
        do {
            int transfers = stage.extendedIn(chunk);
            otServer.extend(transfers, otClient.extend(transfers));
        } while (!stage.endsBatch(chunk++));
        otServer.verify(otClient.check());
    }

    /** The shared integers: without guard bits after a linear layer, with their sign there and among the scores. */
    private static long[] open(AdditiveShare client, AdditiveShare server, NetworkSpec spec, Stage stage) {
        int tensor = stage.layer() + 1;
        boolean scaled = spec.graph().isScaled(tensor);
        boolean signed = scaled || spec.layers().get(stage.layer()) instanceof Scores;
        int guardBits = scaled ? spec.graph().guardBits(tensor) : 0;
        // Of two linear outputs that are added, the skip leaves the rounding to the other.
        long rounding = stage instanceof LinearStage linear && !linear.roundHere() ? 1L << (guardBits - 1) : 0;
        long[] opened = new long[client.length()];
        int unused = Long.SIZE - client.ringBits();
        for (int i = 0; i < opened.length; i++) {
            long sum = client.values()[i] + server.values()[i] + rounding;
            opened[i] = signed ? sum << unused >> unused >> guardBits : sum << unused >>> unused;
        }
        return opened;
    }
}
