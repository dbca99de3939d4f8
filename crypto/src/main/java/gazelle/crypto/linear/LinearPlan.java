package gazelle.crypto.linear;

import gazelle.crypto.packing.CoefficientMap;
import gazelle.crypto.packing.LinearGeometry;
import gazelle.crypto.packing.LinearPacking;
import gazelle.crypto.packing.PackingSearch;
import gazelle.crypto.rlwe.MaskedResponse;
import gazelle.crypto.rlwe.NoiseBound;
import gazelle.crypto.rlwe.RlweParameters;
import gazelle.crypto.rlwe.SeededCiphertext;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Everything public about one secure linear layer: packing, message counts and sizes, dropped bits.
 *
 * <p>Both sides compute it from the shape and the bit widths alone and get the same; no weight value enters. Immutable and
 * thread-safe; equal when made from equal arguments.
 */
public final class LinearPlan {
    /** g: the shares of a layer's output carry this many bits below the result. */
    public static final int GUARD_BITS = RlweParameters.N_4096_LOGQ_48.guardBits();

    /** What the noise bound assumes without a better number: more than four times the outputs of Gazelle's CIFAR-10 network. */
    public static final long DEFAULT_COEFFICIENTS_PER_INFERENCE = 1L << 20;

    private static final int MAX_WEIGHT_BITS = 24;

    private final LinearGeometry geometry;
    private final int ringBits;
    private final int weightBits;
    private final RlweParameters parameters;
    private final long coefficientsPerInference;
    private final LinearPacking packing;
    private final int droppedBits;

    private LinearPlan(
            LinearGeometry geometry,
            int ringBits,
            int weightBits,
            RlweParameters parameters,
            long coefficientsPerInference) {
        this.geometry = geometry;
        this.ringBits = ringBits;
        this.weightBits = weightBits;
        this.parameters = parameters;
        this.coefficientsPerInference = coefficientsPerInference;
        NoiseBound bound = noiseBound();
        this.packing = PackingSearch.best(geometry, parameters.polyDegree(), candidate -> bits(candidate, bound))
                .orElseThrow(() -> new NoiseBudgetException(
                        "layer: %s with ringBits %d, weightBits %d has no packing that is exact but with probability 2^-40 (expected: narrower ring or weights, or a smaller kernel)"
                                .formatted(geometry, ringBits, weightBits)));
        this.droppedBits = bound.mostDroppedBits(worstNormSquared(packing)).orElseThrow();
    }

    /**
     * Plans a layer, for inferences of up to {@link #DEFAULT_COEFFICIENTS_PER_INFERENCE} outputs over all their layers.
     *
     * @param ringBits l, at most {@link RlweParameters#maxRingBits()}
     * @param weightBits weights are in [-2^(weightBits-1), 2^(weightBits-1)]; at most 24
     * @throws NoiseBudgetException when even without dropping bits the result could be wrong
     */
    public static LinearPlan of(LinearGeometry geometry, int ringBits, int weightBits, RlweParameters parameters) {
        return of(geometry, ringBits, weightBits, parameters, DEFAULT_COEFFICIENTS_PER_INFERENCE);
    }

    /**
     * Plans a layer.
     *
     * @param coefficientsPerInference outputs of all linear layers of an inference together, at least
     */
    public static LinearPlan of(
            LinearGeometry geometry,
            int ringBits,
            int weightBits,
            RlweParameters parameters,
            long coefficientsPerInference) {
        if (weightBits < 1 || weightBits > MAX_WEIGHT_BITS) {
            throw new IllegalArgumentException(
                    "weightBits: " + weightBits + " (expected: 1 <= weightBits <= " + MAX_WEIGHT_BITS + ")");
        }
        return new LinearPlan(geometry, ringBits, weightBits, parameters, coefficientsPerInference);
    }

    /** The layer's shape. */
    public LinearGeometry geometry() {
        return geometry;
    }

    /** l: inputs are shared mod 2^l. */
    public int ringBits() {
        return ringBits;
    }

    /** Signed width of the weights. */
    public int weightBits() {
        return weightBits;
    }

    /** The parameter set. */
    public RlweParameters parameters() {
        return parameters;
    }

    /** l + g: outputs are shared mod 2^(l+g). */
    public int shareBits() {
        return ringBits + parameters.guardBits();
    }

    /** D: low bits of every uploaded coefficient that don't travel. */
    public int droppedBits() {
        return droppedBits;
    }

    /** Messages from the client. */
    public int requestCount() {
        return packing.requests();
    }

    /** Bytes of every message from the client. */
    public int requestBytes() {
        return SeededCiphertext.bytes(parameters, droppedBits);
    }

    /** Messages from the server. */
    public int responseCount() {
        return packing.responses();
    }

    /** Bytes of one message from the server. */
    public int responseBytes(int response) {
        return MaskedResponse.bytes(parameters, ringBits, outputMap(response).size());
    }

    /** How many requests, counted from the first, the server must hold before it can make this response. */
    public int requestsNeededFor(int response) {
        return (tileOf(response) + 1) * packing.inputGroups();
    }

    /** Ciphertext-plaintext multiplications. */
    public int multiplications() {
        return Math.toIntExact(packing.multiplications());
    }

    /** Bytes of all messages from the client. */
    public long totalUpBytes() {
        return (long) requestCount() * requestBytes();
    }

    /** Bytes of all messages from the server. */
    public long totalDownBytes() {
        long total = 0;
        for (int response = 0; response < responseCount(); response++) {
            total += responseBytes(response);
        }
        return total;
    }

    /** The bound on |eps| for any weights of the planned width; below 2^(g-1). */
    public double epsilonBound() {
        return noiseBound().epsilon(worstNormSquared(packing), droppedBits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearPlan plan
                && geometry.equals(plan.geometry)
                && ringBits == plan.ringBits
                && weightBits == plan.weightBits
                && parameters.equals(plan.parameters)
                && coefficientsPerInference == plan.coefficientsPerInference;
    }

    @Override
    public int hashCode() {
        return Objects.hash(geometry, ringBits, weightBits, parameters, coefficientsPerInference);
    }

    LinearPacking packing() {
        return packing;
    }

    NoiseBound noiseBound() {
        return new NoiseBound(parameters, ringBits, coefficientsPerInference);
    }

    CoefficientMap inputMap(int request) {
        Objects.checkIndex(request, requestCount());
        return packing.inputMap(request / packing.inputGroups(), request % packing.inputGroups());
    }

    CoefficientMap outputMap(int response) {
        return packing.outputMap(tileOf(response), outputGroupOf(response));
    }

    int tileOf(int response) {
        return Objects.checkIndex(response, responseCount()) / packing.outputGroups();
    }

    int outputGroupOf(int response) {
        return Objects.checkIndex(response, responseCount()) % packing.outputGroups();
    }

    /** Refuses a share of the wrong length or with values outside [0, 2^l), in time independent of the values. */
    void requireInputShare(long[] share) {
        if (share.length != geometry.inputs()) {
            throw new IllegalArgumentException(
                    "share: " + share.length + " values (expected: " + geometry.inputs() + ")");
        }
        long all = 0;
        for (long value : share) {
            all |= value;
        }
        if (all >>> ringBits != 0) {
            throw new IllegalArgumentException("share: out of range (expected: values in [0, 2^" + ringBits + "))");
        }
    }

    /** Refuses an array that can't take the shares of the layer's outputs. */
    void requireOutputShare(String name, long[] share) {
        if (share.length != geometry.outputs()) {
            throw new IllegalArgumentException(
                    name + ": " + share.length + " values (expected: " + geometry.outputs() + ")");
        }
    }

    private double worstNormSquared(LinearPacking candidate) {
        return (double) candidate.weightsPerResponse() * (1L << (2 * (weightBits - 1)));
    }

    private OptionalLong bits(LinearPacking candidate, NoiseBound bound) {
        OptionalInt dropped = bound.mostDroppedBits(worstNormSquared(candidate));
        if (dropped.isEmpty()) {
            return OptionalLong.empty();
        }
        long up = 8L * candidate.requests() * SeededCiphertext.bytes(parameters, dropped.getAsInt());
        long firstHalves = 8L * candidate.responses() * MaskedResponse.bytes(parameters, ringBits, 0);
        return OptionalLong.of(up + firstHalves + (long) geometry.outputs() * shareBits());
    }
}
