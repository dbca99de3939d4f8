package gazelle.protocol.model;

/**
 * The integers a network takes: a tensor of {@code shape} with every value in [{@code low}, {@code high}].
 *
 * @param shape CHW
 * @param low smallest value, at most 0
 * @param high largest value, at least 0
 */
public record InputSpec(TensorShape shape, int low, int high) {
    public InputSpec {
        Bounds.within("low", low, -(1 << 15), 0);
        Bounds.within("high", high, 1, (1 << 16) - 1);
    }
}
