package gazelle.viewer.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JPEG with Huffman coding: baseline, extended with 8 or 12 bits, and lossless with 2 to 16 bits (ITU-T T.81).
 *
 * <p>Samples are given as stored: a colour picture in the colour space of its stream.
 */
public final class JpegDecoder {
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int QUANTISATION = 0xDB;
    private static final int HUFFMAN = 0xC4;
    private static final int RESTART_INTERVAL = 0xDD;
    private static final int NO_FRAME = 0xCC;
    private static final int TABLES = 4;

    private final byte[] data;
    private final FrameSize size;
    private final @Nullable JpegHuffman[] dcTables = new @Nullable JpegHuffman[TABLES];
    private final @Nullable JpegHuffman[] acTables = new @Nullable JpegHuffman[TABLES];
    private final int[][] quantisers = new int[TABLES][];
    private int restartInterval;
    private @Nullable JpegFrame frame;
    private @Nullable JpegCosineScan cosine;
    private int[] values = {};
    private final boolean[] decoded;

    private JpegDecoder(byte[] data, FrameSize size) {
        this.data = data;
        this.size = size;
        decoded = new boolean[size.components()];
    }

    /** Decodes one picture. */
    public static Samples decode(byte[] data, FrameSize size) throws CodecException {
        return new JpegDecoder(data, size).decode();
    }

    private Samples decode() throws CodecException {
        if (data.length < 4) {
            throw CodecException.truncated();
        }
        if (JpegFrame.shortAt(data, 0) != (0xFF00 | START)) {
            throw CodecException.damaged("its compressed pixels are no JPEG stream");
        }
        int position = 2;
        while (!isComplete()) {
            position = nextMarker(position);
            int marker = data[position - 1] & 0xFF;
            if (marker == END) {
                throw CodecException.truncated();
            }
            if (data.length - position < 2) {
                throw CodecException.truncated();
            }
            int start = position + 2;
            int end = position + JpegFrame.shortAt(data, position);
            if (end < start) {
                throw CodecException.damaged("a part of its compressed pixels has an impossible length");
            }
            if (end > data.length) {
                throw CodecException.truncated();
            }
            position = segment(marker, start, end);
        }
        JpegFrame known = requireFrame();
        return new Samples(known.precision(), cosine == null ? values : cosine.samples());
    }

    /** Reads one marker segment; returns where the next marker is to be searched. */
    private int segment(int marker, int start, int end) throws CodecException {
        switch (marker) {
            case HUFFMAN -> huffmanTables(start, end);
            case QUANTISATION -> quantisationTables(start, end);
            case RESTART_INTERVAL -> {
                requireLength(end - start >= 2);
                restartInterval = JpegFrame.shortAt(data, start);
            }
            case SCAN -> {
                return scan(start, end);
            }
            default -> {
                if (marker >= 0xC0 && marker <= 0xCF && marker != NO_FRAME) {
                    frame(marker, start, end);
                }
            }
        }
        return end;
    }

    private void frame(int marker, int start, int end) throws CodecException {
        if (frame != null) {
            throw CodecException.damaged("its compressed pixels have two headers");
        }
        JpegFrame parsed = JpegFrame.parse(marker, data, start, end, size);
        frame = parsed;
        switch (parsed.coding()) {
            case COSINE -> cosine = new JpegCosineScan(parsed);
            case LOSSLESS -> {
                if (parsed.maxAcross() != 1 || parsed.maxDown() != 1) {
                    throw CodecException.unsupported("lossless JPEG with components of several sizes");
                }
                values = new int[size.samples()];
            }
        }
    }

    private int scan(int start, int end) throws CodecException {
        JpegFrame known = requireFrame();
        requireLength(end - start >= 1);
        int count = data[start];
        requireLength(count >= 1 && count <= size.components() && end - start >= 4 + 2 * count);
        JpegBits bits = new JpegBits(data, end);
        List<Integer> places = new ArrayList<>();
        List<JpegHuffman> lossless = new ArrayList<>();
        List<JpegCosineScan.Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = placeOf(data[start + 1 + 2 * i] & 0xFF);
            int tables = data[start + 2 + 2 * i] & 0xFF;
            if (decoded[place]) {
                throw CodecException.damaged("its compressed pixels hold a component twice");
            }
            decoded[place] = true;
            places.add(place);
            JpegHuffman dc = table(dcTables, tables >> 4);
            switch (known.coding()) {
                case LOSSLESS -> lossless.add(dc);
                case COSINE ->
                    parts.add(new JpegCosineScan.Part(
                            place,
                            dc,
                            table(acTables, tables & 15),
                            quantiser(known.components().get(place).quantisation())));
            }
        }
        int parameters = start + 1 + 2 * count;
        if (cosine == null) {
            new JpegLosslessScan(known, bits, data[parameters], data[parameters + 2] & 15)
                    .decodeInto(values, places, lossless, restartInterval);
        } else {
            cosine.decode(bits, parts, restartInterval);
        }
        return bits.position();
    }

    private void huffmanTables(int start, int end) throws CodecException {
        int at = start;
        while (at < end) {
            requireLength(end - at >= 17);
            int slot = data[at] & 15;
            boolean ac = (data[at] & 0xF0) != 0;
            int[] counts = new int[16];
            int total = 0;
            for (int i = 0; i < counts.length; i++) {
                counts[i] = data[at + 1 + i] & 0xFF;
                total += counts[i];
            }
            requireLength(slot < TABLES && total <= 256 && end - at >= 17 + total);
            byte[] symbols = new byte[total];
            System.arraycopy(data, at + 17, symbols, 0, total);
            (ac ? acTables : dcTables)[slot] = new JpegHuffman(counts, symbols);
            at += 17 + total;
        }
    }

    private void quantisationTables(int start, int end) throws CodecException {
        int at = start;
        while (at < end) {
            int slot = data[at] & 15;
            int bytes = (data[at] & 0xF0) == 0 ? 1 : 2;
            requireLength(slot < TABLES && end - at >= 1 + 64 * bytes);
            int[] table = new int[64];
            for (int i = 0; i < table.length; i++) {
                table[i] = bytes == 1 ? data[at + 1 + i] & 0xFF : JpegFrame.shortAt(data, at + 1 + 2 * i);
            }
            quantisers[slot] = table;
            at += 1 + 64 * bytes;
        }
    }

    private boolean isComplete() {
        for (boolean component : decoded) {
            if (!component) {
                return false;
            }
        }
        return true;
    }

    /** The position behind the next marker. */
    private int nextMarker(int start) throws CodecException {
        for (int at = start; at + 1 < data.length; at++) {
            int code = data[at + 1] & 0xFF;
            boolean restart = code >= 0xD0 && code <= 0xD7;
            if ((data[at] & 0xFF) == 0xFF && code != 0 && code != 0xFF && !restart) {
                return at + 2;
            }
        }
        throw CodecException.truncated();
    }

    private int placeOf(int id) throws CodecException {
        List<JpegFrame.Component> components = requireFrame().components();
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).id() == id) {
                return i;
            }
        }
        throw CodecException.damaged("its compressed pixels name a component that they do not have");
    }

    private JpegFrame requireFrame() throws CodecException {
        if (frame == null) {
            throw CodecException.damaged("its compressed pixels begin without a header");
        }
        return frame;
    }

    private static JpegHuffman table(@Nullable JpegHuffman[] tables, int slot) throws CodecException {
        JpegHuffman table = slot < TABLES ? tables[slot] : null;
        if (table == null) {
            throw CodecException.damaged("its compressed pixels lack a code table");
        }
        return table;
    }

    private int[] quantiser(int slot) throws CodecException {
        if (quantisers[slot] == null) {
            throw CodecException.damaged("its compressed pixels lack a quantisation table");
        }
        return quantisers[slot];
    }

    private static void requireLength(boolean enough) throws CodecException {
        if (!enough) {
            throw CodecException.damaged("a part of its compressed pixels has an impossible length");
        }
    }
}
