package gazelle.viewer.codec;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * JPEG 2000, reversible and irreversible, up to 16 bits signed or unsigned, as a codestream or within a JP2 file
 * (ITU-T T.800).
 *
 * <p>Not read, and refused by name: subsampled components, regions of interest, changed packet order, packed headers.
 */
public final class Jpeg2000Decoder {
    private static final int SIZE = 0xFF51;
    private static final int CODING = 0xFF52;
    private static final int CODING_OF_COMPONENT = 0xFF53;
    private static final int QUANTISATION = 0xFF5C;
    private static final int QUANTISATION_OF_COMPONENT = 0xFF5D;
    private static final int TILE = 0xFF90;
    private static final int DATA = 0xFF93;
    private static final int END = 0xFFD9;
    private static final Map<Integer, String> REFUSED = Map.of(
            0xFF50, "High-Throughput JPEG 2000",
            0xFF5E, "JPEG 2000 with a region of interest",
            0xFF5F, "JPEG 2000 with changes of its packet order",
            0xFF60, "JPEG 2000 with packed packet headers",
            0xFF61, "JPEG 2000 with packed packet headers");

    private static final int MAX_COORDINATE = 1 << 24;

    private final byte[] data;
    private final FrameSize size;
    private final J2kParameters parameters;
    private final Map<Integer, TileParts> tiles = new HashMap<>();
    private int[] picture = {};
    private int tileX0;
    private int tileY0;
    private int tileWidth;
    private int tileHeight;
    private int precision;
    private boolean signed;

    /** The part of one tile that has been read. */
    private record TileParts(J2kParameters parameters, ByteArrayOutputStream packets) {}

    private Jpeg2000Decoder(byte[] data, FrameSize size) {
        this.data = data;
        this.size = size;
        parameters = new J2kParameters(size.components());
    }

    /** Decodes one picture. */
    public static Samples decode(byte[] data, FrameSize size) throws CodecException {
        return new Jpeg2000Decoder(data, size).decode();
    }

    private Samples decode() throws CodecException {
        int position = startOfCodestream() + 2;
        while (true) {
            // Some writers leave out the end marker; a byte may pad the stream to an even length.
            int marker = data.length - position < 2 && !tiles.isEmpty() ? END : markerAt(position);
            if (marker == END) {
                break;
            }
            if (marker == TILE) {
                position = tilePart(position);
                continue;
            }
            int end = endOfSegment(position);
            segment(marker, position + 4, end, parameters);
            position = end;
        }
        return assemble();
    }

    /** A JP2 file wraps the codestream in boxes; only its beginning is needed. */
    private int startOfCodestream() throws CodecException {
        for (int at = 0; at + 3 < data.length && at < 4096; at++) {
            if (JpegFrame.shortAt(data, at) == 0xFF4F && JpegFrame.shortAt(data, at + 2) == SIZE) {
                return at;
            }
        }
        throw data.length < 4
                ? CodecException.truncated()
                : CodecException.damaged("its compressed pixels are no JPEG 2000 stream");
    }

    private int markerAt(int position) throws CodecException {
        if (data.length - position < 2) {
            throw CodecException.truncated();
        }
        return JpegFrame.shortAt(data, position);
    }

    private int endOfSegment(int position) throws CodecException {
        if (data.length - position < 4) {
            throw CodecException.truncated();
        }
        int length = JpegFrame.shortAt(data, position + 2);
        if ((data[position] & 0xFF) != 0xFF || length < 2) {
            throw CodecException.damaged("the header of its compressed pixels cannot be followed");
        }
        if (length > data.length - position - 2) {
            throw CodecException.truncated();
        }
        return position + 2 + length;
    }

    private void segment(int marker, int start, int end, J2kParameters target) throws CodecException {
        String refused = REFUSED.get(marker);
        if (refused != null) {
            throw CodecException.unsupported(refused);
        }
        switch (marker) {
            case SIZE -> size(start, end);
            case CODING -> target.codingDefault(data, start, end);
            case CODING_OF_COMPONENT -> target.codingOfComponent(data, start, end);
            case QUANTISATION -> target.quantisationDefault(data, start, end);
            case QUANTISATION_OF_COMPONENT -> target.quantisationOfComponent(data, start, end);
            default -> {
                // Comments, pointers and registrations change no sample.
            }
        }
    }

    private void size(int start, int end) throws CodecException {
        J2kParameters.requireLength(precision == 0 && end - start >= 36);
        int components = JpegFrame.shortAt(data, start + 34);
        J2kParameters.requireLength(end - start >= 36 + 3 * components);
        int x1 = intAt(start + 2);
        int y1 = intAt(start + 6);
        int x0 = intAt(start + 10);
        int y0 = intAt(start + 14);
        tileWidth = intAt(start + 18);
        tileHeight = intAt(start + 22);
        tileX0 = intAt(start + 26);
        tileY0 = intAt(start + 30);
        if (x0 >= x1 || y0 >= y1 || tileWidth == 0 || tileHeight == 0 || tileX0 > x0 || tileY0 > y0) {
            throw CodecException.damaged("the header of its compressed pixels is impossible");
        }
        size.require(x1 - x0, y1 - y0, components);
        picture = new int[] {x0, y0, x1, y1};
        precision = (data[start + 36] & 0x7F) + 1;
        signed = data[start + 36] < 0;
        for (int i = 0; i < components; i++) {
            if (data[start + 36 + 3 * i] != data[start + 36]
                    || data[start + 37 + 3 * i] != 1
                    || data[start + 38 + 3 * i] != 1) {
                throw CodecException.unsupported("JPEG 2000 with components of several sizes");
            }
        }
        if (precision > 16) {
            throw CodecException.unsupported("JPEG 2000 with more than 16 bits");
        }
    }

    /** Reads a tile-part: its header and where its packets lie; returns the position behind it. */
    private int tilePart(int position) throws CodecException {
        int at = endOfSegment(position);
        J2kParameters.requireLength(at - position >= 12);
        int index = JpegFrame.shortAt(data, position + 4);
        int length = lengthAt(position + 6);
        int end = length == 0 ? endOfLastTilePart() : position + length;
        if (length < 0 || end > data.length) {
            throw CodecException.truncated();
        }
        TileParts tile = tiles.computeIfAbsent(
                index, _ -> new TileParts(parameters.copyForTile(), new ByteArrayOutputStream(0)));
        while (markerAt(at) != DATA) {
            int next = endOfSegment(at);
            segment(JpegFrame.shortAt(data, at), at + 4, next, tile.parameters);
            at = next;
        }
        at += 2;
        if (at > end) {
            throw CodecException.damaged("a part of its compressed pixels has an impossible length");
        }
        tile.packets.write(data, at, end - at);
        return end;
    }

    private int endOfLastTilePart() {
        return JpegFrame.shortAt(data, data.length - 2) == END ? data.length - 2 : data.length;
    }

    private Samples assemble() throws CodecException {
        if (precision == 0) {
            throw CodecException.damaged("its compressed pixels begin without a header");
        }
        int across = Math.ceilDiv(picture[2] - tileX0, tileWidth);
        int down = Math.ceilDiv(picture[3] - tileY0, tileHeight);
        if ((long) across * down > tiles.size()) {
            throw CodecException.truncated();
        }
        int[] values = new int[size.samples()];
        for (int index = 0; index < across * down; index++) {
            TileParts parts = tiles.get(index);
            if (parts == null) {
                throw CodecException.truncated();
            }
            int left = tileX0 + index % across * tileWidth;
            int top = tileY0 + index / across * tileHeight;
            int[] bounds = {
                Math.max(picture[0], left),
                Math.max(picture[1], top),
                Math.min(picture[2], left + tileWidth),
                Math.min(picture[3], top + tileHeight)
            };
            if (bounds[0] >= bounds[2] || bounds[1] >= bounds[3]) {
                throw CodecException.damaged("its compressed pixels have an empty tile");
            }
            J2kTile tile = new J2kTile(bounds, parts.parameters, size.components(), precision);
            tile.readPackets(parts.packets.toByteArray());
            store(tile, bounds, values);
        }
        return new Samples(precision, values);
    }

    private void store(J2kTile tile, int[] bounds, int[] values) throws CodecException {
        float[][] planes = tile.decode();
        int low = signed ? -(1 << (precision - 1)) : 0;
        int high = signed ? (1 << (precision - 1)) - 1 : (1 << precision) - 1;
        int shift = signed ? 0 : 1 << (precision - 1);
        for (int c = 0; c < planes.length; c++) {
            int i = 0;
            for (int y = bounds[1]; y < bounds[3]; y++) {
                int at = ((y - picture[1]) * size.width() + bounds[0] - picture[0]) * planes.length + c;
                for (int x = bounds[0]; x < bounds[2]; x++, at += planes.length) {
                    values[at] = Math.clamp((long) Math.rint(planes[c][i++]) + shift, low, high);
                }
            }
        }
    }

    /** A size of 32 bits: a single tile may be announced far larger than its picture. */
    private int intAt(int offset) {
        int value = lengthAt(offset);
        return value < 0 ? MAX_COORDINATE : Math.min(value, MAX_COORDINATE);
    }

    private int lengthAt(int offset) {
        return JpegFrame.shortAt(data, offset) << 16 | JpegFrame.shortAt(data, offset + 2);
    }
}
