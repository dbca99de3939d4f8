package gazelle.protocol.step;

import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;

/** The element of a tensor that each word of each instance of a max pooling circuit reads. */
final class WindowGather {
    private WindowGather() {}

    /**
     * The element of word w of instance i, or -1 for padding.
     *
     * @param input shape of the input, CHW
     * @param output shape of the output, CHW
     */
    static GarbledChunk.Elements of(MaxPool pool, TensorShape input, TensorShape output) {
        return (word, instance) -> {
            int column = instance % output.width();
            int row = instance / output.width() % output.height();
            int channel = instance / output.width() / output.height();
            int y = row * pool.strideY() - pool.padTop() + word / pool.windowWidth();
            int x = column * pool.strideX() - pool.padLeft() + word % pool.windowWidth();
            boolean inside = y >= 0 && y < input.height() && x >= 0 && x < input.width();
            return inside ? (channel * input.height() + y) * input.width() + x : -1;
        };
    }
}
