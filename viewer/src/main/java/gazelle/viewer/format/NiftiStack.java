package gazelle.viewer.format;

import gazelle.viewer.codec.Samples;
import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.Identifiers;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The slices of a NIfTI-1 volume as scaled values, turned for the screen, in the order of their normal. */
public final class NiftiStack implements SliceStack {
    private static final double MAX_MAGNITUDE = 1e30;
    private static final double SQUARE_TOLERANCE = 0.01;

    private final NiftiHeader header;
    private final NiftiOrientation orientation;
    private final boolean packed;
    private final int width;
    private final int height;

    private NiftiStack(NiftiHeader header, boolean packed) {
        this.header = header;
        this.packed = packed;
        orientation = NiftiOrientation.of(header);
        boolean upright = orientation.columnAxis() == 0;
        width = upright ? header.across() : header.down();
        height = upright ? header.down() : header.across();
    }

    /** Returns whether content is a NIfTI-1 file with its volume. */
    public static boolean isNifti(byte[] content) {
        return NiftiHeader.isNifti(content);
    }

    /**
     * Returns the header's entries beyond sizes, for people.
     *
     * @throws UnreadableImageException if it is damaged or of a kind that is not read
     */
    public static List<HeaderEntry> header(byte[] content) throws UnreadableImageException {
        return NiftiHeader.parse(content).entries();
    }

    /**
     * Opens a file that {@link #isNifti} accepted.
     *
     * @param packed whether it was packed with gzip
     * @throws UnreadableImageException if it is damaged, cut off, larger than the limits or of a kind that is not read
     */
    public static NiftiStack open(byte[] content, boolean packed) throws UnreadableImageException {
        return new NiftiStack(NiftiHeader.parse(content), packed);
    }

    @Override
    public int size() {
        return header.slices() * header.volumes();
    }

    @Override
    public int preferred() {
        return header.slices() / 2;
    }

    @Override
    public SliceFile slice(int index) {
        double[] stored = voxels(index);
        List<String> notes = new ArrayList<>();
        float[] values = new float[stored.length];
        boolean unusable = false;
        for (int i = 0; i < values.length; i++) {
            double value = header.slope() * stored[i] + header.intercept();
            boolean usable = Math.abs(value) <= MAX_MAGNITUDE;
            unusable |= !usable;
            values[i] = usable ? (float) value : 0;
        }
        if (unusable) {
            notes.add("Some voxels of this slice are no numbers; they were taken as 0.");
        }
        if (!orientation.stated()) {
            notes.add("The file does not say how the patient lies; left and right may be exchanged.");
        }
        double columnSpacing = header.spacing(1 + orientation.columnAxis());
        double rowSpacing = header.spacing(2 - orientation.columnAxis());
        if (Math.abs(columnSpacing - rowSpacing) > SQUARE_TOLERANCE * rowSpacing) {
            notes.add(
                    "The pixels of this slice are not square; it is shown in its true shape, but classified as if they were.");
        }
        String spacing = String.format(Locale.ROOT, "%s\\%s", number(rowSpacing), number(columnSpacing));
        SliceInfo info = new SliceInfo(
                SliceFormat.NIFTI,
                encoding(),
                width,
                height,
                8 * header.type().sizeBytes(),
                size(),
                index,
                false,
                List.of(new SliceTag(SliceTag.Key.PIXEL_SPACING, spacing)),
                Identifiers.none(),
                List.of(),
                geometry(index, columnSpacing, rowSpacing),
                notes);
        return new SliceFile(new GrayImage(width, height, values), info);
    }

    @Override
    public Samples stored(int index) throws UnreadableImageException {
        switch (header.type()) {
            case UINT8, INT8, INT16, UINT16 -> {}
            case INT32, UINT32, FLOAT32, FLOAT64 ->
                throw UnreadableImageException.unsupported(
                        "The voxels of this NIfTI file are no whole numbers of at most 16 bits",
                        "Only such values can be written out as stored.");
        }
        double[] stored = voxels(index);
        int[] values = new int[stored.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) stored[i];
        }
        return new Samples(8 * header.type().sizeBytes(), values);
    }

    private double[] voxels(int index) {
        Objects.checkIndex(index, size());
        int volume = index / header.slices();
        int z = place(index % header.slices(), header.slices(), 2);
        boolean upright = orientation.columnAxis() == 0;
        double[] values = new double[width * height];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int x = place(upright ? column : row, header.across(), 0);
                int y = place(upright ? row : column, header.down(), 1);
                values[row * width + column] = header.stored(x, y, z, volume);
            }
        }
        return values;
    }

    /** A place on the screen or in the order of slices as a place along a dimension of the file. */
    private int place(int shown, int size, int dimension) {
        return orientation.isFlipped(dimension) ? size - 1 - shown : shown;
    }

    private @Nullable SliceGeometry geometry(int index, double columnSpacing, double rowSpacing) {
        if (!orientation.stated()) {
            return null;
        }
        PatientVector position = orientation.origin();
        int[] first = {
            place(0, header.across(), 0), place(0, header.down(), 1), place(index % header.slices(), header.slices(), 2)
        };
        for (int i = 0; i < first.length; i++) {
            position = position.plus(orientation.axes().get(i), first[i]);
        }
        try {
            return new SliceGeometry(position, orientation.across(), orientation.down(), columnSpacing, rowSpacing);
        } catch (IllegalArgumentException sheared) {
            return null;
        }
    }

    private String encoding() {
        String order = header.bytes().order() == ByteOrder.BIG_ENDIAN ? "big endian" : "little endian";
        return header.type().name().toLowerCase(Locale.ROOT) + ", " + order + (packed ? ", gzip" : "");
    }

    private static String number(double value) {
        return String.valueOf((float) value);
    }
}
