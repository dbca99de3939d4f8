package gazelle.viewer.codec;

import java.util.ArrayList;
import java.util.List;

/** One resolution of a tile's component: its rectangle, its subbands and its code blocks (T.800 annex B). */
final class J2kResolution {
    final int x0;
    final int y0;
    final int width;
    final int height;

    /** A subband with all its blocks, whatever precinct they belong to. */
    record Band(J2kSubband subband, List<J2kCodeBlock> blocks) {}

    private final List<Band> bands = new ArrayList<>();

    /**
     * Lays out a resolution.
     *
     * @param tile the component's rectangle: x0, y0, x1, y1
     * @param precincts receives the resolution's precincts
     */
    J2kResolution(
            int[] tile, int component, int number, J2kParameters parameters, int precision, J2kTile.Precincts precincts)
            throws CodecException {
        J2kCoding coding = parameters.coding(component);
        J2kQuantisation quantisation = parameters.quantisation(component);
        int reduction = coding.levels() - number;
        x0 = ceilShift(tile[0], reduction);
        y0 = ceilShift(tile[1], reduction);
        width = ceilShift(tile[2], reduction) - x0;
        height = ceilShift(tile[3], reduction) - y0;
        J2kSubband.Kind[] kinds = number == 0
                ? new J2kSubband.Kind[] {J2kSubband.Kind.LL}
                : new J2kSubband.Kind[] {J2kSubband.Kind.HL, J2kSubband.Kind.LH, J2kSubband.Kind.HH};
        int level = number == 0 ? reduction : reduction + 1;
        for (int i = 0; i < kinds.length; i++) {
            J2kSubband.Kind kind = kinds[i];
            int index = number == 0 ? 0 : 3 * number - 2 + i;
            float step = coding.reversible() ? 1 : quantisation.step(index, precision + kind.across + kind.down);
            bands.add(new Band(
                    new J2kSubband(
                            kind,
                            bandEdge(tile[0], level, kind.across),
                            bandEdge(tile[1], level, kind.down),
                            bandEdge(tile[2], level, kind.across),
                            bandEdge(tile[3], level, kind.down),
                            quantisation.planes(index),
                            step),
                    new ArrayList<>()));
        }
        if (width > 0 && height > 0) {
            layOutPrecincts(tile, component, number, coding, precincts);
        }
    }

    List<Band> bands() {
        return bands;
    }

    private void layOutPrecincts(int[] tile, int component, int number, J2kCoding coding, J2kTile.Precincts precincts)
            throws CodecException {
        int widthBits = coding.precinctWidthBits(number);
        int heightBits = coding.precinctHeightBits(number);
        int reduction = coding.levels() - number;
        int left = x0 >> widthBits;
        int right = ceilShift(x0 + width, widthBits);
        int top = y0 >> heightBits;
        int bottom = ceilShift(y0 + height, heightBits);
        int halved = number == 0 ? 0 : 1;
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                J2kPrecinct precinct = new J2kPrecinct(
                        component,
                        number,
                        count++,
                        Math.max(tile[0], (long) x << widthBits << reduction),
                        Math.max(tile[1], (long) y << heightBits << reduction));
                precincts.add(precinct);
                for (Band band : bands) {
                    if (!band.subband.isEmpty()) {
                        addBlocks(precinct, band, x, y, widthBits - halved, heightBits - halved, coding, precincts);
                    }
                }
            }
        }
    }

    private static void addBlocks(
            J2kPrecinct precinct,
            Band band,
            int column,
            int row,
            int widthBits,
            int heightBits,
            J2kCoding coding,
            J2kTile.Precincts precincts)
            throws CodecException {
        int px0 = Math.max(band.subband.x0(), column << widthBits);
        int py0 = Math.max(band.subband.y0(), row << heightBits);
        int px1 = Math.min(band.subband.x1(), (column + 1) << widthBits);
        int py1 = Math.min(band.subband.y1(), (row + 1) << heightBits);
        if (px1 <= px0 || py1 <= py0) {
            return;
        }
        int blockWidthBits = Math.min(coding.blockWidthBits(), widthBits);
        int blockHeightBits = Math.min(coding.blockHeightBits(), heightBits);
        int left = px0 >> blockWidthBits;
        int right = ceilShift(px1, blockWidthBits);
        int top = py0 >> blockHeightBits;
        int bottom = ceilShift(py1, blockHeightBits);
        precincts.count((long) (right - left) * (bottom - top));
        List<J2kCodeBlock> blocks = new ArrayList<>();
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                blocks.add(new J2kCodeBlock(
                        Math.max(px0, x << blockWidthBits),
                        Math.max(py0, y << blockHeightBits),
                        Math.min(px1, (x + 1) << blockWidthBits),
                        Math.min(py1, (y + 1) << blockHeightBits),
                        coding.style()));
            }
        }
        band.blocks.addAll(blocks);
        precinct.add(right - left, bottom - top, blocks);
    }

    private static int bandEdge(int value, int level, int high) {
        return level == 0 ? value : (int) Math.ceilDiv(value - ((long) high << (level - 1)), 1L << level);
    }

    private static int ceilShift(int value, int bits) {
        return (int) Math.ceilDiv((long) value, 1L << bits);
    }
}
