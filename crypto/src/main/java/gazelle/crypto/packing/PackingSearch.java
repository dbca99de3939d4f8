package gazelle.crypto.packing;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the packing of fewest bytes, then fewest multiplications, then the first in a fixed order: both sides find the same. */
public final class PackingSearch {
    /** The cost of a candidate on the wire. */
    @FunctionalInterface
    public interface Cost {
        /** Bits up and down, or empty when the candidate can't be used. */
        OptionalLong bits(LinearPacking candidate);

        /**
         * Bits below which no candidate with so many messages can come, used to pass over hopeless ones; cheap.
         *
         * @param requests at least so many
         * @param responses at least so many
         */
        default long leastBits(long requests, long responses) {
            return 0;
        }
    }

    private final Cost cost;
    private Optional<LinearPacking> best = Optional.empty();
    private long bestBits = Long.MAX_VALUE;

    private PackingSearch(Cost cost) {
        this.cost = cost;
    }

    /**
     * The best packing of a layer, or empty when none is usable.
     *
     * @param polyDegree N
     */
    public static Optional<LinearPacking> best(LinearGeometry geometry, int polyDegree, Cost cost) {
        PackingSearch search = new PackingSearch(cost);
        switch (geometry) {
            case ConvolutionGeometry convolution -> search.tryConvolutions(convolution, polyDegree);
            case FullyConnectedGeometry fullyConnected -> search.tryFullyConnected(fullyConnected, polyDegree);
        }
        return search.best;
    }

    private void tryConvolutions(ConvolutionGeometry geometry, int polyDegree) {
        int[] columnChoices = partSizes(geometry.outWidth());
        int[] channelChoices = partSizes(geometry.groupInChannels());
        int[] groupChoices = partSizes(geometry.groups());
        for (int rows : partSizes(geometry.outHeight())) {
            for (int columns : columnChoices) {
                long tiles = ConvolutionPacking.tiles(geometry, rows, columns);
                for (int channels : channelChoices) {
                    long parts = Math.ceilDiv(geometry.groupInChannels(), channels);
                    // Smaller parts, here and below, only mean more messages.
                    if (isHopeless(tiles * parts, tiles)) {
                        break;
                    }
                    for (int groups : groupChoices) {
                        int sets = Math.ceilDiv(geometry.groups(), groups);
                        if (isHopeless(tiles * parts, tiles * sets)) {
                            break;
                        }
                        for (int setsPerRequest : partSizes(sets)) {
                            if (isHopeless(tiles * parts * Math.ceilDiv(sets, setsPerRequest), tiles * sets)) {
                                break;
                            }
                            ConvolutionPacking.Cut cut =
                                    new ConvolutionPacking.Cut(rows, columns, channels, groups, setsPerRequest);
                            ConvolutionPacking.fitting(geometry, polyDegree, cut)
                                    .ifPresent(this::consider);
                        }
                    }
                }
            }
        }
    }

    private boolean isHopeless(long requests, long responses) {
        return cost.leastBits(requests, responses) > bestBits;
    }

    private void tryFullyConnected(FullyConnectedGeometry geometry, int polyDegree) {
        for (int columns : partSizes(geometry.inputs())) {
            if (columns <= polyDegree) {
                consider(FullyConnectedPacking.of(geometry, polyDegree, columns));
            }
        }
    }

    private void consider(LinearPacking candidate) {
        if (isHopeless(candidate.requests(), candidate.responses())) {
            return;
        }
        OptionalLong bits = cost.bits(candidate);
        if (bits.isEmpty() || bits.getAsLong() > bestBits) {
            return;
        }
        boolean fewer = bits.getAsLong() < bestBits
                || candidate.multiplications() < best.orElseThrow().multiplications();
        if (fewer) {
            best = Optional.of(candidate);
            bestBits = bits.getAsLong();
        }
    }

    /** The sizes ceil(total / parts), each once, largest first: the only ones worth trying. */
    static int[] partSizes(int total) {
        int[] sizes = new int[Math.min(total, 2 * (int) Math.sqrt(total) + 2)];
        int count = 0;
        for (int size = total; size > 1; size = Math.ceilDiv(total, Math.ceilDiv(total, size - 1))) {
            sizes[count++] = size;
        }
        sizes[count++] = 1;
        return Arrays.copyOf(sizes, count);
    }
}
