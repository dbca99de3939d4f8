package gazelle.crypto.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LinearPackingTest {
    private static final int REQUEST_BITS = 41;
    private static final int RESPONSE_BITS = 30;

    @Property(tries = 400)
    void everyConvolutionPackingComputesTheConvolution(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ConvolutionGeometry geometry = randomConvolution(random);
        int polyDegree = 1 << random.nextInt(6, 10);
        List<LinearPacking> all = new ArrayList<>();
        Optional<LinearPacking> best = PackingSearch.best(geometry, polyDegree, candidate -> {
            all.add(candidate);
            return OptionalLong.of(bits(candidate));
        });
        assertThat(best.isPresent()).isEqualTo(!all.isEmpty());
        if (all.isEmpty()) {
            return;
        }
        requireExact(geometry, best.orElseThrow(), random);
        requireExact(geometry, all.get(random.nextInt(all.size())), random);
    }

    @Property(tries = 200)
    void everyMatrixPackingComputesTheProduct(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FullyConnectedGeometry geometry = new FullyConnectedGeometry(random.nextInt(1, 300), random.nextInt(1, 60));
        List<LinearPacking> all = new ArrayList<>();
        LinearPacking best = PackingSearch.best(geometry, 64, candidate -> {
                    all.add(candidate);
                    return OptionalLong.of(bits(candidate));
                })
                .orElseThrow();
        requireExact(geometry, best, random);
        requireExact(geometry, all.get(random.nextInt(all.size())), random);
    }

    @Test
    void searchFindsTheFewestBits() {
        ConvolutionGeometry geometry = new ConvolutionGeometry(16, 16, 16, 24, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        List<LinearPacking> all = new ArrayList<>();
        LinearPacking best = PackingSearch.best(geometry, 1024, candidate -> {
                    all.add(candidate);
                    return OptionalLong.of(bits(candidate));
                })
                .orElseThrow();
        assertThat(all).hasSizeGreaterThan(20);
        assertThat(all).allMatch(candidate -> bits(candidate) >= bits(best));
    }

    @Test
    void sharesZeroPaddingBetweenRowsAndChannels() {
        // 16 x 16 with a border of one: pitch 17, so 17 * 17 = 289 a channel and 14 of them in 4096; apart they would
        // be 12.
        ConvolutionGeometry geometry = new ConvolutionGeometry(14, 16, 16, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        assertThat(ConvolutionPacking.fitting(geometry, 4096, ConvolutionPacking.Cut.ofOneGroup(16, 16, 14)))
                .isPresent();
        assertThat(ConvolutionPacking.fitting(geometry, 4096, ConvolutionPacking.Cut.ofOneGroup(16, 16, 15)))
                .isEmpty();
    }

    @Test
    void findsNothingForAKernelLargerThanThePolynomial() {
        ConvolutionGeometry geometry = new ConvolutionGeometry(1, 20, 20, 1, 20, 20, 1, 1, 0, 0, 0, 0, 1);
        assertThat(PackingSearch.best(geometry, 256, candidate -> OptionalLong.of(1)))
                .isEmpty();
    }

    @Test
    void groupsLieWhereNoOtherPairMeetsThem() {
        assertThat(IntStream.range(0, 10).map(ConvolutionPacking::spread))
                .containsExactly(0, 1, 3, 4, 9, 10, 12, 13, 27, 28);
        for (int i = 0; i < 64; i++) {
            for (int j = 0; j < 64; j++) {
                for (int k = 0; k < 64; k++) {
                    boolean meet = ConvolutionPacking.spread(i) + ConvolutionPacking.spread(j)
                            == 2 * ConvolutionPacking.spread(k);
                    assertThat(meet).isEqualTo(i == k && j == k);
                }
            }
        }
    }

    @Test
    void depthwiseChannelsShareRequestsAndResponses() {
        // At 32 x 32 a channel takes 33 * 33 coefficients: slots 0 to 2 fit, two sets of one or one set of two
        // channels.
        ConvolutionGeometry large = new ConvolutionGeometry(32, 32, 32, 32, 3, 3, 1, 1, 1, 1, 1, 1, 32);
        LinearPacking twos = PackingSearch.best(large, 4096, candidate -> OptionalLong.of(bits(candidate)))
                .orElseThrow();
        assertThat(List.of(twos.requests(), twos.responses())).containsExactly(16, 16);
        assertThat(twos.multiplications()).isEqualTo(16);
        // At 16 x 16 it takes 17 * 17: two sets of three, or one of four channels, in 14 slots; the former is less
        // here.
        ConvolutionGeometry small = new ConvolutionGeometry(64, 16, 16, 64, 3, 3, 1, 1, 1, 1, 1, 1, 64);
        LinearPacking sixes = PackingSearch.best(small, 4096, candidate -> OptionalLong.of(bits(candidate)))
                .orElseThrow();
        assertThat(List.of(sixes.requests(), sixes.responses())).containsExactly(11, 22);
        assertThat(sixes.multiplications()).isEqualTo(22);
        requireExact(small, sixes, new SplittableRandom(7));
        ConvolutionPacking.Cut fours = new ConvolutionPacking.Cut(16, 16, 1, 4, 1);
        requireExact(small, ConvolutionPacking.fitting(small, 4096, fours).orElseThrow(), new SplittableRandom(7));
    }

    @Test
    void passingOverHopelessCandidatesChangesNothing() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 200; i++) {
            ConvolutionGeometry geometry = randomConvolution(random);
            Optional<LinearPacking> all = PackingSearch.best(geometry, 512, c -> OptionalLong.of(bits(c)));
            Optional<LinearPacking> some = PackingSearch.best(geometry, 512, new PackingSearch.Cost() {
                @Override
                public OptionalLong bits(LinearPacking candidate) {
                    return OptionalLong.of(LinearPackingTest.bits(candidate));
                }

                @Override
                public long leastBits(long requests, long responses) {
                    return 512 * (requests * REQUEST_BITS + responses * RESPONSE_BITS);
                }
            });
            assertThat(some.map(LinearPackingTest::shape)).isEqualTo(all.map(LinearPackingTest::shape));
        }
    }

    @Test
    void partSizesAreThoseOfEqualParts() {
        assertThat(PackingSearch.partSizes(10)).containsExactly(10, 5, 4, 3, 2, 1);
        assertThat(PackingSearch.partSizes(1)).containsExactly(1);
        for (int total = 1; total < 2000; total++) {
            int extent = total;
            assertThat(PackingSearch.partSizes(total))
                    .containsExactly(IntStream.rangeClosed(1, total)
                            .map(parts -> Math.ceilDiv(extent, parts))
                            .distinct()
                            .toArray());
        }
    }

    @Test
    void rejectsImpossibleShapes() {
        assertThatThrownBy(() -> new FullyConnectedGeometry(0, 5)).hasMessage("inputs: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new FullyConnectedGeometry(5, 0)).hasMessage("outputs: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new FullyConnectedGeometry(1 << 20, 1 << 20)).hasMessageContaining("weights");
        assertThatThrownBy(() -> new ConvolutionGeometry(1, 4, 4, 1, 5, 3, 1, 1, 0, 0, 0, 0, 1))
                .hasMessage("kernelHeight: 5 (expected: <= padded height)");
        assertThatThrownBy(() -> new ConvolutionGeometry(1, 4, 4, 1, 3, 5, 1, 1, 0, 0, 0, 0, 1))
                .hasMessage("kernelWidth: 5 (expected: <= padded width)");
        assertThatThrownBy(() -> new ConvolutionGeometry(1, 4, 4, 1, 3, 3, 0, 1, 0, 0, 0, 0, 1))
                .hasMessageContaining("strideY: 0");
        assertThatThrownBy(() -> new ConvolutionGeometry(1, 4, 4, 1, 3, 3, 1, 1, 0, -1, 0, 0, 1))
                .hasMessageContaining("padLeft: -1");
        assertThatThrownBy(() -> new ConvolutionGeometry(1 << 20, 1 << 20, 1 << 20, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1))
                .hasMessageContaining("inputs: too many elements");
        for (int groups : new int[] {0, -1, 2, 3, 6}) {
            assertThatThrownBy(() -> new ConvolutionGeometry(3, 4, 4, 4, 3, 3, 1, 1, 0, 0, 0, 0, groups))
                    .hasMessage("groups: " + groups + " (expected: a divisor of inChannels and outChannels)");
        }
    }

    private static List<Object> shape(LinearPacking packing) {
        return List.of(
                packing.tiles(),
                packing.inputGroups(),
                packing.outputGroups(),
                packing.multiplications(),
                Arrays.toString(packing.inputMap(0, 0).coefficients()),
                Arrays.toString(packing.outputMap(0, 0).coefficients()));
    }

    private static ConvolutionGeometry randomConvolution(SplittableRandom random) {
        int kernelHeight = random.nextInt(1, 6);
        int kernelWidth = random.nextInt(1, 6);
        int padTop = random.nextInt(0, 4);
        int padLeft = random.nextInt(0, 4);
        int padBottom = random.nextInt(0, 4);
        int padRight = random.nextInt(0, 4);
        int height = Math.max(random.nextInt(1, 15), kernelHeight - padTop - padBottom);
        int width = Math.max(random.nextInt(1, 15), kernelWidth - padLeft - padRight);
        int groups = random.nextBoolean() ? 1 : random.nextInt(2, 12);
        return new ConvolutionGeometry(
                groups * random.nextInt(1, groups == 1 ? 7 : 4),
                height,
                width,
                groups * random.nextInt(1, groups == 1 ? 7 : 4),
                kernelHeight,
                kernelWidth,
                random.nextInt(1, 5),
                random.nextInt(1, 5),
                padTop,
                padLeft,
                padBottom,
                padRight,
                groups);
    }

    private static long bits(LinearPacking candidate) {
        return (long) candidate.polyDegree()
                * (candidate.requests() * REQUEST_BITS + candidate.responses() * RESPONSE_BITS);
    }

    /** Multiplies the packed polynomials over Z and compares with the layer computed directly. */
    private static void requireExact(LinearGeometry geometry, LinearPacking packing, SplittableRandom random) {
        long[] input = random.longs(geometry.inputs(), -1000, 1000).toArray();
        int[] weights = random.ints(geometry.weights(), -100, 100).toArray();
        long[] actual = new long[geometry.outputs()];
        Arrays.fill(actual, Long.MIN_VALUE);
        for (int tile = 0; tile < packing.tiles(); tile++) {
            for (int output = 0; output < packing.outputGroups(); output++) {
                long[] sum = new long[packing.polyDegree()];
                long placed = 0;
                int from = packing.firstInputGroup(output);
                for (int group = from; group < from + packing.inputGroupsPerResponse(); group++) {
                    long[] x = packing.inputMap(tile, group).place(input, packing.polyDegree());
                    CoefficientMap weightMap = packing.weightMap(group, output);
                    addNegacyclicProduct(x, weightMap.place(weights, packing.polyDegree()), sum);
                    placed += weightMap.size();
                }
                assertThat(placed).isLessThanOrEqualTo(packing.weightsPerResponse());
                CoefficientMap map = packing.outputMap(tile, output);
                assertThat(map.size()).isEqualTo(packing.outputCount(tile, output));
                long[] values = new long[map.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = sum[map.coefficient(i)];
                }
                map.scatterInto(values, actual);
            }
        }
        assertThat(actual).describedAs("%s", geometry).containsExactly(DirectLayer.apply(geometry, input, weights));
    }

    private static void addNegacyclicProduct(long[] x, long[] w, long[] sum) {
        int n = x.length;
        for (int j = 0; j < n; j++) {
            if (w[j] == 0) {
                continue;
            }
            for (int i = 0; i < n; i++) {
                int at = i + j;
                sum[at & (n - 1)] += at < n ? x[i] * w[j] : -x[i] * w[j];
            }
        }
    }
}
