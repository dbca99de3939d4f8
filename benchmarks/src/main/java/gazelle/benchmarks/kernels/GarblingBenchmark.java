package gazelle.benchmarks.kernels;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.Circuit;
import gazelle.crypto.circuit.CircuitCost;
import gazelle.crypto.circuit.CircuitMachine;
import gazelle.crypto.circuit.CountedCircuit;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.garbling.Delta;
import gazelle.crypto.garbling.Evaluator;
import gazelle.crypto.garbling.Garbler;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One chunk garbled and evaluated, and beside it the plain AES that its hash needs: the same keys, calls and bytes.
 *
 * <p>Time per chunk of {@code instances}; {@code AND} has 64 conjunctions, {@code RELU} is the activation at l=20, g=2,
 * s=9, 6 bits.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GarblingBenchmark {
    private static final int LABEL_BYTES = 16;
    private static final int BLOCK_INSTANCES = 256;

    /** The kind of circuit garbled. */
    public enum Shape {
        /** Conjunctions in a chain. */
        AND,
        /** ReLU, shift, saturation. */
        RELU;

        private Circuit circuit() {
            return switch (this) {
                case AND -> new AndChain(64);
                case RELU -> new ActivationCircuit(20, 2, 9, 6, 20);
            };
        }
    }

    private record AndChain(int gates) implements Circuit {
        @Override
        public int inputWords() {
            return 1;
        }

        @Override
        public int inputBits() {
            return 2;
        }

        @Override
        public int outputBits() {
            return 1;
        }

        @Override
        public <W> void describe(CircuitMachine<W> machine) {
            W wire = machine.input(0, 0);
            W other = machine.input(0, 1);
            for (int gate = 0; gate < gates; gate++) {
                wire = machine.and(wire, other);
            }
            machine.reveal(List.of(wire));
        }
    }

    @Param
    private Shape shape = Shape.AND;

    @Param
    private GarblingScheme scheme = GarblingScheme.HALF_GATES;

    @Param({"1", "100", "2048"})
    private int instances;

    private final SecureRandom random = new SecureRandom();
    private final Delta delta = Delta.random(random);
    private final byte[] garblingSeed = random.generateSeed(16);
    private Evaluator evaluator = new Evaluator(garblingSeed, scheme);
    private Garbler garbler = new Garbler(delta, garblingSeed, scheme, random);
    private Cascade cascade = Cascade.of(shape.circuit(), 1);
    private byte[] labels = {};
    private long[] serverShares = {};
    private long[] output = {};
    private byte[] tables = {};

    private final byte[] key = new byte[16];
    private final byte[] clear = new byte[2 * BLOCK_INSTANCES * LABEL_BYTES];
    private final byte[] encrypted = new byte[clear.length];
    private int hashes;
    private @Nullable Cipher cipher;

    /** JMH makes the state. */
    public GarblingBenchmark() {}

    @Setup
    public void garbleOnce() throws GeneralSecurityException {
        cipher = Cipher.getInstance("AES/ECB/NoPadding");
        CountedCircuit counted = CountedCircuit.of(shape.circuit());
        CircuitCost cost = counted.cost();
        cascade = Cascade.of(counted, instances);
        int hashesOfAnd = switch (scheme) {
            case HALF_GATES -> 2;
            case THREE_HALVES -> 3;
        };
        hashes = hashesOfAnd * cost.ands() + cost.garblerAnds() + cost.hashedWords();
        labels = new byte[LABEL_BYTES * instances * counted.circuit().inputBits()];
        random.nextBytes(labels);
        serverShares = random.longs(instances).toArray();
        output = new long[instances];
        tables = new byte[(int) cascade.tableBytes(scheme)];
        evaluator = new Evaluator(garblingSeed, scheme);
        garbler = new Garbler(delta, garblingSeed, scheme, random);
        garble();
    }

    @TearDown
    public void close() {
        garbler.close();
        evaluator.close();
        delta.close();
    }

    @Benchmark
    public byte[] garble() {
        garbler.garble(cascade, 0, labels, serverShares, output, tables);
        return tables;
    }

    /** Blocks are counted, so these are another chunk's keys; the time depends on sizes alone. */
    @Benchmark
    public long[] evaluate() {
        evaluator.evaluate(cascade, 0, labels, tables, output);
        return output;
    }

    /** The AES that {@link #garble} cannot do without. */
    @Benchmark
    public byte[] aesOfGarbling() throws GeneralSecurityException {
        return aes(2);
    }

    /** The AES that {@link #evaluate} cannot do without. */
    @Benchmark
    public byte[] aesOfEvaluation() throws GeneralSecurityException {
        return aes(1);
    }

    private byte[] aes(int runs) throws GeneralSecurityException {
        Cipher aes = Objects.requireNonNull(cipher);
        for (int start = 0; start < instances; start += BLOCK_INSTANCES) {
            int bytes = runs * LABEL_BYTES * Math.min(BLOCK_INSTANCES, instances - start);
            for (int hash = 0; hash < hashes; hash++) {
                key[0] = (byte) hash;
                key[1] = (byte) (start / BLOCK_INSTANCES);
                aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
                aes.update(clear, 0, bytes, encrypted, 0);
                aes.update(encrypted, 0, bytes, clear, 0);
            }
        }
        return encrypted;
    }
}
