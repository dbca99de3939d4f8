package gazelle.crypto.packing;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Finds the packing of fewest bytes, then fewest multiplications, then the first in a fixed order: both sides find the same. */
public final class PackingSearch {
    /** What a candidate costs on the wire. */
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
                int tiles = ConvolutionPacking.tiles(geometry, rows, columns);
                if (cost.leastBits(tiles, tiles) > bestBits) {
                    continue;
                }
                for (int channels : channelChoices) {
                    for (int groups : groupChoices) {
                        trySets(geometry, polyDegree, rows, columns, channels, groups);
                    }
                }
            }
        }
    }

    private void trySets(
            ConvolutionGeometry geometry, int polyDegree, int rows, int columns, int channels, int groups) {
        for (int sets : partSizes(Math.ceilDiv(geometry.groups(), groups))) {
            ConvolutionPacking.fitting(
                            geometry, polyDegree, new ConvolutionPacking.Cut(rows, columns, channels, groups, sets))
                    .ifPresent(this::consider);
        }
    }

    private void tryFullyConnected(FullyConnectedGeometry geometry, int polyDegree) {
        for (int columns : partSizes(geometry.inputs())) {
            if (columns <= polyDegree) {
                consider(FullyConnectedPacking.of(geometry, polyDegree, columns));
            }
        }
    }

    private void consider(LinearPacking candidate) {
        if (cost.leastBits(candidate.requests(), candidate.responses()) > bestBits) {
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
        return IntStream.rangeClosed(1, total)
                .map(parts -> Math.ceilDiv(total, parts))
                .distinct()
                .toArray();
    }
}
