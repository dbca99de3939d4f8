package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One layer of a network: its public shape and bit widths, never a weight. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Convolution.class, name = Convolution.KIND),
    @JsonSubTypes.Type(value = FullyConnected.class, name = FullyConnected.KIND),
    @JsonSubTypes.Type(value = ResidualAdd.class, name = ResidualAdd.KIND),
    @JsonSubTypes.Type(value = Activation.class, name = Activation.KIND),
    @JsonSubTypes.Type(value = MaxPool.class, name = MaxPool.KIND),
    @JsonSubTypes.Type(value = Square.class, name = Square.KIND),
    @JsonSubTypes.Type(value = LookupTable.class, name = LookupTable.KIND),
    @JsonSubTypes.Type(value = AveragePool.class, name = AveragePool.KIND),
    @JsonSubTypes.Type(value = GlobalAveragePool.class, name = GlobalAveragePool.KIND),
    @JsonSubTypes.Type(value = Concatenation.class, name = Concatenation.KIND),
    @JsonSubTypes.Type(value = ArgMax.class, name = ArgMax.KIND),
    @JsonSubTypes.Type(value = TopK.class, name = TopK.KIND),
    @JsonSubTypes.Type(value = Scores.class, name = Scores.KIND),
})
public sealed interface Layer permits SingleInputLayer, ResidualAdd, Concatenation {
    /** The name by which layers refer to the network's input. */
    String NETWORK_INPUT = "input";

    /** A name unique within its network. */
    String name();

    /** Returns the kind as written in network.json and shown to people. */
    @JsonIgnore
    String kind();

    /** Returns the names of the layers whose outputs this one takes, {@link #NETWORK_INPUT} for the network's input. */
    @JsonIgnore
    List<String> sources();

    /**
     * The shape this layer gives for inputs of these shapes, in the order of {@link #sources()}.
     *
     * @throws IllegalArgumentException if the layer cannot take those inputs
     */
    TensorShape outputShape(List<TensorShape> inputs);
}
