package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/** What layers with one input have in common. */
interface SingleInputLayer {
    /** The layer whose output this one takes. */
    String input();

    /** The shape this layer gives for an input of that shape. */
    TensorShape outputShape(TensorShape input);

    @JsonIgnore
    default List<String> sources() {
        return List.of(input());
    }

    default TensorShape outputShape(List<TensorShape> inputs) {
        return outputShape(inputs.getFirst());
    }
}
