package gazelle.viewer.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One tile: its packets taken in order, its coefficients decoded, its samples put into the picture. */
final class J2kTile {
    /** Code blocks and precincts of a tile: far more than any real picture's, few enough for memory. */
    private static final int MAX_PARTS = 1 << 18;

    /** The most that decoding may cost, in visits of coefficients: so many for each sample and each compressed byte. */
    private static final int VISITS_PER_SAMPLE = 16;

    private static final int VISITS_PER_BYTE = 1000;

    private final int[] bounds;
    private final J2kParameters parameters;
    private final List<List<J2kResolution>> components = new ArrayList<>();
    private final Precincts precincts = new Precincts();
    private long visitsLeft;

    /** Collects precincts and refuses a flood of them before they take memory. */
    static final class Precincts {
        private final List<J2kPrecinct> all = new ArrayList<>();
        private long parts;

        void add(J2kPrecinct precinct) throws CodecException {
            count(1);
            all.add(precinct);
        }

        void count(long more) throws CodecException {
            parts += more;
            if (parts > MAX_PARTS) {
                throw CodecException.unsupported("JPEG 2000 with more than " + MAX_PARTS + " parts in a tile");
            }
        }
    }

    /**
     * Lays out a tile.
     *
     * @param bounds x0, y0, x1, y1 on the picture's grid
     * @param precision bits of a sample
     */
    J2kTile(int[] bounds, J2kParameters parameters, int componentCount, int precision) throws CodecException {
        this.bounds = bounds;
        this.parameters = parameters;
        for (int c = 0; c < componentCount; c++) {
            List<J2kResolution> resolutions = new ArrayList<>();
            for (int r = 0; r <= parameters.coding(c).levels(); r++) {
                resolutions.add(new J2kResolution(bounds, c, r, parameters, precision, precincts));
            }
            components.add(resolutions);
        }
        visitsLeft = (long) VISITS_PER_SAMPLE * width() * height() * componentCount;
    }

    int width() {
        return bounds[2] - bounds[0];
    }

    int height() {
        return bounds[3] - bounds[1];
    }

    /** Reads all packets of the tile, its parts joined. */
    void readPackets(byte[] data) throws CodecException {
        visitsLeft += (long) VISITS_PER_BYTE * data.length;
        Comparator<J2kPrecinct> byResolution = Comparator.comparingInt(p -> p.resolution);
        Comparator<J2kPrecinct> byComponent = Comparator.comparingInt(p -> p.component);
        Comparator<J2kPrecinct> byPlace =
                Comparator.<J2kPrecinct>comparingLong(p -> p.y).thenComparingLong(p -> p.x);
        Comparator<J2kPrecinct> order = switch (parameters.progression()) {
            case 0, 1 -> byResolution.thenComparing(byComponent);
            case 2 -> byResolution.thenComparing(byPlace).thenComparing(byComponent);
            case 3 -> byPlace.thenComparing(byComponent).thenComparing(byResolution);
            default -> byComponent.thenComparing(byPlace).thenComparing(byResolution);
        };
        precincts.all.sort(order.thenComparingInt(p -> p.number));
        int position = 0;
        if (parameters.progression() == 0) {
            for (int layer = 0; layer < parameters.layers(); layer++) {
                position = readLayer(data, position, layer, precincts.all);
            }
            return;
        }
        int start = 0;
        while (start < precincts.all.size()) {
            int end = parameters.progression() == 1 ? endOfResolution(start) : start + 1;
            for (int layer = 0; layer < parameters.layers(); layer++) {
                position = readLayer(data, position, layer, precincts.all.subList(start, end));
            }
            start = end;
        }
    }

    private int endOfResolution(int start) {
        int end = start;
        while (end < precincts.all.size() && precincts.all.get(end).resolution == precincts.all.get(start).resolution) {
            end++;
        }
        return end;
    }

    private int readLayer(byte[] data, int start, int layer, List<J2kPrecinct> some) throws CodecException {
        int position = start;
        for (J2kPrecinct precinct : some) {
            position = precinct.readPacket(data, position, layer, parameters);
        }
        return position;
    }

    /** The tile's samples around zero, one array a component; colour is unmixed. */
    float[][] decode() throws CodecException {
        float[][] planes = new float[components.size()][];
        J2kBlockDecoder decoder = new J2kBlockDecoder();
        for (int c = 0; c < planes.length; c++) {
            planes[c] = decodeComponent(c, decoder);
        }
        if (parameters.mixed()) {
            if (parameters.coding(0).reversible()) {
                unmixReversiblyInPlace(planes);
            } else {
                unmixInPlace(planes);
            }
        }
        return planes;
    }

    private float[] decodeComponent(int component, J2kBlockDecoder decoder) throws CodecException {
        J2kCoding coding = parameters.coding(component);
        float[] lower = {};
        int lowerWidth = 0;
        for (int number = 0; number < components.get(component).size(); number++) {
            J2kResolution resolution = components.get(component).get(number);
            if (resolution.width <= 0 || resolution.height <= 0) {
                continue;
            }
            float[] samples = new float[resolution.width * resolution.height];
            if (number > 0 && lower.length > 0) {
                int firstX = (resolution.x0 + 1) / 2;
                int firstY = (resolution.y0 + 1) / 2;
                for (int i = 0; i < lower.length; i++) {
                    int x = 2 * (firstX + i % lowerWidth) - resolution.x0;
                    int y = 2 * (firstY + i / lowerWidth) - resolution.y0;
                    samples[y * resolution.width + x] = lower[i];
                }
            }
            for (J2kResolution.Band band : resolution.bands()) {
                for (J2kCodeBlock block : band.blocks()) {
                    if (block.isIncluded()) {
                        decodeBlockInto(samples, resolution, number, band.subband(), block, coding, decoder);
                    }
                }
            }
            if (number > 0) {
                J2kWavelet.inverseInPlace(
                        samples,
                        resolution.width,
                        resolution.height,
                        resolution.x0,
                        resolution.y0,
                        coding.reversible());
            }
            lower = samples;
            lowerWidth = resolution.width;
        }
        return lower;
    }

    private void decodeBlockInto(
            float[] samples,
            J2kResolution resolution,
            int number,
            J2kSubband band,
            J2kCodeBlock block,
            J2kCoding coding,
            J2kBlockDecoder decoder)
            throws CodecException {
        visitsLeft -= (long) block.passes() * block.width * block.height;
        if (visitsLeft < 0) {
            throw CodecException.damaged("its compressed pixels claim far more work than they hold");
        }
        decoder.decode(block, band.kind(), band.planes(), coding.style());
        int scale = number == 0 ? 1 : 2;
        float step = band.step() / 2;
        for (int y = 0; y < block.height; y++) {
            int row = (scale * (block.y0 + y) + band.kind().down - resolution.y0) * resolution.width;
            for (int x = 0; x < block.width; x++) {
                int doubled = decoder.doubled(x, y);
                int column = scale * (block.x0 + x) + band.kind().across - resolution.x0;
                // What is reversible has whole coefficients; half a unit is left where planes were cut off.
                samples[row + column] =
                        coding.reversible() ? Math.signum(doubled) * (Math.abs(doubled) >> 1) : doubled * step;
            }
        }
    }

    private static void unmixReversiblyInPlace(float[][] planes) {
        for (int i = 0; i < planes[0].length; i++) {
            float green = planes[0][i] - (float) Math.floor((planes[1][i] + planes[2][i]) / 4);
            float red = planes[2][i] + green;
            float blue = planes[1][i] + green;
            planes[0][i] = red;
            planes[1][i] = green;
            planes[2][i] = blue;
        }
    }

    private static void unmixInPlace(float[][] planes) {
        for (int i = 0; i < planes[0].length; i++) {
            float y = planes[0][i];
            float blue = planes[1][i];
            float red = planes[2][i];
            planes[0][i] = y + 1.402f * red;
            planes[1][i] = y - 0.344136f * blue - 0.714136f * red;
            planes[2][i] = y + 1.772f * blue;
        }
    }
}
