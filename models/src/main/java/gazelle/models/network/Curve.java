package gazelle.models.network;

import java.util.function.DoubleUnaryOperator;

/**
 * A function of one real number, which the private protocol computes by a table.
 *
 * @param name for people, as "tanh"
 * @param function the function, defined for every number
 * @param lowest a number that it never falls below; -infinity if there is none
 */
public record Curve(String name, DoubleUnaryOperator function, double lowest) {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SQRT_2 = Math.sqrt(2);

    /** The series of the error function ends where a term adds nothing to a sum of about one. */
    private static final double NEGLIGIBLE = 1e-17;

    /** Returns the value at {@code x}. */
    public double at(double x) {
        return function.applyAsDouble(x);
    }

    /** Returns this function plus a constant. */
    public Curve plus(double shift) {
        return new Curve(name, x -> at(x) + shift, lowest + shift);
    }

    /** Hyperbolic tangent. */
    public static Curve tanh() {
        return new Curve("tanh", Math::tanh, -1);
    }

    /** 1 / (1 + e^-x). */
    public static Curve sigmoid() {
        return new Curve("sigmoid", Curve::logistic, 0);
    }

    /** x where it is positive, alpha (e^x - 1) elsewhere, all times scale. */
    public static Curve elu(double alpha, double scale) {
        return new Curve(
                "elu",
                x -> scale * (x > 0 ? x : alpha * Math.expm1(x)),
                alpha >= 0 && scale >= 0 ? -alpha * scale : Double.NEGATIVE_INFINITY);
    }

    /** Scaled exponential linear units with the constants of Klambauer et al., 2017. */
    public static Curve selu() {
        return elu(SELU_ALPHA, SELU_SCALE);
    }

    /** max(0, x) + min(0, alpha (e^(x/alpha) - 1)). */
    public static Curve celu(double alpha) {
        return new Curve(
                "celu", x -> x > 0 ? x : alpha * Math.expm1(x / alpha), alpha > 0 ? -alpha : Double.NEGATIVE_INFINITY);
    }

    /** log(1 + e^x). */
    public static Curve softplus() {
        return new Curve("softplus", x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 0);
    }

    /** x / (1 + |x|). */
    public static Curve softsign() {
        return new Curve("softsign", x -> x / (1 + Math.abs(x)), -1);
    }

    /** The error function. */
    public static Curve erf() {
        return new Curve("erf", Curve::errorFunction, -1);
    }

    /** x times the normal distribution's function of x. */
    public static Curve gelu() {
        return new Curve("gelu", x -> x / 2 * (1 + errorFunction(x / SQRT_2)), -0.17);
    }

    /** Gelu with the distribution's function approximated by a hyperbolic tangent. */
    public static Curve geluByTanh() {
        return new Curve(
                "gelu", x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))), -0.171);
    }

    /** x sigmoid(alpha x), also called SiLU for alpha = 1. */
    public static Curve swish(double alpha) {
        return new Curve("swish", x -> x * logistic(alpha * x), alpha > 0 ? -0.2785 / alpha : Double.NEGATIVE_INFINITY);
    }

    /** x clamp(x/6 + 1/2, 0, 1). */
    public static Curve hardSwish() {
        return new Curve("hardswish", x -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0), -0.375);
    }

    /** x tanh(softplus(x)). */
    public static Curve mish() {
        Curve softplus = softplus();
        return new Curve("mish", x -> x * Math.tanh(softplus.at(x)), -0.309);
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** 2/sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (1 3 5 .. (2n+1)), all terms positive; 1 beyond 6 (Abramowitz and Stegun, 7.1.6). */
    private static double errorFunction(double x) {
        double size = Math.abs(x);
        if (size > 6) {
            return Math.signum(x);
        }
        double term = size;
        double sum = size;
        for (int n = 1; term > NEGLIGIBLE * sum; n++) {
            term *= 2 * size * size / (2 * n + 1);
            sum += term;
        }
        return Math.copySign(Math.min(1, 2 / Math.sqrt(Math.PI) * Math.exp(-size * size) * sum), x);
    }
}
