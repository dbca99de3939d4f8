package gazelle.crypto.packing;

/**
 * A matrix cut into tiles of k columns and R rows: w^[r*k + k-1-j] = W[r,j], x^[j] = x[j], y[r] at coefficient r*k + k-1.
 *
 * <p>Row r-1 contributes up to coefficient r*k + k-2 and row r+1 from (r+1)*k, and with R*k &lt;= N what wraps round lands below
 * k-1; so the coefficients read hold nothing else.
 */
public final class FullyConnectedPacking implements LinearPacking {
    private final FullyConnectedGeometry geometry;
    private final int polyDegree;
    private final int columns;
    private final int rows;

    private FullyConnectedPacking(FullyConnectedGeometry geometry, int polyDegree, int columns) {
        this.geometry = geometry;
        this.polyDegree = polyDegree;
        this.columns = columns;
        int mostRows = polyDegree / columns;
        // As few responses as possible, then as few rows in each as that allows: less noise.
        this.rows = Math.ceilDiv(geometry.outputs(), Math.ceilDiv(geometry.outputs(), mostRows));
    }

    static FullyConnectedPacking of(FullyConnectedGeometry geometry, int polyDegree, int columns) {
        return new FullyConnectedPacking(geometry, polyDegree, columns);
    }

    @Override
    public int polyDegree() {
        return polyDegree;
    }

    @Override
    public int tiles() {
        return 1;
    }

    @Override
    public int inputGroups() {
        return Math.ceilDiv(geometry.inputs(), columns);
    }

    @Override
    public int outputGroups() {
        return Math.ceilDiv(geometry.outputs(), rows);
    }

    @Override
    public int firstInputGroup(int outputGroup) {
        return 0;
    }

    @Override
    public int inputGroupsPerResponse() {
        return inputGroups();
    }

    @Override
    public int outputCount(int tile, int outputGroup) {
        int from = outputGroup * rows;
        return Math.min(from + rows, geometry.outputs()) - from;
    }

    @Override
    public long weightsPerResponse() {
        return (long) rows * geometry.inputs();
    }

    @Override
    public CoefficientMap inputMap(int tile, int inputGroup) {
        int from = inputGroup * columns;
        int to = Math.min(from + columns, geometry.inputs());
        CoefficientMap.Builder map = new CoefficientMap.Builder(to - from);
        map.putRow(from, 0, 1, to - from);
        return map.build();
    }

    @Override
    public CoefficientMap weightMap(int inputGroup, int outputGroup) {
        int fromInput = inputGroup * columns;
        int toInput = Math.min(fromInput + columns, geometry.inputs());
        int fromOutput = outputGroup * rows;
        int toOutput = Math.min(fromOutput + rows, geometry.outputs());
        CoefficientMap.Builder map = new CoefficientMap.Builder((toInput - fromInput) * (toOutput - fromOutput));
        for (int output = fromOutput; output < toOutput; output++) {
            map.putRow(
                    output * geometry.inputs() + fromInput,
                    (output - fromOutput) * columns + columns - 1,
                    -1,
                    toInput - fromInput);
        }
        return map.build();
    }

    @Override
    public CoefficientMap outputMap(int tile, int outputGroup) {
        int from = outputGroup * rows;
        int to = Math.min(from + rows, geometry.outputs());
        CoefficientMap.Builder map = new CoefficientMap.Builder(to - from);
        map.putRow(from, columns - 1, columns, to - from);
        return map.build();
    }
}
