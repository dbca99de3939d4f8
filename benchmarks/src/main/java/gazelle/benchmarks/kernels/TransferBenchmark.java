package gazelle.benchmarks.kernels;

import gazelle.crypto.garbling.Delta;
import gazelle.crypto.ot.OtClient;
import gazelle.crypto.ot.OtClientSetup;
import gazelle.crypto.ot.OtServer;
import gazelle.crypto.ot.OtServerSetup;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Extending and choosing correlated oblivious transfers; time per transfer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TransferBenchmark {
    private static final int TRANSFERS = 1 << 17;
    private static final int LABEL_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final byte[] sessionId = random.generateSeed(32);
    private final Delta delta = Delta.random(random);
    private final byte[] choiceBits = random.generateSeed(TRANSFERS / 8);
    private final byte[] labels = new byte[TRANSFERS * LABEL_BYTES];

    /** Bits of Delta a block: larger sends less and computes more. */
    @Param({"2", "4", "5", "6", "8"})
    public int k;

    private @Nullable OtClient client;
    private @Nullable OtServer server;
    private byte[] extension = {};

    /** JMH makes the state. */
    public TransferBenchmark() {}

    @Setup
    public void setUp() {
        OtServerSetup serverSetup = new OtServerSetup(delta, sessionId, k, random);
        OtClientSetup clientSetup = new OtClientSetup(sessionId, k, random);
        server = serverSetup.finish(clientSetup.reply(serverSetup.request()));
        OtClient first = clientSetup.client();
        extension = first.extend(TRANSFERS);
        first.choose(TRANSFERS, choiceBits, labels);
        client = first;
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(client).close();
        Objects.requireNonNull(server).close();
        delta.close();
    }

    @Benchmark
    @OperationsPerInvocation(TRANSFERS)
    public byte[] client() {
        OtClient chooser = Objects.requireNonNull(client);
        chooser.extend(TRANSFERS);
        return chooser.choose(TRANSFERS, choiceBits, labels);
    }

    @Benchmark
    @OperationsPerInvocation(TRANSFERS)
    public byte[] server() {
        OtServer sender = Objects.requireNonNull(server);
        sender.extend(TRANSFERS, extension);
        sender.zeroLabels(TRANSFERS, choiceBits, labels);
        return labels;
    }
}
