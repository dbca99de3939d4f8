package gazelle.viewer.format;

import gazelle.viewer.codec.Samples;
import gazelle.viewer.display.PatientVector;
import gazelle.viewer.display.SliceGeometry;
import gazelle.viewer.input.ColourImage;
import gazelle.viewer.input.GrayImage;
import gazelle.viewer.slice.Colour;
import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.Identifiers;
import gazelle.viewer.slice.LargeContent;
import gazelle.viewer.slice.SingleSlice;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.SliceTag;
import gazelle.viewer.slice.UnreadableImageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The slices of a volume as scaled values, turned for the screen, in the order of their normal. */
public final class VolumeStack implements SliceStack {
    private static final double MAX_MAGNITUDE = 1e30;
    private static final double SQUARE_TOLERANCE = 0.01;

    /** From here on single precision leaves out whole numbers. */
    private static final double EXACT = 1 << 24;

    /** From here on double precision does. */
    private static final double EXACT_DOUBLE = 1L << 53;

    /** Bytes that a pixel takes while a slice is made: its value or colour, twice, and its brightness. */
    private static final long BYTES_OF_PIXEL = 16;

    private final Volume volume;
    private final Voxels voxels;
    private final VolumeOrientation orientation;
    private final int width;
    private final int height;

    VolumeStack(Volume volume) {
        this.volume = volume;
        voxels = volume.voxels();
        orientation = volume.orientation();
        boolean upright = orientation.columnAxis() == 0;
        width = upright ? voxels.size().across() : voxels.size().down();
        height = upright ? voxels.size().down() : voxels.size().across();
    }

    /** Returns the header's entries beyond sizes, for people. */
    public List<HeaderEntry> header() {
        return volume.entries();
    }

    @Override
    public int size() {
        return voxels.size().slices() * voxels.size().volumes();
    }

    @Override
    public int preferred() {
        return voxels.size().slices() / 2;
    }

    @Override
    public SliceFile slice(int index) throws UnreadableImageException {
        int[] places = places(index);
        List<String> notes = new ArrayList<>();
        if (!voxels.type().isColour()) {
            GrayImage image = new GrayImage(width, height, values(places, notes));
            return new SliceFile(image, info(index, notes));
        }
        int[] argb = colours(places, notes);
        boolean coloured = Arrays.stream(argb).anyMatch(pixel -> Colour.spread(pixel) > 0);
        if (coloured) {
            notes.add(Colour.NOTE);
        }
        ColourImage colours = coloured ? new ColourImage(width, height, argb) : null;
        return new SliceFile(Colour.brightness(width, height, argb), info(index, notes), colours);
    }

    @Override
    public Samples stored(int index) throws UnreadableImageException {
        return switch (voxels.type()) {
            case UINT8, INT8, INT16, UINT16 -> {
                int[] values = places(index);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (int) voxels.number(values[i]);
                }
                yield new Samples(voxels.type().bits(), values);
            }
            case RGB24, RGBA32 -> new SingleSlice(slice(index)).stored(0);
            case INT32, UINT32, INT64, UINT64, FLOAT32, FLOAT64 ->
                throw UnreadableImageException.unsupported(
                        "The voxels of this " + volume.format().displayName()
                                + " file are no whole numbers of at most 16 bits",
                        "Only such values can be written out as stored.");
        };
    }

    private float[] values(int[] places, List<String> notes) {
        float[] values = new float[places.length];
        boolean whole = voxels.type().isWhole();
        boolean unusable = false;
        boolean rounded = false;
        for (int i = 0; i < values.length; i++) {
            double number = voxels.number(places[i]);
            double value = volume.slope() * number + volume.intercept();
            boolean usable = Math.abs(value) <= MAX_MAGNITUDE;
            unusable |= !usable;
            values[i] = usable ? (float) value : 0;
            double magnitude = Math.abs(number);
            rounded |= whole && magnitude > EXACT && (magnitude >= EXACT_DOUBLE || (float) number != number);
        }
        if (unusable) {
            notes.add("Some voxels of this slice are no numbers; they were taken as 0.");
        }
        if (rounded) {
            notes.add("Some values of this slice are whole numbers of more than 24 binary digits; they were rounded.");
        }
        return values;
    }

    private int[] colours(int[] places, List<String> notes) {
        int[] argb = new int[places.length];
        boolean transparent = false;
        for (int i = 0; i < argb.length; i++) {
            int at = places[i];
            argb[i] = Colour.argb(voxels.part(at, 0), voxels.part(at, 1), voxels.part(at, 2));
            transparent |= voxels.type() == VoxelType.RGBA32 && voxels.part(at, 3) < 0xFF;
        }
        if (transparent) {
            notes.add("Some voxels of this slice are transparent; they are shown as if they were not.");
        }
        return argb;
    }

    private SliceInfo info(int index, List<String> notes) {
        notes.addAll(volume.notes());
        if (!orientation.stated()) {
            notes.add("The file does not say how the patient lies; left and right may be exchanged.");
        }
        double columnSpacing = volume.spacing().get(orientation.columnAxis());
        double rowSpacing = volume.spacing().get(1 - orientation.columnAxis());
        if (Math.abs(columnSpacing - rowSpacing) > SQUARE_TOLERANCE * rowSpacing) {
            notes.add(
                    "The pixels of this slice are not square; it is shown in its true shape, but classified as if they were.");
        }
        String spacing = String.format(Locale.ROOT, "%s\\%s", number(rowSpacing), number(columnSpacing));
        return new SliceInfo(
                volume.format(),
                encoding(),
                width,
                height,
                voxels.type().bits(),
                size(),
                index,
                false,
                List.of(new SliceTag(SliceTag.Key.PIXEL_SPACING, spacing)),
                Identifiers.none(),
                List.of(),
                geometry(index, columnSpacing, rowSpacing),
                notes);
    }

    /** Returns where the voxels of a slice lie, in bytes, as the screen orders them. */
    private int[] places(int index) throws UnreadableImageException {
        Objects.checkIndex(index, size());
        LargeContent.requireRoom(BYTES_OF_PIXEL * width * height);
        VolumeSize size = voxels.size();
        int z = place(index % size.slices(), 2);
        boolean upright = orientation.columnAxis() == 0;
        int[] places = new int[width * height];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int x = place(upright ? column : row, 0);
                int y = place(upright ? row : column, 1);
                places[row * width + column] = voxels.at(x, y, z, index / size.slices());
            }
        }
        return places;
    }

    /** A place on the screen or in the order of slices as a place along a dimension of the file. */
    private int place(int shown, int dimension) {
        return orientation.isFlipped(dimension) ? voxels.size().along(dimension) - 1 - shown : shown;
    }

    private @Nullable SliceGeometry geometry(int index, double columnSpacing, double rowSpacing) {
        if (!orientation.stated()) {
            return null;
        }
        PatientVector position = orientation.origin();
        int[] first = {place(0, 0), place(0, 1), place(index % voxels.size().slices(), 2)};
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
        String order = voxels.isBigEndian() ? "big endian" : "little endian";
        return voxels.type().displayName() + ", " + order + (volume.packing().isEmpty() ? "" : ", " + volume.packing());
    }

    private static String number(double value) {
        return String.valueOf((float) value);
    }
}
