package gazelle.benchmarks.kernels;

import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.linear.PreparedWeights;
import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.random.RandomStream;
import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.NttAccumulator;
import gazelle.crypto.ring.NttPoly;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Transforms, products and samplers of one polynomial (N = 4096), and the four steps of a homomorphic convolution (16 to 24
 * channels, 3 x 3, 32 x 32), time per message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LatticeBenchmark {
    private static final RlweParameters RLWE = RlweParameters.N_4096_LOGQ_48;
    private static final int TERMS = 8;
    private static final int REQUESTS = 16;
    private static final int RESPONSES = 8;

    private final SecureRandom random = new SecureRandom();
    private final NegacyclicRing ring = RLWE.ring();
    private final CoefficientPoly coefficients = CoefficientPoly.ofSigned(
            RLWE.modulus(), random.longs(RLWE.polyDegree(), -(1 << 20), 1 << 20).toArray());
    private final NttPoly transformed = ring.forward(coefficients);
    private final NttPoly[] terms = polynomials();
    private final NttPoly[] factors = polynomials();
    private final NttAccumulator sum = ring.newAccumulator();
    private final NttAccumulator otherSum = ring.newAccumulator();
    private final long[] values = new long[RLWE.polyDegree()];

    private final LinearPlan plan =
            LinearPlan.of(new ConvolutionGeometry(16, 32, 32, 24, 3, 3, 1, 1, 1, 1, 1, 1, 1), 20, 6, RLWE);
    private final PreparedWeights weights = PreparedWeights.prepare(
            plan, random.ints(plan.geometry().weights(), -31, 32).toArray());
    private final long[] share =
            random.longs(plan.geometry().inputs(), 0, 1L << 20).toArray();
    private final long[] masks = new long[plan.geometry().outputs()];
    private final byte[] nonce = random.generateSeed(32);
    private final LinearClient client = LinearClient.create(RLWE, nonce, random);
    private final LinearServer server = LinearServer.create(RLWE, nonce, client.publicMaterial(), random);
    private final byte[][] requests = new byte[plan.requestCount()][];
    private final byte[][] responses = new byte[plan.responseCount()][];

    /** JMH makes the state. */
    public LatticeBenchmark() {}

    @Setup
    public void runTheLayerOnce() throws InterruptedException {
        if (!NegacyclicRing.awaitFullSpeed(Duration.ofMinutes(2))) {
            throw new IllegalStateException("vector kernel: not compiled in two minutes (expected: in seconds)");
        }
        if (plan.requestCount() != REQUESTS || plan.responseCount() != RESPONSES) {
            throw new IllegalStateException("plan: " + plan.requestCount() + " requests, " + plan.responseCount()
                    + " responses (expected: " + REQUESTS + ", " + RESPONSES + ")");
        }
        request();
        respond();
    }

    @TearDown
    public void close() {
        client.close();
        server.close();
    }

    @Benchmark
    public NttPoly forwardTransform() {
        return ring.forward(coefficients);
    }

    @Benchmark
    public CoefficientPoly inverseTransform() {
        return ring.inverse(transformed);
    }

    /** Products of eight pairs of polynomials with one weight each, accumulated; time per product. */
    @Benchmark
    @OperationsPerInvocation(2 * TERMS)
    public void multiplyAccumulate() {
        sum.addProducts(terms, otherSum, terms, factors);
    }

    /** Draws from a stream of its own, as the other samplers do. */
    @Benchmark
    public long[] sampleUniform() {
        try (RandomStream stream = RandomStream.expand(nonce, 1)) {
            stream.uniformInto(values, RLWE.modulus().value());
        }
        return values;
    }

    @Benchmark
    public long[] sampleTernary() {
        try (RandomStream stream = RandomStream.expand(nonce, 1)) {
            stream.ternaryInto(values);
        }
        return values;
    }

    @Benchmark
    public long[] sampleCentredBinomial() {
        try (RandomStream stream = RandomStream.expand(nonce, 1)) {
            stream.centredBinomialInto(values, RLWE.binomialHalfWidth());
        }
        return values;
    }

    @Benchmark
    public long[] sampleBits() {
        try (RandomStream stream = RandomStream.expand(nonce, 1)) {
            stream.bitsInto(values, plan.shareBits());
        }
        return values;
    }

    /** One request encrypted by the client. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public byte[][] request() {
        try (LinearClient.Upload upload = client.begin(plan, share)) {
            for (int request = 0; request < requests.length; request++) {
                requests[request] = upload.request(request);
            }
        }
        return requests;
    }

    /** One request taken by the server. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public LinearServer.Evaluation accept() {
        LinearServer.Evaluation evaluation = server.begin(plan, weights, share);
        for (int request = 0; request < requests.length; request++) {
            evaluation.accept(request, requests[request]);
        }
        return evaluation;
    }

    /** One response made by the server from {@value #REQUESTS} requests; includes taking those, see {@link #accept}. */
    @Benchmark
    @OperationsPerInvocation(RESPONSES)
    public byte[][] respond() {
        LinearServer.Evaluation evaluation = accept();
        for (int response = 0; response < responses.length; response++) {
            responses[response] = evaluation.respond(response, masks);
        }
        return responses;
    }

    /** One response opened by the client. */
    @Benchmark
    @OperationsPerInvocation(RESPONSES)
    public long[] decrypt() {
        for (int response = 0; response < responses.length; response++) {
            client.decrypt(plan, response, responses[response], masks);
        }
        return masks;
    }

    private NttPoly[] polynomials() {
        NttPoly[] polynomials = new NttPoly[TERMS];
        Arrays.setAll(polynomials, i -> ring.forward(coefficients));
        return polynomials;
    }
}
