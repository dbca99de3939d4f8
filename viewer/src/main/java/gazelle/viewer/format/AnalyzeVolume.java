package gazelle.viewer.format;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads volumes of ANALYZE 7.5 (dbh.h of the Mayo Clinic): a header of 348 bytes, and voxels in a file of their own.
 *
 * <pre>
 *   0 sizeof_hdr = 348   40 dim[8]   70 datatype   76 pixdim[8]   108 vox_offset   112 a factor, of SPM   148 descrip[80]   252 orient
 * </pre>
 *
 * <p>The format cannot say for certain which side is left: programs write the code {@code orient} carelessly, and some store the
 * right first, others the left.
 */
final class AnalyzeVolume {
    /** The longest file that is believed to be such a header, in bytes. */
    static final int MAX_BYTES = 2048;

    private static final String FORMAT = "ANALYZE 7.5";
    private static final int HEADER_BYTES = 348;

    /** The views that {@code orient} numbers. */
    private static final List<String> VIEWS = List.of(
            "transverse", "coronal", "sagittal", "transverse, flipped", "coronal, flipped", "sagittal, flipped");

    private AnalyzeVolume() {}

    static boolean isAnalyze(byte[] content) {
        if (content.length < HEADER_BYTES || content.length > MAX_BYTES || NiftiHeader.isNifti(content)) {
            return false;
        }
        ByteBuffer bytes = ordered(content);
        return bytes.getInt(0) == HEADER_BYTES && bytes.getShort(40) >= 1 && bytes.getShort(40) <= 7;
    }

    /** Reads a header that {@link #isAnalyze} accepted, and its voxels. */
    static Volume read(byte[] content, String packing, Neighbours neighbours) throws UnreadableImageException {
        ByteBuffer header = ordered(content);
        int dimensions = header.getShort(40);
        long[] sizes = {1, 1, 1, 1, 1, 1, 1, 1};
        long volumes = 1;
        for (int i = 1; i <= dimensions; i++) {
            // Some programs count dimensions that they leave at 0.
            sizes[i] = i > 3 && header.getShort(40 + 2 * i) == 0 ? 1 : header.getShort(40 + 2 * i);
            if (i > 3) {
                volumes = sizes[i] < 1 ? -1 : Math.min(Integer.MAX_VALUE, volumes * sizes[i]);
            }
        }
        VolumeSize size = VolumeSize.of(FORMAT, sizes[1], sizes[2], sizes[3], volumes);
        VoxelType type = typeOf(header.getShort(70));
        // A negative offset stands before each volume, which is the same if there is one.
        double offset = Math.abs(header.getFloat(108));
        if (header.getFloat(108) < 0 && size.volumes() > 1) {
            throw UnreadableImageException.unsupported(
                    "This ANALYZE 7.5 file has gaps between its volumes", "Convert it to NIfTI.");
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(VolumePair.voxels(FORMAT, neighbours)).order(header.order());
        double factor = header.getFloat(112);
        boolean scaled = Double.isFinite(factor) && factor != 0 && !type.isColour();
        VolumeOrientation orientation = orientation(header);
        return new Volume(
                SliceFormat.ANALYZE,
                Voxels.of(FORMAT, bytes, offset, type, size),
                scaled ? factor : 1,
                0,
                orientation,
                orientation.spacing(),
                packing,
                List.of(
                        "Files of ANALYZE 7.5 cannot say for certain how the patient lies; this one is shown as its code for the view "
                                + "has it (" + view(header) + ")."),
                texts(header));
    }

    private static VoxelType typeOf(int code) throws UnreadableImageException {
        return switch (code) {
            case 2 -> VoxelType.UINT8;
            case 4 -> VoxelType.INT16;
            case 8 -> VoxelType.INT32;
            case 16 -> VoxelType.FLOAT32;
            case 64 -> VoxelType.FLOAT64;
            case 128 -> VoxelType.RGB24;
            // These three are SPM's.
            case 130 -> VoxelType.INT8;
            case 132 -> VoxelType.UINT16;
            case 136 -> VoxelType.UINT32;
            case 1 -> throw unread("single bits");
            case 32 -> throw unread("complex numbers");
            default -> throw unread("an unknown type (" + code + ")");
        };
    }

    private static UnreadableImageException unread(String type) {
        return UnreadableImageException.unsupported(
                "This ANALYZE 7.5 file stores its voxels as " + type,
                "Convert it to NIfTI with whole or real numbers.");
    }

    /** The axes of dbh.h: the first letters are where a dimension starts, so {@code RPI} runs to the left, front and head. */
    private static VolumeOrientation orientation(ByteBuffer header) {
        double x = spacing(header, 1);
        double y = spacing(header, 2);
        double z = spacing(header, 3);
        return switch (header.get(252)) {
            case 1 -> axes(left(x), head(y), front(z));
            case 2 -> axes(front(x), head(y), left(z));
            case 3 -> axes(left(x), front(-y), head(z));
            case 4 -> axes(left(x), head(-y), front(z));
            case 5 -> axes(front(x), head(-y), left(z));
            default -> axes(left(x), front(y), head(z));
        };
    }

    private static VolumeOrientation axes(PatientVector first, PatientVector second, PatientVector third) {
        return VolumeOrientation.unstated(first, second, third);
    }

    private static PatientVector left(double step) {
        return new PatientVector(step, 0, 0);
    }

    private static PatientVector front(double step) {
        return new PatientVector(0, -step, 0);
    }

    private static PatientVector head(double step) {
        return new PatientVector(0, 0, step);
    }

    private static double spacing(ByteBuffer header, int dimension) {
        double spacing = Math.abs(header.getFloat(76 + 4 * dimension));
        return Double.isFinite(spacing) && spacing > 0 ? spacing : 1;
    }

    private static String view(ByteBuffer header) {
        int code = header.get(252);
        return code >= 0 && code < VIEWS.size() ? VIEWS.get(code) : "unknown, taken as transverse";
    }

    private static List<HeaderEntry> texts(ByteBuffer header) {
        List<HeaderEntry> entries = new ArrayList<>();
        entries.add(HeaderEntry.fact("View", view(header)));
        NiftiHeader.addText(entries, header, "Description", 148, 80);
        NiftiHeader.addText(entries, header, "Auxiliary file", 228, 24);
        return entries;
    }

    private static ByteBuffer ordered(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.getInt(0) == HEADER_BYTES ? bytes : bytes.order(ByteOrder.BIG_ENDIAN);
    }
}
