package gazelle.models.train;

import gazelle.protocol.model.TensorShape;

/** One layer of a network to train, with its geometry alone; tensors are CHW. */
sealed interface LayerPlan {
    /** The shape that this layer gives for an input of {@code input}. */
    TensorShape outputShape(TensorShape input);

    /** A layer with weights, in training normalised over the batch or not; the export folds that away. */
    sealed interface Linear extends LayerPlan {
        /** Output channels, or outputs of a dense layer. */
        int outputs();

        /** Returns true if batch normalisation follows in training. */
        boolean normalised();

        /** Weights that each output sums over. */
        int fanIn(TensorShape input);
    }

    /**
     * A square convolution.
     *
     * @param outputs channels that it gives
     * @param kernel side of the kernel
     * @param stride in both directions
     * @param padding zeros on all four sides
     * @param normalised whether batch normalisation follows in training
     */
    record Convolution(int outputs, int kernel, int stride, int padding, boolean normalised) implements Linear {
        @Override
        public TensorShape outputShape(TensorShape input) {
            return new TensorShape(outputs, side(input.height()), side(input.width()));
        }

        private int side(int input) {
            return (input + 2 * padding - kernel) / stride + 1;
        }

        @Override
        public int fanIn(TensorShape input) {
            return input.channels() * kernel * kernel;
        }
    }

    /**
     * A fully connected layer on the flattened input.
     *
     * @param outputs how many values it gives
     * @param normalised whether batch normalisation follows in training
     */
    record Dense(int outputs, boolean normalised) implements Linear {
        @Override
        public TensorShape outputShape(TensorShape input) {
            return TensorShape.vector(outputs);
        }

        @Override
        public int fanIn(TensorShape input) {
            return input.elements();
        }
    }

    /** max(0, x). */
    record Relu() implements LayerPlan {
        @Override
        public TensorShape outputShape(TensorShape input) {
            return input;
        }
    }

    /** x times x. */
    record Square() implements LayerPlan {
        @Override
        public TensorShape outputShape(TensorShape input) {
            return input;
        }
    }

    /**
     * The mean of square windows side by side.
     *
     * @param window side of a window
     */
    record AveragePool(int window) implements LayerPlan {
        @Override
        public TensorShape outputShape(TensorShape input) {
            return new TensorShape(input.channels(), input.height() / window, input.width() / window);
        }
    }

    /**
     * The largest value of square windows side by side.
     *
     * @param window side of a window
     */
    record MaxPool(int window) implements LayerPlan {
        @Override
        public TensorShape outputShape(TensorShape input) {
            return new TensorShape(input.channels(), input.height() / window, input.width() / window);
        }
    }
}
