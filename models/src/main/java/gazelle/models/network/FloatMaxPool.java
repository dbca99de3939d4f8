package gazelle.models.network;

import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;

/**
 * The largest value of each window; padding never wins.
 *
 * @param name unique in its network
 * @param window geometry of the windows; its shift and widths mean nothing here
 */
public record FloatMaxPool(String name, MaxPool window) implements SingleInputFloatLayer {
    @Override
    public TensorShape outputShape(TensorShape input) {
        return window.outputShape(input);
    }

    @Override
    public float[] apply(float[] input, TensorShape shape) {
        TensorShape out = outputShape(shape);
        float[] output = new float[out.elements()];
        int next = 0;
        for (int c = 0; c < out.channels(); c++) {
            for (int i = 0; i < out.height(); i++) {
                int top = i * window.strideY() - window.padTop();
                for (int j = 0; j < out.width(); j++) {
                    int left = j * window.strideX() - window.padLeft();
                    float largest = Float.NEGATIVE_INFINITY;
                    for (int row = Math.max(0, top);
                            row < Math.min(shape.height(), top + window.windowHeight());
                            row++) {
                        int first = (c * shape.height() + row) * shape.width();
                        for (int x = Math.max(0, left); x < Math.min(shape.width(), left + window.windowWidth()); x++) {
                            largest = Math.max(largest, input[first + x]);
                        }
                    }
                    output[next++] = largest;
                }
            }
        }
        return output;
    }
}
