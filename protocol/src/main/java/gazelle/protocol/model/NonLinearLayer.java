package gazelle.protocol.model;

/** An activation or a pooling with one: turns the integers y of a linear layer into exact shares for the next one. */
public sealed interface NonLinearLayer extends SingleInputLayer permits Activation, LookupTable, MaxPool, Square {
    /** s, bits dropped from y (the bias of the layer before holds the rounding 2^(s-1)). */
    int shift();

    /** All values the outputs can take, for inputs y of {@code ringBits} bits. */
    ValueRange outputRange(int ringBits);
}
