package gazelle.viewer.codec;

import org.jspecify.annotations.Nullable;

/** The coding parameters of a codestream or of one of its tiles; a tile starts with those of the codestream. */
final class J2kParameters {
    /** Raw bits instead of arithmetic coding in the lower planes. */
    static final int BYPASS = 1;

    static final int RESET_CONTEXTS = 2;
    static final int TERMINATE_ALL = 4;
    static final int CAUSAL = 8;
    static final int SEGMENT_SYMBOLS = 32;

    private static final int CUSTOM_PRECINCTS = 1;
    private static final int START_MARKERS = 2;
    private static final int END_MARKERS = 4;

    private final int components;
    private final @Nullable J2kCoding[] coding;
    private final @Nullable J2kQuantisation[] quantisation;
    private final boolean[] ownCoding;
    private final boolean[] ownQuantisation;
    private int style;
    private int progression;
    private int layers;
    private boolean mixed;

    J2kParameters(int components) {
        this.components = components;
        coding = new @Nullable J2kCoding[components];
        quantisation = new @Nullable J2kQuantisation[components];
        ownCoding = new boolean[components];
        ownQuantisation = new boolean[components];
    }

    /** The same parameters, to be changed by a tile's header. */
    J2kParameters copyForTile() {
        J2kParameters copy = new J2kParameters(components);
        System.arraycopy(coding, 0, copy.coding, 0, components);
        System.arraycopy(quantisation, 0, copy.quantisation, 0, components);
        copy.style = style;
        copy.progression = progression;
        copy.layers = layers;
        copy.mixed = mixed;
        return copy;
    }

    /** Reads a COD segment. */
    void codingDefault(byte[] data, int start, int end) throws CodecException {
        requireLength(end - start >= 10);
        style = data[start];
        progression = data[start + 1];
        layers = JpegFrame.shortAt(data, start + 2);
        mixed = data[start + 4] == 1;
        if (progression < 0 || progression > 4 || layers == 0) {
            throw CodecException.damaged("the header of its compressed pixels is impossible");
        }
        J2kCoding parsed = J2kCoding.parse(data, start + 5, end, (style & CUSTOM_PRECINCTS) != 0);
        for (int i = 0; i < components; i++) {
            if (!ownCoding[i]) {
                coding[i] = parsed;
            }
        }
    }

    /** Reads a COC segment. */
    void codingOfComponent(byte[] data, int start, int end) throws CodecException {
        requireLength(end - start >= 7);
        int component = component(data[start]);
        coding[component] = J2kCoding.parse(data, start + 2, end, (data[start + 1] & CUSTOM_PRECINCTS) != 0);
        ownCoding[component] = true;
    }

    /** Reads a QCD segment. */
    void quantisationDefault(byte[] data, int start, int end) throws CodecException {
        J2kQuantisation parsed = J2kQuantisation.parse(data, start, end);
        for (int i = 0; i < components; i++) {
            if (!ownQuantisation[i]) {
                quantisation[i] = parsed;
            }
        }
    }

    /** Reads a QCC segment. */
    void quantisationOfComponent(byte[] data, int start, int end) throws CodecException {
        requireLength(end - start >= 2);
        int component = component(data[start]);
        quantisation[component] = J2kQuantisation.parse(data, start + 1, end);
        ownQuantisation[component] = true;
    }

    J2kCoding coding(int component) throws CodecException {
        J2kCoding known = coding[component];
        if (known == null) {
            throw CodecException.damaged("its compressed pixels do not say how they are coded");
        }
        return known;
    }

    J2kQuantisation quantisation(int component) throws CodecException {
        J2kQuantisation known = quantisation[component];
        if (known == null) {
            throw CodecException.damaged("its compressed pixels do not say how they are quantised");
        }
        return known;
    }

    /** The order of the packets, 0 to 4 (T.800 table A.16). */
    int progression() {
        return progression;
    }

    int layers() {
        return layers;
    }

    /** Returns whether three components were mixed to brightness and colour. */
    boolean mixed() {
        return mixed && components == 3;
    }

    boolean mayHaveStartMarkers() {
        return (style & START_MARKERS) != 0;
    }

    boolean hasEndMarkers() {
        return (style & END_MARKERS) != 0;
    }

    static void requireLength(boolean enough) throws CodecException {
        if (!enough) {
            throw CodecException.damaged("a part of its compressed pixels has an impossible length");
        }
    }

    private int component(int value) throws CodecException {
        if (value < 0 || value >= components) {
            throw CodecException.damaged("its compressed pixels name a component that they do not have");
        }
        return value;
    }
}
