package gazelle.viewer.format;

import gazelle.viewer.slice.HeaderEntry;
import gazelle.viewer.slice.HeaderText;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The fields of a NIfTI-1 or NIfTI-2 header (nifti1.h and nifti2.h of the NIfTI Data Format Working Group).
 *
 * <pre>
 *              sizeof_hdr  magic  dim[8]  datatype  bitpix  pixdim[8]  vox_offset  scl_slope  scl_inter  xyzt_units
 *   NIfTI-1    0 (348)     344    40      70        72      76         108         112        116        123
 *   NIfTI-2    0 (540)     4      16      12        14      104        168         176        184        500
 *
 *              descrip  aux_file  qform_code  sform_code  quatern_b, c, d  qoffset_x, y, z  srow_x[4], y, z  intent_name
 *   NIfTI-1    148      228       252         254         256              268              280              328
 *   NIfTI-2    240      320       344         348         352              376              400              508
 * </pre>
 *
 * @param bytes the header's file, in the header's byte order
 * @param second whether it is NIfTI-2: sizes are of 64 bits, real numbers of double precision
 */
record NiftiHeader(ByteBuffer bytes, boolean second) {
    private static final int FIRST_BYTES = 348;
    private static final int SECOND_BYTES = 540;

    /** The marks in the header: of a file with its voxels, and of one whose voxels lie in another. */
    private static final List<String> MARKS = List.of("n+1\0", "ni1\0", "n+2\0", "ni2\0");

    static boolean isNifti(byte[] content) {
        return isFirst(content)
                || (content.length >= SECOND_BYTES && MARKS.subList(2, 4).contains(text(content, 4, 4)));
    }

    private static boolean isFirst(byte[] content) {
        return content.length >= FIRST_BYTES && MARKS.subList(0, 2).contains(text(content, 344, 4));
    }

    /** Finds the version and the byte order of content that {@link #isNifti} accepted. */
    static NiftiHeader of(byte[] content) throws UnreadableImageException {
        boolean second = !isFirst(content);
        int size = second ? SECOND_BYTES : FIRST_BYTES;
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != size) {
            bytes.order(ByteOrder.BIG_ENDIAN);
        }
        if (bytes.getInt(0) != size) {
            throw UnreadableImageException.damaged("NIfTI", "its header is impossible");
        }
        return new NiftiHeader(bytes, second);
    }

    /** Returns whether the voxels lie in another file. */
    boolean isPair() {
        return bytes.get(second ? 5 : 345) == 'i';
    }

    /** The bytes that precede the voxels at least: header and mark of extensions. */
    int minOffset() {
        return isPair() ? 0 : (second ? SECOND_BYTES : FIRST_BYTES) + 4;
    }

    /** A number of {@code dim}: 0 how many dimensions there are, 1 to 7 their sizes. */
    long dimension(int index) {
        return second ? bytes.getLong(16 + 8 * index) : bytes.getShort(40 + 2 * index);
    }

    int dataType() {
        return bytes.getShort(second ? 12 : 70);
    }

    int bitsOfVoxel() {
        return bytes.getShort(second ? 14 : 72);
    }

    double pixelDimension(int index) {
        return real(76, 104, index);
    }

    double voxelOffset() {
        return second ? bytes.getLong(168) : bytes.getFloat(108);
    }

    double slope() {
        return real(112, 176, 0);
    }

    double intercept() {
        return real(116, 184, 0);
    }

    /** The unit of distances: 0 unknown, 1 metre, 2 millimetre, 3 micrometre. */
    int spatialUnit() {
        return (second ? bytes.getInt(500) : bytes.get(123)) & 7;
    }

    int quaternionCode() {
        return second ? bytes.getInt(344) : bytes.getShort(252);
    }

    int matrixCode() {
        return second ? bytes.getInt(348) : bytes.getShort(254);
    }

    /** The quaternion's b, c and d. */
    double quaternion(int index) {
        return real(256, 352, index);
    }

    /** The place of the first voxel beside the quaternion. */
    double quaternionOffset(int index) {
        return real(268, 376, index);
    }

    /** The matrix, row by row, 12 numbers. */
    double matrix(int index) {
        return real(280, 400, index);
    }

    /** Adds what people wrote into the header. */
    void addTexts(List<HeaderEntry> entries) {
        addText(entries, bytes, "Description", second ? 240 : 148, 80);
        addText(entries, bytes, "Auxiliary file", second ? 320 : 228, 24);
        addText(entries, bytes, "Intent", second ? 508 : 328, 16);
    }

    /** Adds a text that ends at its first zero, unless it is empty. */
    static void addText(List<HeaderEntry> entries, ByteBuffer bytes, String name, int offset, int length) {
        byte[] content = new byte[length];
        bytes.get(offset, content);
        String value = text(content, 0, length);
        int end = value.indexOf('\0');
        String clean = HeaderText.displayable(end < 0 ? value : value.substring(0, end));
        if (!clean.isEmpty()) {
            entries.add(HeaderEntry.fact(name, clean));
        }
    }

    private double real(int first, int second, int index) {
        return this.second ? bytes.getDouble(second + 8 * index) : bytes.getFloat(first + 4 * index);
    }

    private static String text(byte[] content, int offset, int length) {
        return new String(content, offset, length, StandardCharsets.ISO_8859_1);
    }
}
