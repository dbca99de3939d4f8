package gazelle.protocol.step;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Along one axis of a max pooling, the lines of the input that the windows of some consecutive outputs read, each once.
 *
 * <p>A line of padding is replaced by the nearest line of the input. Padding is narrower than a window, so that line lies in
 * the same window, and the maximum stays what it is: padding counts as 0, which no activation is below.
 */
final class PooledLines {
    private final int outputs;
    private final int[] lines;
    private final int[] positions;

    /**
     * @param inputs lines of the input
     * @param window lines of a window
     * @param stride lines between windows
     * @param padding lines of padding before the input, fewer than a window has
     * @param firstOutput the first of the outputs
     * @param outputs how many
     */
    PooledLines(int inputs, int window, int stride, int padding, int firstOutput, int outputs) {
        this.outputs = outputs;
        positions = new int[window * outputs];
        for (int word = 0; word < window; word++) {
            for (int i = 0; i < outputs; i++) {
                int line = (firstOutput + i) * stride - padding + word;
                positions[word * outputs + i] = Math.clamp(line, 0, inputs - 1);
            }
        }
        lines = IntStream.of(positions).sorted().distinct().toArray();
        Arrays.setAll(positions, i -> Arrays.binarySearch(lines, positions[i]));
    }

    /** Returns the number of lines that are read. */
    int count() {
        return lines.length;
    }

    /** Returns the number of outputs that read them. */
    int outputs() {
        return outputs;
    }

    /** Returns the number of the line of the input at {@code position}; they ascend. */
    int line(int position) {
        return lines[position];
    }

    /** Returns the position of the line that word {@code word} of the window of output {@code output} reads. */
    int position(int word, int output) {
        return positions[word * outputs + output];
    }
}
