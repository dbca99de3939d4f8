package gazelle.crypto.garbling;

import static gazelle.crypto.garbling.LabelKernel.get;
import static gazelle.crypto.garbling.LabelKernel.put;

/** One instance at a time; also finishes the blocks whose last instances fill no vector. */
final class ScalarThreeHalvesKernel implements ThreeHalvesKernel {
    @Override
    public void garble(
            byte[] left, byte[] right, ThreeHalvesScratch scratch, byte[] tables, int row, byte[] out, int bytes) {
        garbleFrom(0, left, right, scratch, tables, row, out, bytes);
    }

    static void garbleFrom(
            int from, byte[] left, byte[] right, ThreeHalvesScratch s, byte[] tables, int row, byte[] out, int bytes) {
        garbleLabelsFrom(from, left, right, s, tables, row, out, bytes);
        garbleControlFrom(from, left, right, s, bytes);
    }

    private static void garbleLabelsFrom(
            int from, byte[] left, byte[] right, ThreeHalvesScratch s, byte[] tables, int row, byte[] out, int bytes) {
        long deltaLow = get(s.delta, 0);
        long deltaHigh = get(s.delta, 8);
        for (int i = from; i < bytes; i += 16) {
            long alpha = mask(get(left, i));
            long beta = mask(get(right, i));
            long u = mask(get(s.random, i) >>> s.randomBit);
            long v = mask(get(s.random, i + 8) >>> s.randomBit);
            long aLow = get(s.left, i);
            long aHigh = get(s.left, i + 8);
            long bLow = get(s.right, i);
            long bHigh = get(s.right, i + 8);
            long s1Low = aLow ^ aHigh ^ bLow;
            long s1High = aLow ^ bHigh;
            long s2High = aHigh ^ bLow ^ bHigh;
            long hashLeft = get(s.leftHashes, i);
            long hashRight = get(s.rightHashes, i + 8);
            long hashSum = get(s.sumHashes, i);
            long both = alpha & beta;
            put(out, i, hashLeft ^ hashSum ^ (u & s1Low) ^ (v & s1High) ^ (both & deltaLow));
            put(out, i + 8, hashRight ^ hashSum ^ (u & s1High) ^ (v & s2High) ^ (both & deltaHigh));
            long different = alpha ^ beta;
            long mixed = u ^ v ^ different;
            long first = (alpha & s1Low) ^ (beta & s1High) ^ bLow;
            first ^= ((v ^ alpha) & deltaLow) ^ (mixed & deltaHigh);
            put(tables, row + i, hashLeft ^ get(s.leftHashes, bytes + i) ^ first);
            long second = (alpha & s1High) ^ (beta & s2High) ^ aHigh;
            second ^= (mixed & deltaLow) ^ ((u ^ beta) & deltaHigh);
            put(tables, row + i + 8, hashRight ^ get(s.rightHashes, bytes + i + 8) ^ second);
            long third = (different & s1Low) ^ (alpha & s1High);
            third ^= ((u ^ beta) & deltaLow) ^ ((v ^ alpha) & deltaHigh);
            s.third[i >> 3] = hashSum ^ get(s.sumHashes, bytes + i) ^ third;
        }
    }

    private static void garbleControlFrom(int from, byte[] left, byte[] right, ThreeHalvesScratch s, int bytes) {
        for (int i = from; i < bytes; i += 16) {
            long alpha = get(left, i);
            long beta = get(right, i);
            long padLeft = get(s.leftHashes, i + 8);
            long padRight = get(s.rightHashes, i);
            long padSum = get(s.sumHashes, i + 8);
            long first = (get(s.random, i) >>> s.randomBit) ^ padLeft ^ padSum;
            long second = (get(s.random, i + 8) >>> s.randomBit) ^ padRight ^ padSum;
            long third = alpha ^ padLeft ^ get(s.leftHashes, bytes + i + 8);
            long fourth = beta ^ padRight ^ get(s.rightHashes, bytes + i);
            long fifth = alpha ^ beta ^ padSum ^ get(s.sumHashes, bytes + i + 8);
            s.control[i >> 3] =
                    (first & 1) | (second & 1) << 1 | (third & 1) << 2 | (fourth & 1) << 3 | (fifth & 1) << 4;
        }
    }

    @Override
    public void evaluate(
            byte[] left, byte[] right, ThreeHalvesScratch scratch, byte[] tables, int row, byte[] out, int bytes) {
        evaluateFrom(0, left, right, scratch, tables, row, out, bytes);
    }

    static void evaluateFrom(
            int from, byte[] left, byte[] right, ThreeHalvesScratch s, byte[] tables, int row, byte[] out, int bytes) {
        for (int at = from; at < bytes; at += 16) {
            long aLow = get(left, at);
            long aHigh = get(left, at + 8);
            long bLow = get(right, at);
            long bHigh = get(right, at + 8);
            long i = mask(aLow);
            long j = mask(bLow);
            long different = i ^ j;
            long control = s.control[at >> 3];
            long padSum = get(s.sumHashes, at + 8);
            long fifth = different & (control >>> 4);
            long r1 = mask(control ^ (i & (control >>> 2)) ^ fifth ^ get(s.leftHashes, at + 8) ^ padSum);
            long r2 = mask((control >>> 1) ^ (j & (control >>> 3)) ^ fifth ^ get(s.rightHashes, at) ^ padSum);
            long s1High = aLow ^ bHigh;
            long shared = get(s.sumHashes, at) ^ (different & s.third[at >> 3]);
            long low = get(s.leftHashes, at) ^ shared ^ (i & (get(tables, row + at) ^ bLow));
            long high = get(s.rightHashes, at + 8) ^ shared ^ (j & (get(tables, row + at + 8) ^ aHigh));
            put(out, at, low ^ (r1 & (aLow ^ aHigh ^ bLow)) ^ (r2 & s1High));
            put(out, at + 8, high ^ (r1 & s1High) ^ (r2 & (aHigh ^ bLow ^ bHigh)));
        }
    }

    /** All ones if the lowest bit is 1, else 0. */
    private static long mask(long bit) {
        return -(bit & 1);
    }
}
