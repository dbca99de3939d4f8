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
import org.openjdk.jmh.annotations.Level;
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

/** Making, checking and taking correlated oblivious transfers; time per transfer. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TransferBenchmark {
    private static final int TRANSFERS = 1 << 17;
    private static final int MADE = TRANSFERS + OtClient.CHECK_TRANSFERS;
    private static final int LABEL_BYTES = 16;

    /** JMH makes the state. */
    public TransferBenchmark() {}

    /** Both parties of a session. */
    @State(Scope.Thread)
    public static class Session {
        private final SecureRandom random = new SecureRandom();
        private final byte[] sessionId = random.generateSeed(32);
        private final Delta delta = Delta.random(random);
        final byte[] choiceBits = random.generateSeed(TRANSFERS / 8);
        final byte[] labels = new byte[TRANSFERS * LABEL_BYTES];

        /** Bits of Delta a block: larger sends less and computes more. */
        @Param({"2", "4", "5", "6", "8"})
        public int k;

        private @Nullable OtClient client;
        private @Nullable OtServer server;

        /** JMH makes the state. */
        public Session() {}

        @Setup
        public void setUp() {
            OtServerSetup serverSetup = new OtServerSetup(delta, sessionId, k, random);
            OtClientSetup clientSetup = new OtClientSetup(sessionId, k, random);
            server = serverSetup.finish(clientSetup.reply(serverSetup.request()));
            client = clientSetup.client();
        }

        @TearDown
        public void close() {
            client().close();
            server().close();
            delta.close();
        }

        OtClient client() {
            return Objects.requireNonNull(client);
        }

        OtServer server() {
            return Objects.requireNonNull(server);
        }
    }

    /** Parties whose client has sent a batch, made anew for each run of the server. */
    @State(Scope.Thread)
    public static class Sent extends Session {
        private byte[] extension = {};
        private byte[] check = {};
        private byte[] corrections = {};

        /** JMH makes the state. */
        public Sent() {}

        @Setup(Level.Invocation)
        public void send() {
            client().begin(TRANSFERS);
            extension = client().extend(MADE);
            check = client().check();
            corrections = client().choose(TRANSFERS, choiceBits, labels);
        }
    }

    /** Parties whose client has made a batch and not yet checked it. */
    @State(Scope.Thread)
    public static class Unchecked extends Session {
        /** JMH makes the state. */
        public Unchecked() {}

        @Setup(Level.Invocation)
        public void make() {
            client().begin(TRANSFERS);
            client().extend(MADE);
        }

        @TearDown(Level.Invocation)
        public void drop() {
            client().choose(TRANSFERS, choiceBits, labels);
        }
    }

    @Benchmark
    @OperationsPerInvocation(TRANSFERS)
    public byte[] client(Session session) {
        OtClient chooser = session.client();
        chooser.begin(TRANSFERS);
        chooser.extend(MADE);
        chooser.check();
        return chooser.choose(TRANSFERS, session.choiceBits, session.labels);
    }

    @Benchmark
    @OperationsPerInvocation(TRANSFERS)
    public byte[] server(Sent session) {
        OtServer sender = session.server();
        sender.begin(TRANSFERS);
        sender.extend(MADE, session.extension);
        sender.verify(session.check);
        sender.zeroLabels(TRANSFERS, session.corrections, session.labels);
        return session.labels;
    }

    /** The check alone, without the digest of the messages; what it adds to {@link #client}. */
    @Benchmark
    @OperationsPerInvocation(TRANSFERS)
    public byte[] clientCheck(Unchecked session) {
        return session.client().check();
    }
}
