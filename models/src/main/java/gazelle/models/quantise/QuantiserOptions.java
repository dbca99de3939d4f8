package gazelle.models.quantise;

import gazelle.protocol.model.LinearLayer;

/**
 * The limits of the quantiser's choice.
 *
 * @param weightBits widest signed weight, 2..10
 * @param activationBits widest unsigned activation, 2..12
 * @param errorPrice bytes of traffic worth spending to lower one layer's relative error by 1; larger is more accurate
 */
public record QuantiserOptions(int weightBits, int activationBits, double errorPrice) {
    public static final int MAX_ACTIVATION_BITS = 12;

    public QuantiserOptions {
        if (weightBits < 2 || weightBits > LinearLayer.MAX_WEIGHT_BITS) {
            throw new IllegalArgumentException(
                    "weightBits: " + weightBits + " (expected: 2.." + LinearLayer.MAX_WEIGHT_BITS + ")");
        }
        if (activationBits < 2 || activationBits > MAX_ACTIVATION_BITS) {
            throw new IllegalArgumentException(
                    "activationBits: " + activationBits + " (expected: 2.." + MAX_ACTIVATION_BITS + ")");
        }
        if (!(errorPrice > 0 && errorPrice < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("errorPrice: " + errorPrice + " (expected: above 0)");
        }
    }
}
