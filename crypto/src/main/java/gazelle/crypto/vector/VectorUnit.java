package gazelle.crypto.vector;

/**
 * Tells whether the vector kernels may be used: the incubator module is resolved ({@code --add-modules
 * jdk.incubator.vector}) and the processor's vectors hold at least {@value #SMALLEST_LANES} longs or doubles.
 *
 * <p>A class that uses the Vector API must only be touched after {@link #isPresent()} said yes: without the module it does
 * not link.
 */
public final class VectorUnit {
    /** Vectors of one 64-bit lane, on processors without any, gain nothing. */
    private static final int SMALLEST_LANES = 2;

    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Lanes.PREFERRED >= SMALLEST_LANES;

    private VectorUnit() {}

    /** Returns true if classes that use the Vector API link in this JVM and gain time. */
    public static boolean isPresent() {
        return PRESENT;
    }

    /** Loaded only where the module is. */
    private static final class Lanes {
        static final int PREFERRED = jdk.incubator.vector.LongVector.SPECIES_PREFERRED.length();
    }
}
