package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One layer of a network: its public shape and bit widths, never a weight. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Convolution.class, name = Convolution.KIND),
    @JsonSubTypes.Type(value = FullyConnected.class, name = FullyConnected.KIND),
    @JsonSubTypes.Type(value = Activation.class, name = Activation.KIND),
    @JsonSubTypes.Type(value = AveragePool.class, name = AveragePool.KIND),
    @JsonSubTypes.Type(value = ArgMax.class, name = ArgMax.KIND),
})
public sealed interface Layer permits LinearLayer, Activation, AveragePool, ArgMax {
    /** A name unique within its network. */
    String name();

    /** The kind as written in network.json and shown to people. */
    @JsonIgnore
    String kind();

    /**
     * The shape this layer gives for an input of {@code input}.
     *
     * @throws IllegalArgumentException if the layer cannot take that input
     */
    TensorShape outputShape(TensorShape input);
}
