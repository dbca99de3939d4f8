package gazelle.crypto.garbling;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Labels in vectors: one in two lanes, its low word in the even one. To be touched only where VectorUnit is present. */
final class LabelVectors {
    static final VectorSpecies<Long> LANES = LongVector.SPECIES_PREFERRED;
    static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;

    /** Bytes of a vector. */
    static final int STEP = BYTES.length();

    /** Labels in a vector. */
    static final int LABELS = LANES.length() / 2;

    /** The lanes of high words. */
    static final VectorMask<Long> HIGH = VectorMask.fromLong(LANES, 0xaaaaaaaaL);

    /** All ones in the lanes of low words. */
    static final LongVector LOW_WORDS = LongVector.broadcast(LANES, -1).blend(0, HIGH);

    /** All ones in the lanes of high words. */
    static final LongVector HIGH_WORDS = LongVector.zero(LANES).blend(-1, HIGH);

    private static final VectorShuffle<Long> TO_LOW = VectorShuffle.fromOp(LANES, lane -> lane & ~1);
    private static final VectorShuffle<Long> TO_HIGH = VectorShuffle.fromOp(LANES, lane -> lane | 1);
    private static final VectorShuffle<Long> SWAP = VectorShuffle.fromOp(LANES, lane -> lane ^ 1);
    private static final VectorShuffle<Long> FIRST_HALF = VectorShuffle.fromOp(LANES, lane -> lane >> 1);

    private LabelVectors() {}

    static LongVector load(byte[] labels, int at) {
        return ByteVector.fromArray(BYTES, labels, at).reinterpretAsLongs();
    }

    static void store(LongVector vector, byte[] labels, int at) {
        vector.reinterpretAsBytes().intoArray(labels, at);
    }

    static LongVector xor(LongVector left, LongVector right) {
        return left.lanewise(VectorOperators.XOR, right);
    }

    /** Both lanes of a label hold its low word. */
    static LongVector lowTwice(LongVector labels) {
        return labels.rearrange(TO_LOW);
    }

    /** Both lanes of a label hold its high word. */
    static LongVector highTwice(LongVector labels) {
        return labels.rearrange(TO_HIGH);
    }

    /** High and low words exchanged. */
    static LongVector swapped(LongVector labels) {
        return labels.rearrange(SWAP);
    }

    /** The first words of a vector, each in both lanes of a label. */
    static LongVector eachTwice(LongVector words) {
        return words.rearrange(FIRST_HALF);
    }

    /** All ones in both lanes of the labels whose lowest bit is 1. */
    static LongVector colourMask(LongVector labels) {
        return lowestBitMask(lowTwice(labels));
    }

    /** All ones in the lanes whose lowest bit is 1. */
    static LongVector lowestBitMask(LongVector lanes) {
        return lanes.lanewise(VectorOperators.LSHL, 63).lanewise(VectorOperators.ASHR, 63);
    }
}
