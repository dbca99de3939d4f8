package gazelle.viewer.format;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A file format that is recognised only to say so.
 *
 * @param name the name that people know
 * @param offset where its mark lies, in bytes
 * @param mark the bytes that tell it
 */
public record ForeignFormat(String name, int offset, String mark) {
    private static final List<ForeignFormat> KNOWN = List.of(
            new ForeignFormat("NIfTI header without its volume", 344, "ni1\0"),
            new ForeignFormat("NIfTI-2 file", 4, "n+2\0"),
            new ForeignFormat("file packed with gzip that holds no NIfTI volume", 0, "\u001f\u008b"),
            new ForeignFormat("JPEG 2000 picture", 0, "\0\0\0\fjP  "),
            new ForeignFormat("GIF picture", 0, "GIF8"),
            new ForeignFormat("TIFF picture", 0, "II*\0"),
            new ForeignFormat("TIFF picture", 0, "MM\0*"),
            new ForeignFormat("ZIP archive", 0, "PK\u0003\u0004"),
            new ForeignFormat("PDF document", 0, "%PDF"),
            new ForeignFormat("BMP picture", 0, "BM"));

    /** Returns the refusal of a file that is not read, with the name of its format if it is known. */
    public static UnreadableImageException refusal(byte[] content) {
        for (ForeignFormat format : KNOWN) {
            if (format.matches(content)) {
                return UnreadableImageException.unsupported(
                        "This is a " + format.name, "Export the slice as DICOM or as PNG.");
            }
        }
        return new UnreadableImageException(
                Code.NOT_AN_IMAGE,
                "This file is neither DICOM nor NIfTI, PNG or JPEG, so there is nothing to show. "
                        + "Choose an MRI slice in one of these formats.");
    }

    private boolean matches(byte[] content) {
        byte[] expected = mark.getBytes(StandardCharsets.ISO_8859_1);
        int end = offset + expected.length;
        return content.length >= end && Arrays.equals(content, offset, end, expected, 0, expected.length);
    }
}
