package gazelle.protocol.step;

import gazelle.crypto.circuit.ActivationCircuit;
import gazelle.crypto.circuit.Cascade;
import gazelle.crypto.circuit.ClampKeyCircuit;
import gazelle.crypto.circuit.ClampedMaximumCircuit;
import gazelle.crypto.circuit.CountedCircuit;
import gazelle.crypto.circuit.GarblingScheme;
import gazelle.crypto.circuit.MaximumCircuit;
import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;

/**
 * Max pooling whose windows overlap: what windows have in common is computed once (docs/adr/0012).
 *
 * <p>A chunk is a strip of consecutive rows of the output of one channel, or the whole of several channels. Its first step makes
 * the key of every value that is read, the second the maxima along each row, the third those of the windows. Strips next to each
 * other both compute the rows that both read.
 */
final class PooledStrips implements Chunking {
    /** A strip of one row can be no smaller; beyond this, its frames might grow too long. */
    private static final int MAX_TABLE_BYTES = 8 << 20;

    private final MaxPool pool;
    private final TensorShape input;
    private final TensorShape output;
    private final GarblingScheme scheme;
    private final CountedCircuit keys;
    private final CountedCircuit rowMaxima;
    private final CountedCircuit windowMaxima;
    private final PooledLines columns;
    private final int rowsPerStrip;
    private final int strips;
    private final int channelsPerChunk;

    /**
     * @param pool windows and padding
     * @param clamp what happens to a value without pooling; its shift must leave a bit besides the sign
     * @param input shape of the input, CHW
     * @param output shape of the output, CHW
     * @param scheme how conjunctions are garbled
     * @param targetBytes what a chunk may have in tables, unless it is a strip of a single row
     */
    PooledStrips(
            MaxPool pool,
            ActivationCircuit clamp,
            TensorShape input,
            TensorShape output,
            GarblingScheme scheme,
            int targetBytes) {
        this.pool = pool;
        this.input = input;
        this.output = output;
        this.scheme = scheme;
        keys = CountedCircuit.of(new ClampKeyCircuit(clamp));
        rowMaxima = CountedCircuit.of(
                new MaximumCircuit(pool.windowWidth(), keys.circuit().outputBits()));
        windowMaxima = CountedCircuit.of(new ClampedMaximumCircuit(pool.windowHeight(), clamp));
        columns = new PooledLines(input.width(), pool.windowWidth(), pool.strideX(), pool.padLeft(), 0, output.width());
        long channelBytes = cascade(1, rows(0, output.height())).tableBytes(scheme);
        int wanted = (int) Math.min(output.height(), Math.ceilDiv(channelBytes, (long) targetBytes));
        rowsPerStrip = Math.ceilDiv(output.height(), wanted);
        strips = Math.ceilDiv(output.height(), rowsPerStrip);
        channelsPerChunk = (int) Math.clamp(targetBytes / channelBytes, 1L, (long) output.channels());
    }

    /** Returns whether every strip fits a frame. */
    boolean fitFrames() {
        for (int strip = 0; strip < strips; strip++) {
            if (chunk(strip).cascade().tableBytes(scheme) > MAX_TABLE_BYTES) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int chunks() {
        return Math.ceilDiv(output.channels(), channelsPerChunk) * strips;
    }

    @Override
    public GarbledChunk chunk(int number) {
        int firstChannel = number / strips * channelsPerChunk;
        int channels = Math.min(channelsPerChunk, output.channels() - firstChannel);
        int firstRow = number % strips * rowsPerStrip;
        PooledLines rows = rows(firstRow, Math.min(rowsPerStrip, output.height() - firstRow));
        return new GarbledChunk(
                cascade(channels, rows),
                (_, instance) -> {
                    int column = columns.line(instance % columns.count());
                    int row = rows.line(instance / columns.count() % rows.count());
                    int channel = firstChannel + instance / columns.count() / rows.count();
                    return (channel * input.height() + row) * input.width() + column;
                },
                (firstChannel * output.height() + firstRow) * output.width());
    }

    private PooledLines rows(int first, int count) {
        return new PooledLines(input.height(), pool.windowHeight(), pool.strideY(), pool.padTop(), first, count);
    }

    /** Instances are in CHW order: of the values read, of the row maxima by output column, of the outputs. */
    private Cascade cascade(int channels, PooledLines rows) {
        int width = output.width();
        return Cascade.of(keys, channels * rows.count() * columns.count())
                .then(
                        rowMaxima,
                        channels * rows.count() * width,
                        (word, instance) ->
                                instance / width * columns.count() + columns.position(word, instance % width))
                .then(windowMaxima, channels * rows.outputs() * width, (word, instance) -> {
                    int channel = instance / width / rows.outputs();
                    int row = rows.position(word, instance / width % rows.outputs());
                    return (channel * rows.count() + row) * width + instance % width;
                });
    }

    @Override
    public int outputs() {
        return output.elements();
    }

    @Override
    public int outputBits() {
        return windowMaxima.circuit().outputBits();
    }
}
