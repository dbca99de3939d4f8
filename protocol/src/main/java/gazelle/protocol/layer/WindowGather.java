package gazelle.protocol.layer;

import gazelle.protocol.model.MaxPool;
import gazelle.protocol.model.TensorShape;
import java.util.Arrays;

/** Which element of a tensor each word of each instance of a max pooling circuit reads. */
final class WindowGather {
    private WindowGather() {}

    /**
     * Element of word w of instance i at {@code w * instances + i}, or -1 for padding.
     *
     * @param input shape of the input, CHW
     * @param output shape of the output, CHW
     */
    static int[] of(MaxPool pool, TensorShape input, TensorShape output) {
        int[] elements = new int[pool.windowElements() * output.elements()];
        Arrays.fill(elements, -1);
        for (int instance = 0; instance < output.elements(); instance++) {
            int column = instance % output.width();
            int row = instance / output.width() % output.height();
            int channel = instance / output.width() / output.height();
            for (int word = 0; word < pool.windowElements(); word++) {
                int y = row * pool.strideY() - pool.padTop() + word / pool.windowWidth();
                int x = column * pool.strideX() - pool.padLeft() + word % pool.windowWidth();
                if (y >= 0 && y < input.height() && x >= 0 && x < input.width()) {
                    elements[word * output.elements() + instance] = (channel * input.height() + y) * input.width() + x;
                }
            }
        }
        return elements;
    }
}
