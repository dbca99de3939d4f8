package gazelle.protocol.step;

import static org.assertj.core.api.Assertions.assertThat;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.ClearMachine;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.circuit.MaxPoolCircuit;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PooledStripsTest {
    private static final int TARGET = 3 << 20;

    /** A pooling of random shape, and the same as strips and window by window. */
    private record Drawn(
            MaxPool pool,
            ActivationCircuit clamp,
            TensorShape input,
            TensorShape output,
            PooledStrips strips,
            UniformChunks windows) {

        static Drawn of(long seed, GarblingScheme scheme) {
            SplittableRandom random = new SplittableRandom(seed);
            TensorShape input = new TensorShape(random.nextInt(1, 6), random.nextInt(1, 14), random.nextInt(1, 14));
            int height = random.nextInt(1, Math.min(5, input.height() + 1));
            int width = random.nextInt(1, Math.min(5, input.width() + 1));
            MaxPool pool = new MaxPool(
                    "max",
                    "conv",
                    random.nextInt(0, 10),
                    random.nextInt(1, 8),
                    height,
                    width,
                    random.nextInt(1, 5),
                    random.nextInt(1, 5),
                    random.nextInt(height),
                    random.nextInt(width),
                    random.nextInt(height),
                    random.nextInt(width));
            // From strips of one row to all channels at once.
            return of(pool, input, scheme, new int[] {1, 20_000, 100_000, TARGET}[random.nextInt(4)]);
        }

        static Drawn of(MaxPool pool, TensorShape input, GarblingScheme scheme, int targetBytes) {
            TensorShape output = pool.outputShape(input);
            ActivationCircuit clamp = new ActivationCircuit(12, 2, pool.shift(), pool.activationBits(), 11);
            return new Drawn(
                    pool,
                    clamp,
                    input,
                    output,
                    new PooledStrips(pool, clamp, input, output, scheme, targetBytes),
                    new UniformChunks(
                            new MaxPoolCircuit(pool.windowElements(), 12, 2, pool.shift(), pool.activationBits(), 11),
                            scheme,
                            output.elements(),
                            WindowGather.of(pool, input, output)));
        }

        /** Returns max pooling by its definition, element by element; padding counts as 0. */
        long[] specified(long[] values) {
            return IntStream.range(0, output.elements())
                    .mapToLong(i -> {
                        int column = i % output.width() * pool.strideX() - pool.padLeft();
                        int row = i / output.width() % output.height() * pool.strideY() - pool.padTop();
                        int channel = i / output.width() / output.height();
                        long largest = 0;
                        for (int y = Math.max(0, row); y < Math.min(input.height(), row + pool.windowHeight()); y++) {
                            for (int x = Math.max(0, column);
                                    x < Math.min(input.width(), column + pool.windowWidth());
                                    x++) {
                                long value = values[(channel * input.height() + y) * input.width() + x];
                                largest = Math.max(largest, value >> pool.shift());
                            }
                        }
                        return Math.min(largest, (1L << pool.activationBits()) - 1);
                    })
                    .toArray();
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    private static long tableBytes(Chunking chunking, GarblingScheme scheme) {
        return IntStream.range(0, chunking.chunks())
                .mapToLong(chunk -> chunking.chunk(chunk).cascade().tableBytes(scheme))
                .sum();
    }

    private static long transfers(Chunking chunking) {
        return IntStream.range(0, chunking.chunks())
                .mapToLong(chunk -> chunking.chunk(chunk).transfers())
                .sum();
    }

    @ParameterizedTest(name = "pooling of seed {0}")
    @MethodSource("seeds")
    void chunksTogetherAreTheMaximaOfTheWindows(long seed) {
        Drawn drawn = Drawn.of(seed, GarblingScheme.HALF_GATES);
        SplittableRandom random = new SplittableRandom(seed);
        long[] values = random.longs(drawn.input.elements(), -2048, 2048).toArray();
        long[] client = random.longs(values.length).toArray();
        long[] server = new long[values.length];
        Arrays.setAll(server, i -> (values[i] << 2) + random.nextInt(4) - client[i]);
        for (Chunking chunking : new Chunking[] {drawn.strips, drawn.windows}) {
            long[] pooled = new long[chunking.outputs()];
            Arrays.fill(pooled, -1);
            for (int number = 0; number < chunking.chunks(); number++) {
                GarbledChunk chunk = chunking.chunk(number);
                long[] outputs =
                        ClearMachine.runVariableTime(chunk.cascade(), chunk.words(client), chunk.words(server));
                assertThat(outputs).hasSize(chunk.outputs());
                System.arraycopy(outputs, 0, pooled, chunk.firstOutput(), outputs.length);
            }
            assertThat(pooled).isEqualTo(drawn.specified(values));
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverCostMoreThanWindowsOneByOne(GarblingScheme scheme) {
        int overlapping = 0;
        for (long seed = 0; seed < 500; seed++) {
            Drawn drawn = Drawn.of(seed, scheme);
            Drawn whole = Drawn.of(drawn.pool, drawn.input, scheme, TARGET);
            assertThat(transfers(whole.strips)).as("seed %d", seed).isLessThanOrEqualTo(transfers(whole.windows));
            assertThat(tableBytes(whole.strips, scheme))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(tableBytes(whole.windows, scheme));
            overlapping += drawn.pool.windowsOverlap() ? 1 : 0;
        }
        assertThat(overlapping).isBetween(200, 400);
    }

    @Test
    void readsEachValueOnceAndNoneThatNoWindowReads() {
        // Rows 0 to 4 of 6; columns 0, 1, 4 and 5 of 7.
        MaxPool pool = new MaxPool("max", "conv", 3, 4, 3, 2, 2, 4, 0, 0, 0, 0);
        Drawn drawn = Drawn.of(pool, new TensorShape(1, 6, 7), GarblingScheme.HALF_GATES, TARGET);
        GarbledChunk chunk = drawn.strips.chunk(0);
        assertThat(drawn.strips.chunks()).isEqualTo(1);
        assertThat(IntStream.range(0, chunk.cascade().first().instances())
                        .map(i -> chunk.elements().element(0, i)))
                .containsExactly(0, 1, 4, 5, 7, 8, 11, 12, 14, 15, 18, 19, 21, 22, 25, 26, 28, 29, 32, 33);
    }

    @ParameterizedTest(name = "{0} channels of {1} x {2}: {3} chunks of at most {4} MB")
    @CsvSource({"96, 111, 111, 384, 3.2", "256, 55, 55, 256, 3.2", "512, 27, 27, 128, 3.2", "9, 4, 1000, 9, 3.2"})
    void chunksAreNeitherSmallNorLarge(int channels, int height, int width, int chunks, double megabytes) {
        MaxPool pool = new MaxPool("max", "conv", 3, 6, 3, 3, 2, 2, 0, 0, 0, 0);
        GarblingScheme scheme = GarblingScheme.THREE_HALVES;
        Drawn drawn = Drawn.of(pool, new TensorShape(channels, height, width), scheme, TARGET);
        assertThat(drawn.strips.fitFrames()).isTrue();
        assertThat(drawn.strips.chunks()).isEqualTo(chunks);
        assertThat(drawn.strips.chunk(0).cascade().tableBytes(scheme) * 1e-6).isBetween(1.0, megabytes);
    }

    @Test
    void stripsTooLargeForAFrameAreToldApart() {
        MaxPool pool = new MaxPool("max", "conv", 3, 6, 16, 4, 1, 1, 0, 0, 0, 0);
        Drawn drawn = Drawn.of(pool, new TensorShape(1, 16, 4000), GarblingScheme.THREE_HALVES, TARGET);
        assertThat(drawn.strips.fitFrames()).isFalse();
    }
}
