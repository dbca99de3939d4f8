package gazelle.protocol.model;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A layer that the server computes homomorphically: y = b + sum w*x, exact in Z and represented mod 2^ringBits. */
public sealed interface LinearLayer extends SingleInputLayer permits Convolution, FullyConnected {
    /** The widest ring that a lattice plaintext of this protocol carries (docs/protocol/README.md section 4). */
    int MAX_RING_BITS = 26;

    /** The widest weight. */
    int MAX_WEIGHT_BITS = 10;

    /** Weights w are signed with |w| &lt; 2^(weightBits-1). */
    int weightBits();

    /** l: every y of this layer, and of the residual sum it enters, lies in [-2^(l-1), 2^(l-1)) for every possible input. */
    int ringBits();

    /** Returns the number of weights that the layer has for an input of that shape; OIHW, or row-major [output][input]. */
    int weightCount(TensorShape input);

    /** Returns the number of output channels: filters, or outputs. */
    @JsonIgnore
    int outputChannels();

    /** Checks the widths that both kinds share. */
    static void requireWidths(int weightBits, int ringBits) {
        Bounds.within("weightBits", weightBits, 2, MAX_WEIGHT_BITS);
        Bounds.within("ringBits", ringBits, 4, MAX_RING_BITS);
    }
}
