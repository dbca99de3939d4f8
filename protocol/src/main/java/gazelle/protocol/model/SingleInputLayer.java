package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/** A layer that takes the output of one other layer. */
public sealed interface SingleInputLayer extends Layer
        permits LinearLayer, NonLinearLayer, AveragePool, GlobalAveragePool, OutputLayer {
    /** Returns the name of the layer whose output this one takes, or {@link #NETWORK_INPUT}. */
    String input();

    /**
     * The shape this layer gives for an input of that shape.
     *
     * @throws IllegalArgumentException if the layer cannot take that input
     */
    TensorShape outputShape(TensorShape input);

    @Override
    @JsonIgnore
    default List<String> sources() {
        return List.of(input());
    }

    @Override
    default TensorShape outputShape(List<TensorShape> inputs) {
        return outputShape(inputs.getFirst());
    }
}
