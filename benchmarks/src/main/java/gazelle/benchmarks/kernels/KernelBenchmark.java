package gazelle.benchmarks.kernels;

import gazelle.crypto.linear.LinearClient;
import gazelle.crypto.linear.LinearPlan;
import gazelle.crypto.linear.LinearServer;
import gazelle.crypto.linear.PreparedWeights;
import gazelle.crypto.packing.ConvolutionGeometry;
import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.NttPoly;
import gazelle.crypto.rlwe.RlweParameters;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Transforms, and one homomorphic convolution. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
    private static final RlweParameters RLWE = RlweParameters.N_4096_LOGQ_48;

    private final SecureRandom random = new SecureRandom();
    private final NegacyclicRing ring = RLWE.ring();
    private final CoefficientPoly coefficients = CoefficientPoly.ofSigned(
            RLWE.modulus(), random.longs(RLWE.polyDegree(), -(1 << 20), 1 << 20).toArray());
    private final NttPoly transformed = ring.forward(coefficients);

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

    /** JMH makes the state. */
    public KernelBenchmark() {}

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

    /** 16 to 24 channels, 3x3, 32x32: both parties, without the network. */
    @Benchmark
    public long[] convolution() {
        LinearServer.Evaluation evaluation = server.begin(plan, weights, share);
        LinearClient.Upload upload = client.begin(plan, share);
        for (int request = 0; request < plan.requestCount(); request++) {
            evaluation.accept(request, upload.request(request));
        }
        for (int response = 0; response < plan.responseCount(); response++) {
            client.decrypt(plan, response, evaluation.respond(response, masks), masks);
        }
        return masks;
    }
}
