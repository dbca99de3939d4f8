package gazelle.models.network;

import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.TensorShape;

/**
 * The mean of each window, without padding.
 *
 * @param name unique in its network
 * @param window geometry of the windows
 */
public record FloatAveragePool(String name, AveragePool window) implements SingleInputFloatLayer {
    @Override
    public TensorShape outputShape(TensorShape input) {
        return window.outputShape(input);
    }

    @Override
    public float[] apply(float[] input, TensorShape shape) {
        TensorShape out = outputShape(shape);
        float[] output = new float[out.elements()];
        float count = (float) window.windowHeight() * window.windowWidth();
        for (int c = 0; c < out.channels(); c++) {
            for (int i = 0; i < out.height(); i++) {
                for (int j = 0; j < out.width(); j++) {
                    float sum = 0;
                    for (int a = 0; a < window.windowHeight(); a++) {
                        int row = (c * shape.height() + i * window.strideY() + a) * shape.width();
                        for (int b = 0; b < window.windowWidth(); b++) {
                            sum += input[row + j * window.strideX() + b];
                        }
                    }
                    output[(c * out.height() + i) * out.width() + j] = sum / count;
                }
            }
        }
        return output;
    }
}
