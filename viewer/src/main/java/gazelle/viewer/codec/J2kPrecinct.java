package gazelle.viewer.codec;

import java.util.ArrayList;
import java.util.List;

/** A precinct: the code blocks of one region and resolution, which packets bring layer by layer. */
final class J2kPrecinct {
    final int component;
    final int resolution;
    final int number;

    /** Its top left corner on the picture's grid, which decides its turn in some orders. */
    final long x;

    final long y;
    private final List<Part> parts = new ArrayList<>();

    /** The part within one subband: a grid of blocks with the trees of their first layers and zero planes. */
    private record Part(int across, int down, List<J2kCodeBlock> blocks, TagTree inclusion, TagTree zeroPlanes) {}

    J2kPrecinct(int component, int resolution, int number, long x, long y) {
        this.component = component;
        this.resolution = resolution;
        this.number = number;
        this.x = x;
        this.y = y;
    }

    /** Adds a subband's blocks, row by row. */
    void add(int across, int down, List<J2kCodeBlock> blocks) {
        parts.add(new Part(across, down, blocks, new TagTree(across, down), new TagTree(across, down)));
    }

    /**
     * Reads one packet (T.800 sections B.9 and B.10).
     *
     * @return where the next packet begins
     */
    int readPacket(byte[] data, int start, int layer, J2kParameters parameters) throws CodecException {
        int position = start;
        if (parameters.mayHaveStartMarkers() && isMarker(data, position, 0x91)) {
            position += 6;
        }
        J2kBits bits = new J2kBits(data, Math.min(position, data.length), data.length);
        List<J2kCodeBlock> included = new ArrayList<>();
        if (bits.take() == 1) {
            for (Part part : parts) {
                for (int i = 0; i < part.blocks.size(); i++) {
                    J2kCodeBlock block = part.blocks.get(i);
                    if (isIncluded(part, i % part.across, i / part.across, block, layer, bits)) {
                        block.readLengths(bits);
                        included.add(block);
                    }
                }
            }
        }
        position = bits.align();
        if (parameters.hasEndMarkers() && isMarker(data, position, 0x92)) {
            position += 2;
        }
        for (J2kCodeBlock block : included) {
            position = block.readBody(data, position);
        }
        return position;
    }

    private static boolean isIncluded(Part part, int x, int y, J2kCodeBlock block, int layer, J2kBits bits)
            throws CodecException {
        if (block.isIncluded()) {
            return bits.take() == 1;
        }
        if (!part.inclusion.isBelow(x, y, layer + 1, bits)) {
            return false;
        }
        int zeroPlanes = 0;
        while (!part.zeroPlanes.isBelow(x, y, zeroPlanes + 1, bits)) {
            zeroPlanes++;
        }
        block.zeroPlanes = zeroPlanes;
        return true;
    }

    private static boolean isMarker(byte[] data, int position, int code) {
        return position + 1 < data.length && data[position] == -1 && (data[position + 1] & 0xFF) == code;
    }
}
