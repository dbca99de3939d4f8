package gazelle.benchmarks.extraction;

import gazelle.protocol.step.InferencePlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees as many activations at once as there are scores: the scores are their sum with known weights, and a system of linear equations,
 * solved modulo a prime far above every score, gives each of them.
 */
final class ScoresReadout implements Readout {
    private static final long PRIME = (1L << 31) - 1;

    private final OutputView view;
    private final List<Integer> elements;
    private final long[][] columns;
    private final long[] constants;

    private ScoresReadout(OutputView view, List<Integer> elements, List<long[]> columns, long[] constants) {
        this.view = view;
        this.elements = List.copyOf(elements);
        this.columns = columns.toArray(long[][]::new);
        this.constants = constants;
    }

    /**
     * Groups activations that can be told apart together.
     *
     * @param elements activations that the output depends on through linear layers alone
     * @return every one of them in one group, but for those that no score depends on
     */
    static List<ScoresReadout> groups(InferencePlan plan, List<Integer> elements, LinesOf lines) {
        OutputView view = OutputView.of(plan.spec());
        List<Integer> left = new ArrayList<>(elements);
        List<ScoresReadout> groups = new ArrayList<>();
        while (!left.isEmpty()) {
            List<Integer> group = new ArrayList<>();
            List<long[]> columns = new ArrayList<>();
            long[] constants = new long[view.classes()];
            for (int element : left) {
                long[][] scores = lines.of(element);
                long[] column = new long[scores.length];
                for (int c = 0; c < column.length; c++) {
                    column[c] = scores[c][1] - scores[c][0];
                    constants[c] = scores[c][0];
                }
                columns.add(column);
                if (rank(columns) == columns.size()) {
                    group.add(element);
                } else {
                    columns.removeLast();
                }
            }
            if (group.isEmpty()) {
                break;
            }
            left.removeAll(group);
            groups.add(new ScoresReadout(view, group, columns, constants));
        }
        return groups;
    }

    /** The scores for each value of an activation, all others being 0. */
    @FunctionalInterface
    interface LinesOf {
        long[][] of(int element);
    }

    private static int rank(List<long[]> columns) {
        return eliminate(columns.toArray(long[][]::new), new long[columns.getFirst().length]).rank;
    }

    private static final class Solution {
        private final int rank;
        private final long[] values;

        Solution(int rank, long[] values) {
            this.rank = rank;
            this.values = values;
        }
    }

    /** Gauss-Jordan modulo the prime: values with sum values[i] columns[i] = sums. */
    private static Solution eliminate(long[][] columns, long[] sums) {
        int unknowns = columns.length;
        int equations = sums.length;
        long[][] rows = new long[equations][unknowns + 1];
        for (int r = 0; r < equations; r++) {
            for (int i = 0; i < unknowns; i++) {
                rows[r][i] = Math.floorMod(columns[i][r], PRIME);
            }
            rows[r][unknowns] = Math.floorMod(sums[r], PRIME);
        }
        int rank = 0;
        for (int i = 0; i < unknowns && rank < equations; i++) {
            int pivot = rank;
            while (pivot < equations && rows[pivot][i] == 0) {
                pivot++;
            }
            if (pivot == equations) {
                continue;
            }
            long[] swapped = rows[pivot];
            rows[pivot] = rows[rank];
            rows[rank] = swapped;
            long inverse = power(swapped[i], PRIME - 2);
            for (int k = 0; k <= unknowns; k++) {
                swapped[k] = swapped[k] * inverse % PRIME;
            }
            for (int r = 0; r < equations; r++) {
                long factor = rows[r][i];
                for (int k = 0; r != rank && factor != 0 && k <= unknowns; k++) {
                    rows[r][k] = Math.floorMod(rows[r][k] - factor * swapped[k], PRIME);
                }
            }
            rank++;
        }
        long[] values = new long[unknowns];
        for (int i = 0; rank == unknowns && i < unknowns; i++) {
            values[i] = rows[i][unknowns];
        }
        return new Solution(rank, values);
    }

    private static long power(long base, long exponent) {
        long result = 1;
        long square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                result = result * square % PRIME;
            }
            square = square * square % PRIME;
        }
        return result;
    }

    @Override
    public List<Integer> elements() {
        return elements;
    }

    /** Needs no offsets: scores are seen whole. */
    @Override
    public void prepare(long[][] counts, Feed feed) {}

    @Override
    public int[][] read(long[] revealed) {
        List<Long> scores = view.read(revealed);
        long[] sums = new long[constants.length];
        for (int c = 0; c < sums.length; c++) {
            sums[c] = scores.get(c) - constants[c];
        }
        long[] values = eliminate(columns, sums).values;
        int[][] seen = new int[values.length][];
        for (int i = 0; i < seen.length; i++) {
            int value = Math.toIntExact(values[i]);
            seen[i] = new int[] {value, value};
        }
        return seen;
    }
}
