package gazelle.protocol.step;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.garbling.Delta;
import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.ot.OtClientSetup;
import gazelle.crypto.ot.OtServer;
import gazelle.crypto.ot.OtServerSetup;
import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.RandomNetworks;
import gazelle.protocol.meter.WorkClock;
import gazelle.protocol.model.ArgMax;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.NetworkSpec;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.model.Scores;
import gazelle.protocol.model.TopK;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.reference.ReferenceNetwork;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs both parties' steps side by side and opens the shares after every layer. */
@Timeout(120)
class LayerStepsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final LinkProfile LINK = LinkProfile.LAN;
    private static final WorkClock CLOCK = new WorkClock(() -> 0);
    private static LinearClient linearClient;
    private static LinearServer linearServer;
    private static OtClient otClient;
    private static OtServer otServer;
    private static Delta delta;

    @BeforeAll
    static void openSession() {
        byte[] nonce = new byte[32];
        byte[] sessionId = new byte[32];
        RANDOM.nextBytes(nonce);
        RANDOM.nextBytes(sessionId);
        linearClient = LinearClient.create(InferencePlan.PARAMETERS, nonce, RANDOM);
        linearServer = LinearServer.create(InferencePlan.PARAMETERS, nonce, linearClient.publicMaterial(), RANDOM);
        delta = Delta.random(RANDOM);
        OtServerSetup serverSetup = new OtServerSetup(delta, sessionId, LINK.otTreeBits(), RANDOM);
        OtClientSetup clientSetup = new OtClientSetup(sessionId, LINK.otTreeBits(), RANDOM);
        otServer = serverSetup.finish(clientSetup.reply(serverSetup.request()));
        otClient = clientSetup.client();
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
        InferencePlan plan = InferencePlan.of(model.spec(), LINK);
        QuantisedTensor input = RandomNetworks.input(model.spec(), random);
        List<QuantisedTensor> expected = new ReferenceNetwork(model.spec(), model.weights()).layerOutputs(input);
        AdditiveShare clientInput = new AdditiveShare(
                Arrays.stream(input.values()).asLongStream().toArray(),
                plan.graph().ringBits(0));
        ShareSlots client = new ShareSlots(plan.graph(), clientInput);
        ShareSlots server = new ShareSlots(
                plan.graph(),
                AdditiveShare.zeros(clientInput.length(), plan.graph().ringBits(0)));
        Map<Integer, PreparedLinear> weights = new HashMap<>();
        for (Step step : plan.steps()) {
            if (step instanceof LinearStep each) {
                String name = model.spec().layers().get(each.layer()).name();
                weights.put(
                        each.layer(), new PreparedLinear(each, model.weights().of(name)));
            }
        }
        byte[] seed = new byte[16];
        RANDOM.nextBytes(seed);
        ServerParty.Session keys = new ServerParty.Session(linearServer, otServer, delta);
        try (ClientParty clientParty = new ClientParty(linearClient, otClient, seed, LINK, CLOCK);
                ServerParty serverParty =
                        new ServerParty(keys, seed, LINK, RANDOM, layer -> requireNonNull(weights.get(layer)), CLOCK)) {
            for (Step step : plan.steps()) {
                int layer = step.layer();
                ClientHalf clientHalf = step.client(clientParty);
                ServerHalf serverHalf = step.server(serverParty);
                clientHalf.input(client.inputs(layer));
                serverHalf.input(server.inputs(layer));
                runSideBySide(step, clientHalf, serverHalf);
                StepOutput output = clientHalf.output();
                long[] expectedValues = Arrays.stream(expected.get(layer).values())
                        .asLongStream()
                        .toArray();
                if (output instanceof StepOutput.Shared clients
                        && serverHalf.output() instanceof StepOutput.Shared servers) {
                    assertThat(open(clients.share(), servers.share(), model.spec(), step))
                            .as("layer " + model.spec().layers().get(layer))
                            .isEqualTo(expectedValues);
                    client.put(layer, clients.share());
                    server.put(layer, servers.share());
                } else {
                    assertThat(serverHalf.output()).isEqualTo(StepOutput.Nothing.NOTHING);
                    assertThat(output)
                            .isInstanceOfSatisfying(
                                    Revealed.class, revealed -> assertRevealed(model.spec(), revealed, expectedValues));
                }
                clientHalf.close();
                serverHalf.close();
            }
        }
    }

    /** Hands each message over in the client's order, which keeps the server's. */
    private static void runSideBySide(Step step, ClientHalf client, ServerHalf server) {
        for (Exchange exchange : step.exchanges()) {
            byte[] payload = exchange.fromClient() ? client.next(exchange) : server.next(exchange);
            assertThat(payload).as(exchange.toString()).hasSize(exchange.payloadBytes());
            if (exchange.fromClient()) {
                server.accept(exchange, payload);
            } else {
                client.accept(exchange, payload);
            }
        }
    }

    private static void assertRevealed(NetworkSpec spec, Revealed revealed, long[] expected) {
        int source = spec.graph().sources(spec.layers().size() - 1).getFirst();
        int indexBits = OutputLayer.indexBits(spec.graph().shape(source).elements());
        long[] values = switch (spec.output()) {
            case ArgMax _ -> new long[] {revealed.bits(0, 0, indexBits)};
            case TopK top ->
                IntStream.range(0, top.count())
                        .mapToLong(i -> revealed.bits(0, i * indexBits, indexBits))
                        .toArray();
            case Scores _ -> revealed.signed();
        };
        assertThat(values).isEqualTo(expected);
    }

    /** The shared integers, without guard bits after a linear layer. */
    private static long[] open(AdditiveShare client, AdditiveShare server, NetworkSpec spec, Step step) {
        int tensor = step.layer() + 1;
        int guardBits = spec.graph().isScaled(tensor) ? spec.graph().guardBits(tensor) : 0;
        // Of two linear outputs that are added, the skip leaves the rounding to the other.
        long rounding = step instanceof LinearStep linear && !linear.roundHere() ? 1L << (guardBits - 1) : 0;
        long[] opened = new long[client.length()];
        int unused = Long.SIZE - client.ringBits();
        for (int i = 0; i < opened.length; i++) {
            long sum = client.values()[i] + server.values()[i] + rounding;
            opened[i] = sum << unused >> unused >> guardBits;
        }
        return opened;
    }
}
