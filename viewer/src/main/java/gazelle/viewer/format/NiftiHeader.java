package gazelle.viewer.format;

import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The header of a NIfTI-1 file, checked (nifti1.h of the NIfTI Data Format Working Group).
 *
 * <pre>
 *   0 sizeof_hdr = 348   40 dim[8]   70 datatype   72 bitpix   76 pixdim[8]   108 vox_offset   112 scl_slope   116 scl_inter
 *   252 qform_code   254 sform_code   256 quatern_b, c, d   268 qoffset_x, y, z   280 srow_x[4], y, z   344 "n+1"
 * </pre>
 *
 * @param bytes the whole file in its own byte order
 * @param type how a voxel is stored
 * @param across voxels of the first dimension
 * @param down voxels of the second
 * @param slices voxels of the third
 * @param volumes how many volumes follow each other, at least 1
 * @param offset where the first voxel lies, in bytes
 * @param slope factor of stored values, not 0
 * @param intercept added to their product
 */
record NiftiHeader(
        ByteBuffer bytes,
        VoxelType type,
        int across,
        int down,
        int slices,
        int volumes,
        int offset,
        double slope,
        double intercept) {
    private static final int HEADER_BYTES = 348;
    private static final int MIN_OFFSET = 352;
    private static final int MAX_SLICES = 1 << 16;

    /** The storage of a voxel; other types are refused by name. */
    enum VoxelType {
        UINT8(2, 1),
        INT16(4, 2),
        INT32(8, 4),
        FLOAT32(16, 4),
        FLOAT64(64, 8),
        INT8(256, 1),
        UINT16(512, 2),
        UINT32(768, 4);

        private final int code;
        private final int size;

        VoxelType(int code, int size) {
            this.code = code;
            this.size = size;
        }

        /** Bytes of a voxel. */
        int sizeBytes() {
            return size;
        }

        double read(ByteBuffer bytes, int at) {
            return switch (this) {
                case UINT8 -> bytes.get(at) & 0xFF;
                case INT8 -> bytes.get(at);
                case INT16 -> bytes.getShort(at);
                case UINT16 -> bytes.getShort(at) & 0xFFFF;
                case INT32 -> bytes.getInt(at);
                case UINT32 -> Integer.toUnsignedLong(bytes.getInt(at));
                case FLOAT32 -> bytes.getFloat(at);
                case FLOAT64 -> bytes.getDouble(at);
            };
        }

        private static VoxelType of(int code) throws UnreadableImageException {
            for (VoxelType type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            throw UnreadableImageException.unsupported(
                    "This NIfTI file stores its voxels as " + nameOf(code),
                    "Convert it to whole or floating point numbers of at most 64 bits.");
        }

        private static String nameOf(int code) {
            return switch (code) {
                case 1 -> "single bits";
                case 32, 1792, 2048 -> "complex numbers";
                case 128, 2304 -> "colours";
                case 1024, 1280 -> "whole numbers of 64 bits";
                case 1536 -> "floating point numbers of 128 bits";
                default -> "an unknown type";
            };
        }
    }

    static boolean isNifti(byte[] content) {
        return content.length >= HEADER_BYTES
                && content[344] == 'n'
                && content[345] == '+'
                && content[346] == '1'
                && content[347] == 0;
    }

    /** Reads the header of a file that {@link #isNifti} accepted. */
    static NiftiHeader parse(byte[] content) throws UnreadableImageException {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != HEADER_BYTES) {
            bytes.order(ByteOrder.BIG_ENDIAN);
        }
        int dimensions = bytes.getShort(40);
        if (bytes.getInt(0) != HEADER_BYTES || dimensions < 1 || dimensions > 7) {
            throw UnreadableImageException.damaged("NIfTI", "its header is impossible");
        }
        int across = size(bytes, 1, dimensions);
        int down = size(bytes, 2, dimensions);
        int slices = size(bytes, 3, dimensions);
        long volumes = 1;
        for (int i = 4; i <= 7; i++) {
            volumes = Math.min((long) MAX_SLICES * MAX_SLICES, volumes * size(bytes, i, dimensions));
        }
        FileLimits.requireSizeWithinLimits(across, down);
        if (slices * volumes > MAX_SLICES) {
            throw UnreadableImageException.tooLarge("This NIfTI file announces more than " + MAX_SLICES + " slices");
        }
        VoxelType type = VoxelType.of(bytes.getShort(70));
        if (bytes.getShort(72) != 8 * type.sizeBytes()) {
            throw new UnreadableImageException(
                    Code.SIZE_MISMATCH,
                    "This NIfTI file contradicts itself: the size of its voxels does not match their type. "
                            + "It cannot be shown or classified. Convert it again from its source.");
        }
        float offset = bytes.getFloat(108);
        if (!(offset >= MIN_OFFSET) || offset > content.length) {
            throw UnreadableImageException.damaged("NIfTI", "its header does not say where the voxels are");
        }
        if (content.length - (int) offset < slices * volumes * across * down * type.sizeBytes()) {
            throw UnreadableImageException.truncated("NIfTI");
        }
        double slope = bytes.getFloat(112);
        double intercept = bytes.getFloat(116);
        boolean scaled = Double.isFinite(slope) && slope != 0 && Double.isFinite(intercept);
        return new NiftiHeader(
                bytes,
                type,
                across,
                down,
                slices,
                (int) volumes,
                (int) offset,
                scaled ? slope : 1,
                scaled ? intercept : 0);
    }

    /** A stored voxel, before scaling. */
    double stored(int x, int y, int z, int volume) {
        long index = (((long) volume * slices + z) * down + y) * across + x;
        return type.read(bytes, (int) (offset + index * type.sizeBytes()));
    }

    /** The distance of voxels along a dimension, 1 to 3, in mm; 1 if the header gives none. */
    double spacing(int dimension) {
        double spacing = Math.abs(bytes.getFloat(76 + 4 * dimension));
        return Double.isFinite(spacing) && spacing > 0 ? spacing : 1;
    }

    /** Returns the header's entries beyond sizes, for people. */
    List<HeaderEntry> entries() {
        List<HeaderEntry> entries = new ArrayList<>();
        entries.add(HeaderEntry.fact("Dimensions (voxels)", across + " x " + down + " x " + slices));
        if (volumes > 1) {
            entries.add(HeaderEntry.fact("Volumes", volumes));
        }
        entries.add(HeaderEntry.fact(
                "Voxel size (mm)", (float) spacing(1) + " x " + (float) spacing(2) + " x " + (float) spacing(3)));
        entries.add(HeaderEntry.fact("Voxel type", type.name().toLowerCase(Locale.ROOT)));
        entries.add(HeaderEntry.fact("Slope", (float) slope));
        entries.add(HeaderEntry.fact("Intercept", (float) intercept));
        entries.add(HeaderEntry.fact("qform code", bytes.getShort(252)));
        entries.add(HeaderEntry.fact("sform code", bytes.getShort(254)));
        addText(entries, "Description", 148, 80);
        addText(entries, "Auxiliary file", 228, 24);
        addText(entries, "Intent", 328, 16);
        return entries;
    }

    private void addText(List<HeaderEntry> entries, String name, int offset, int length) {
        byte[] text = new byte[length];
        bytes.get(offset, text);
        String value = new String(text, StandardCharsets.ISO_8859_1);
        int end = value.indexOf('\0');
        String clean = HeaderText.displayable(end < 0 ? value : value.substring(0, end));
        if (!clean.isEmpty()) {
            entries.add(HeaderEntry.fact(name, clean));
        }
    }

    private static int size(ByteBuffer bytes, int dimension, int dimensions) throws UnreadableImageException {
        int size = dimension <= dimensions ? bytes.getShort(40 + 2 * dimension) : 1;
        if (size < 1) {
            throw UnreadableImageException.damaged("NIfTI", "its header claims an impossible size");
        }
        return size;
    }
}
