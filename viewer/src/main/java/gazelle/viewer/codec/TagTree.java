package gazelle.viewer.codec;

import java.util.Arrays;

/** A tag tree: numbers of a grid, coded with the minima of ever larger squares of it (T.800 section B.10.2). */
final class TagTree {
    private static final int UNKNOWN = Integer.MAX_VALUE;

    /** Values and lower bounds of all nodes, level by level from the leaves to the root. */
    private final int[] values;

    private final int[] bounds;
    private final int[] widths;
    private final int[] starts;

    TagTree(int width, int height) {
        int levels = 1;
        for (int w = width, h = height; w > 1 || h > 1; w = (w + 1) / 2, h = (h + 1) / 2) {
            levels++;
        }
        widths = new int[levels];
        starts = new int[levels];
        int nodes = 0;
        for (int level = 0, w = width, h = height; level < levels; level++, w = (w + 1) / 2, h = (h + 1) / 2) {
            widths[level] = w;
            starts[level] = nodes;
            nodes += w * h;
        }
        values = new int[nodes];
        Arrays.fill(values, UNKNOWN);
        bounds = new int[nodes];
    }

    /** Returns whether a leaf's number is below a threshold; reads as many bits as that takes. */
    boolean isBelow(int x, int y, int threshold, J2kBits bits) throws CodecException {
        int bound = 0;
        int value = UNKNOWN;
        for (int level = widths.length - 1; level >= 0; level--) {
            int node = starts[level] + (y >> level) * widths[level] + (x >> level);
            bound = Math.max(bound, bounds[node]);
            while (bound < threshold && bound < values[node]) {
                if (bits.take() == 1) {
                    values[node] = bound;
                } else {
                    bound++;
                }
            }
            bounds[node] = bound;
            value = values[node];
        }
        return value < threshold;
    }
}
