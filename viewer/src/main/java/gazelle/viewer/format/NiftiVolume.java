package gazelle.viewer.format;

import gazelle.viewer.display.PatientVector;
import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.SliceFormat;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads NIfTI volumes of both versions, in one file or two. */
final class NiftiVolume {
    private static final String FORMAT = "NIfTI";
    private static final int DIMENSIONS = 7;
    private static final double METRE = 1000;
    private static final double MICROMETRE = 0.001;

    private final NiftiHeader header;

    /** Millimetres of the header's unit of distances. */
    private final double unit;

    private NiftiVolume(NiftiHeader header) {
        this.header = header;
        unit = switch (header.spatialUnit()) {
            case 1 -> METRE;
            case 3 -> MICROMETRE;
            default -> 1;
        };
    }

    /**
     * Reads content that {@link NiftiHeader#isNifti} accepted.
     *
     * @param packing how it was packed
     */
    static Volume read(byte[] content, String packing, Neighbours neighbours) throws UnreadableImageException {
        return new NiftiVolume(NiftiHeader.of(content)).volume(packing, neighbours);
    }

    private Volume volume(String packing, Neighbours neighbours) throws UnreadableImageException {
        VolumeSize size = size();
        VoxelType type = typeOf(header.dataType());
        if (header.bitsOfVoxel() != 8 * type.sizeBytes()) {
            throw new UnreadableImageException(
                    Code.SIZE_MISMATCH,
                    "This NIfTI file contradicts itself: the size of its voxels does not match their type. "
                            + "It cannot be shown or classified. Convert it again from its source.");
        }
        double offset = header.voxelOffset();
        if (!(offset >= header.minOffset())) {
            throw UnreadableImageException.damaged(FORMAT, "its header does not say where the voxels are");
        }
        ByteBuffer bytes = header.bytes();
        if (header.isPair()) {
            bytes = ByteBuffer.wrap(VolumePair.voxels(FORMAT, neighbours)).order(bytes.order());
        }
        double slope = header.slope();
        double intercept = header.intercept();
        boolean scaled = Double.isFinite(slope) && slope != 0 && Double.isFinite(intercept);
        return new Volume(
                SliceFormat.NIFTI,
                Voxels.of(FORMAT, bytes, offset, type, size),
                scaled ? slope : 1,
                scaled ? intercept : 0,
                orientation(),
                List.of(spacing(1), spacing(2), spacing(3)),
                packing,
                List.of(),
                texts());
    }

    private VolumeSize size() throws UnreadableImageException {
        long dimensions = header.dimension(0);
        if (dimensions < 1 || dimensions > DIMENSIONS) {
            throw UnreadableImageException.damaged(FORMAT, "its header is impossible");
        }
        long[] sizes = new long[DIMENSIONS + 1];
        long volumes = 1;
        for (int i = 1; i <= DIMENSIONS; i++) {
            sizes[i] = i <= dimensions ? header.dimension(i) : 1;
            if (sizes[i] < 1) {
                throw UnreadableImageException.damaged(FORMAT, "its header claims an impossible size");
            }
            if (i > 3) {
                volumes = Math.min(Integer.MAX_VALUE, volumes * Math.min(Integer.MAX_VALUE, sizes[i]));
            }
        }
        return VolumeSize.of(FORMAT, sizes[1], sizes[2], sizes[3], volumes);
    }

    private static VoxelType typeOf(int code) throws UnreadableImageException {
        return switch (code) {
            case 2 -> VoxelType.UINT8;
            case 4 -> VoxelType.INT16;
            case 8 -> VoxelType.INT32;
            case 16 -> VoxelType.FLOAT32;
            case 64 -> VoxelType.FLOAT64;
            case 128 -> VoxelType.RGB24;
            case 256 -> VoxelType.INT8;
            case 512 -> VoxelType.UINT16;
            case 768 -> VoxelType.UINT32;
            case 1024 -> VoxelType.INT64;
            case 1280 -> VoxelType.UINT64;
            case 2304 -> VoxelType.RGBA32;
            case 1 -> throw unread("single bits", "Convert it to whole numbers of 8 bits.");
            case 32, 1792, 2048 -> throw unread("complex numbers", "Convert it to their magnitude.");
            case 1536 ->
                throw unread("floating point numbers of 128 bits", "Convert it to floating point numbers of 64 bits.");
            default -> throw unread("an unknown type (" + code + ")", "Convert it again from its source.");
        };
    }

    private static UnreadableImageException unread(String type, String advice) {
        return UnreadableImageException.unsupported("This NIfTI file stores its voxels as " + type, advice);
    }

    /** The distance of voxels along a dimension, 1 to 3, in mm; 1 if the header gives none. */
    private double spacing(int dimension) {
        double spacing = Math.abs(millimetres(header.pixelDimension(dimension)));
        return Double.isFinite(spacing) && spacing > 0 ? spacing : 1;
    }

    private VolumeOrientation orientation() {
        if (header.matrixCode() > 0) {
            double[][] rows = new double[3][4];
            for (int i = 0; i < 12; i++) {
                rows[i / 4][i % 4] = millimetres(header.matrix(i));
            }
            VolumeOrientation affine = VolumeOrientation.ofRows(rows);
            if (affine.isUsable()) {
                return affine;
            }
        }
        if (header.quaternionCode() > 0) {
            VolumeOrientation turned = VolumeOrientation.ofRows(quaternionRows());
            if (turned.isUsable()) {
                return turned;
            }
        }
        // Without either, dimensions are taken to run to the right, front and head.
        return VolumeOrientation.unstated(
                new PatientVector(-spacing(1), 0, 0),
                new PatientVector(0, -spacing(2), 0),
                new PatientVector(0, 0, spacing(3)));
    }

    /** Method 2 of nifti1.h: a rotation as a quaternion, then the spacings. */
    private double[][] quaternionRows() {
        double b = header.quaternion(0);
        double c = header.quaternion(1);
        double d = header.quaternion(2);
        double a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
        double x = spacing(1);
        double y = spacing(2);
        double z = header.pixelDimension(0) < 0 ? -spacing(3) : spacing(3);
        return new double[][] {
            {(a * a + b * b - c * c - d * d) * x, 2 * (b * c - a * d) * y, 2 * (b * d + a * c) * z, place(0)},
            {2 * (b * c + a * d) * x, (a * a + c * c - b * b - d * d) * y, 2 * (c * d - a * b) * z, place(1)},
            {2 * (b * d - a * c) * x, 2 * (c * d + a * b) * y, (a * a + d * d - b * b - c * c) * z, place(2)}
        };
    }

    /** A length of the header in mm; single precision stays so, else 0.003 m would be 3.000000026 mm. */
    private double millimetres(double length) {
        double millimetres = length * unit;
        return header.second() ? millimetres : (float) millimetres;
    }

    private double place(int index) {
        return millimetres(header.quaternionOffset(index));
    }

    private List<HeaderEntry> texts() {
        List<HeaderEntry> entries = new ArrayList<>();
        entries.add(HeaderEntry.fact("NIfTI version", header.second() ? 2 : 1));
        entries.add(HeaderEntry.fact(
                "Unit of distances",
                switch (header.spatialUnit()) {
                    case 1 -> "metre";
                    case 2 -> "millimetre";
                    case 3 -> "micrometre";
                    default -> "not stated, taken as millimetre";
                }));
        entries.add(HeaderEntry.fact("qform code", header.quaternionCode()));
        entries.add(HeaderEntry.fact("sform code", header.matrixCode()));
        header.addTexts(entries);
        return entries;
    }
}
