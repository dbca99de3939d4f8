package gazelle.crypto.linear;

import gazelle.crypto.packing.LinearPacking;
import gazelle.crypto.ring.CoefficientPoly;
import gazelle.crypto.ring.NegacyclicRing;
import gazelle.crypto.ring.NttPoly;

/**
 * A layer's weights, packed and transformed once when a model is loaded; immutable, shared by all connections.
 *
 * <p>All-zero polynomials are kept and multiplied like any other, so time and memory depend on the shape alone.
 */
public final class PreparedWeights {
    private final LinearPlan plan;
    private final NttPoly[][] polynomials;
    private final double epsilonBound;

    private PreparedWeights(LinearPlan plan, NttPoly[][] polynomials, double epsilonBound) {
        this.plan = plan;
        this.polynomials = polynomials;
        this.epsilonBound = epsilonBound;
    }

    /**
     * Packs and transforms weights.
     *
     * @param weights OIHW or [output][input], each of magnitude at most 2^(weightBits-1)
     * @throws IllegalArgumentException for another number of weights or one that is too large
     */
    public static PreparedWeights prepare(LinearPlan plan, int[] weights) {
        if (weights.length != plan.geometry().weights()) {
            throw new IllegalArgumentException("weights: " + weights.length + " (expected: "
                    + plan.geometry().weights() + ")");
        }
        int limit = 1 << (plan.weightBits() - 1);
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > limit || weights[i] < -limit) {
                throw new IllegalArgumentException(
                        "weights[" + i + "]: out of range (expected: magnitude <= " + limit + ")");
            }
        }
        LinearPacking packing = plan.packing();
        NegacyclicRing ring = plan.parameters().ring();
        NttPoly[][] polynomials = new NttPoly[packing.outputGroups()][packing.inputGroupsPerResponse()];
        double largestNormSquared = 0;
        for (int output = 0; output < packing.outputGroups(); output++) {
            double normSquared = 0;
            for (int input = 0; input < packing.inputGroupsPerResponse(); input++) {
                long[] packed = packing.weightMap(packing.firstInputGroup(output) + input, output)
                        .place(weights, ring.polyDegree());
                normSquared += normSquared(packed);
                polynomials[output][input] = ring.forward(CoefficientPoly.ofSigned(ring.modulus(), packed));
            }
            largestNormSquared = Math.max(largestNormSquared, normSquared);
        }
        double epsilonBound =
                plan.noiseBound().epsilon(packing.weightsPerResponse(), largestNormSquared, plan.droppedBits());
        if (epsilonBound > plan.noiseBound().limit()) {
            throw new NoiseBudgetException("epsilonBound: " + epsilonBound + " (expected: <= "
                    + plan.noiseBound().limit() + ")");
        }
        return new PreparedWeights(plan, polynomials, epsilonBound);
    }

    /** The plan they were prepared for. */
    public LinearPlan plan() {
        return plan;
    }

    /** Returns the memory of the polynomials, bytes. */
    public long bytes() {
        long polynomial = (long) plan.parameters().polyDegree() * Long.BYTES;
        return Math.multiplyExact(
                polynomial,
                (long) plan.packing().outputGroups() * plan.packing().inputGroupsPerResponse());
    }

    /** The bound on |eps| for these very weights; at most {@link LinearPlan#epsilonBound()}. Secret like the weights. */
    public double epsilonBound() {
        return epsilonBound;
    }

    /** The polynomials for the input groups that an output group reads, in order (live). */
    NttPoly[] polynomials(int outputGroup) {
        return polynomials[outputGroup];
    }

    private static double normSquared(long[] coefficients) {
        double sum = 0;
        for (long coefficient : coefficients) {
            sum += (double) coefficient * coefficient;
        }
        return sum;
    }
}
