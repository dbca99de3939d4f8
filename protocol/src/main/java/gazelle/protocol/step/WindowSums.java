package gazelle.protocol.step;

import gazelle.crypto.share.AdditiveShare;
import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.TensorShape;
import java.util.List;

/**
 * Average pooling, over windows or whole channels: each party sums its own share over every window.
 *
 * @param pool windows and strides
 * @param input shape of the input, CHW
 * @param output shape of the output, CHW
 */
record WindowSums(AveragePool pool, TensorShape input, TensorShape output) implements LocalStep.Operation {
    @Override
    public AdditiveShare apply(List<AdditiveShare> shares) {
        AdditiveShare share = shares.getFirst();
        long[] x = share.values();
        long[] sums = new long[output.elements()];
        int next = 0;
        for (int c = 0; c < output.channels(); c++) {
            for (int i = 0; i < output.height(); i++) {
                for (int j = 0; j < output.width(); j++) {
                    int corner = (c * input.height() + i * pool.strideY()) * input.width() + j * pool.strideX();
                    sums[next++] = windowSum(x, corner);
                }
            }
        }
        return new AdditiveShare(sums, share.ringBits());
    }

    private long windowSum(long[] x, int corner) {
        long sum = 0;
        for (int a = 0; a < pool.windowHeight(); a++) {
            for (int b = 0; b < pool.windowWidth(); b++) {
                sum += x[corner + a * input.width() + b];
            }
        }
        return sum;
    }
}
