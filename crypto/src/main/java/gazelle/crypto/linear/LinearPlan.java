package gazelle.crypto.linear;

import gazelle.crypto.packing.CoefficientMap;
import gazelle.crypto.packing.LinearGeometry;
import gazelle.crypto.packing.LinearPacking;
import gazelle.crypto.packing.PackingSearch;
import gazelle.crypto.rlwe.NoiseBound;
import gazelle.crypto.rlwe.ResponseFormat;
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
    /** The noise bound's assumption without a better number: more than four times the outputs of Gazelle's CIFAR-10 network. */
    public static final long DEFAULT_COEFFICIENTS_PER_INFERENCE = 1L << 20;

    private static final int MAX_WEIGHT_BITS = 24;

    private final LinearGeometry geometry;
    private final int ringBits;
    private final int weightBits;
    private final RlweParameters parameters;
    private final ResponseFormat format;
    private final long coefficientsPerInference;
    private final NoiseBound noiseBound;
    private final LinearPacking packing;
    private final int droppedBits;

    private LinearPlan(LinearGeometry geometry, int weightBits, ResponseFormat format, long coefficientsPerInference) {
        this.geometry = geometry;
        this.ringBits = format.ringBits();
        this.weightBits = weightBits;
        this.parameters = format.parameters();
        this.format = format;
        this.coefficientsPerInference = coefficientsPerInference;
        this.noiseBound = new NoiseBound(format, coefficientsPerInference);
        this.packing = PackingSearch.best(geometry, parameters.polyDegree(), new WireCost())
                .orElseThrow(() -> new NoiseBudgetException(
                        "layer: %s with ringBits %d, weightBits %d has no packing that is exact but with probability 2^-40 (expected: narrower ring or weights, or a smaller kernel)"
                                .formatted(geometry, ringBits, weightBits)));
        this.droppedBits = noiseBound
                .mostDroppedBits(packing.weightsPerResponse(), worstNormSquared(packing))
                .orElseThrow();
    }

    /**
     * Plans a layer, for inferences of up to {@link #DEFAULT_COEFFICIENTS_PER_INFERENCE} outputs over all their layers.
     *
     * @param ringBits l, at most {@link RlweParameters#maxRingBits()}
     * @param weightBits weights are in [-2^(weightBits-1), 2^(weightBits-1)]; at most 24
     * @throws NoiseBudgetException when even without dropping bits the result could be wrong
     */
    public static LinearPlan of(LinearGeometry geometry, int ringBits, int weightBits, RlweParameters parameters) {
        return of(geometry, ringBits, weightBits, parameters.guardBits(), parameters);
    }

    /**
     * Plans a layer of which 2^(guardBits-2) outputs may be added before the guard bits are shifted away, for inferences of up to
     * {@link #DEFAULT_COEFFICIENTS_PER_INFERENCE} outputs.
     *
     * @param guardBits g: 2, or 3 where two outputs are added before the activation, or 4 for four
     */
    public static LinearPlan of(
            LinearGeometry geometry, int ringBits, int weightBits, int guardBits, RlweParameters parameters) {
        return of(geometry, ringBits, weightBits, guardBits, parameters, DEFAULT_COEFFICIENTS_PER_INFERENCE);
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
            int guardBits,
            RlweParameters parameters,
            long coefficientsPerInference) {
        if (weightBits < 1 || weightBits > MAX_WEIGHT_BITS) {
            throw new IllegalArgumentException(
                    "weightBits: " + weightBits + " (expected: 1 <= weightBits <= " + MAX_WEIGHT_BITS + ")");
        }
        return new LinearPlan(
                geometry, weightBits, new ResponseFormat(parameters, ringBits, guardBits), coefficientsPerInference);
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
        return format.shareBits();
    }

    /** g: fraction bits of an output's share. */
    public int guardBits() {
        return format.guardBits();
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
        return format.bytes(packing.outputCount(tileOf(response), outputGroupOf(response)));
    }

    /** Returns the number of requests, counted from the first, that the server must hold before it can make this response. */
    public int requestsNeededFor(int response) {
        return firstRequest(response) + packing.inputGroupsPerResponse();
    }

    /**
     * Returns the end of the responses from {@code first} on that can be made from the first {@code requests} requests.
     *
     * @param most how many are looked at
     */
    public int responsesReady(int first, int most, int requests) {
        int end = first;
        while (end < Math.min(responseCount(), first + most) && requestsNeededFor(end) <= requests) {
            end++;
        }
        return end;
    }

    /**
     * Returns the number of requests, counted from the first, that a client sends before it waits for a response: those that the
     * response needs and {@code bytes} more.
     */
    public int requestsAheadOf(int response, int bytes) {
        return Math.min(requestCount(), requestsNeededFor(response) + bytes / requestBytes());
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

    /** The bound on |eps| for any weights of the planned width; at most 2. */
    public double epsilonBound() {
        return noiseBound.epsilon(packing.weightsPerResponse(), worstNormSquared(packing), droppedBits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearPlan plan
                && geometry.equals(plan.geometry)
                && weightBits == plan.weightBits
                && format.equals(plan.format)
                && coefficientsPerInference == plan.coefficientsPerInference;
    }

    @Override
    public int hashCode() {
        return Objects.hash(geometry, weightBits, format, coefficientsPerInference);
    }

    LinearPacking packing() {
        return packing;
    }

    ResponseFormat format() {
        return format;
    }

    NoiseBound noiseBound() {
        return noiseBound;
    }

    CoefficientMap inputMap(int request) {
        Objects.checkIndex(request, requestCount());
        return packing.inputMap(request / packing.inputGroups(), request % packing.inputGroups());
    }

    CoefficientMap outputMap(int response) {
        return packing.outputMap(tileOf(response), outputGroupOf(response));
    }

    /** The first request that a response reads; it reads {@link LinearPacking#inputGroupsPerResponse()} from there. */
    int firstRequest(int response) {
        return tileOf(response) * packing.inputGroups() + packing.firstInputGroup(outputGroupOf(response));
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

    /** Bits of all messages, from their numbers. */
    private final class WireCost implements PackingSearch.Cost {
        private final long outputBits = (long) geometry.outputs() * format.shareBits();

        @Override
        public OptionalLong bits(LinearPacking candidate) {
            OptionalInt dropped =
                    noiseBound.mostDroppedBits(candidate.weightsPerResponse(), worstNormSquared(candidate));
            return dropped.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(bits(candidate.requests(), candidate.responses(), dropped.getAsInt()));
        }

        @Override
        public long leastBits(long requests, long responses) {
            return bits(requests, responses, SeededCiphertext.maxDroppedBits(parameters));
        }

        private long bits(long requests, long responses, int dropped) {
            return 8 * (requests * SeededCiphertext.bytes(parameters, dropped) + responses * format.bytes(0))
                    + outputBits;
        }
    }
}
