package gazelle.viewer.format;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file format that is recognised only to say so.
 *
 * @param name the name that people know, with its article
 * @param offset where its mark lies, in bytes
 * @param mark the bytes that tell it
 */
public record ForeignFormat(String name, int offset, String mark) {
    private static final String VOLUME_ADVICE = "Convert the volume to NIfTI.";

    private static final List<ForeignFormat> VOLUMES = List.of(
            new ForeignFormat("a netCDF file, such as MINC 1", 0, "CDF\u0001"),
            new ForeignFormat("a netCDF file, such as MINC 1", 0, "CDF\u0002"),
            new ForeignFormat("an HDF5 file, such as MINC 2, ISMRMRD or MATLAB 7.3", 0, "\u0089HDF\r\n\u001a\n"),
            new ForeignFormat("an Interfile header", 0, "!INTERFILE"),
            new ForeignFormat("an Interfile header", 0, "!interfile"),
            new ForeignFormat("an ECAT 7 volume", 0, "MATRIX7"),
            new ForeignFormat("a Philips PAR header", 0, "# === DATA DESCRIPTION FILE"),
            new ForeignFormat("a JCAMP-DX header, as Bruker's ParaVision writes", 0, "##TITLE"),
            new ForeignFormat("a slice of GE Signa 5", 0, "IMGF"),
            new ForeignFormat("an AVW volume", 0, "AVW_ImageFile"),
            new ForeignFormat("a VTK file", 0, "# vtk DataFile"),
            new ForeignFormat("a MATLAB file", 0, "MATLAB "),
            new ForeignFormat("a NumPy array", 0, "\u0093NUMPY"));

    private static final List<ForeignFormat> OTHERS = List.of(
            new ForeignFormat("a JPEG 2000 picture", 0, "\0\0\0\fjP  "),
            new ForeignFormat("a JPEG 2000 picture", 0, "\u00ffO\u00ffQ"),
            new ForeignFormat("a JPEG XL picture", 0, "\0\0\0\fJXL "),
            new ForeignFormat("a JPEG XL picture", 0, "\u00ff\n"),
            new ForeignFormat("a GIF picture", 0, "GIF8"),
            new ForeignFormat("a TIFF picture", 0, "II*\0"),
            new ForeignFormat("a TIFF picture", 0, "MM\0*"),
            new ForeignFormat("a TIFF picture", 0, "II+\0"),
            new ForeignFormat("a TIFF picture", 0, "MM\0+"),
            new ForeignFormat("a WebP picture", 8, "WEBP"),
            new ForeignFormat("an AVI film", 8, "AVI "),
            new ForeignFormat("a HEIC picture", 4, "ftyphei"),
            new ForeignFormat("a HEIC picture", 4, "ftyphev"),
            new ForeignFormat("a HEIC picture", 4, "ftypmif1"),
            new ForeignFormat("an AVIF picture", 4, "ftypavi"),
            new ForeignFormat("an MP4 or QuickTime film", 4, "ftyp"),
            new ForeignFormat("a ZIP archive", 0, "PK\u0003\u0004"),
            new ForeignFormat("a RAR archive", 0, "Rar!"),
            new ForeignFormat("a 7z archive", 0, "7z\u00bc\u00af'\u001c"),
            new ForeignFormat("a tar archive", 257, "ustar"),
            new ForeignFormat("a file packed with bzip2", 0, "BZh"),
            new ForeignFormat("a file packed with xz", 0, "\u00fd7zXZ\0"),
            new ForeignFormat("a file packed with Zstandard", 0, "(\u00b5/\u00fd"),
            new ForeignFormat("a PDF document", 0, "%PDF"),
            new ForeignFormat("a BMP picture", 0, "BM"));

    /** Returns the refusal of a file that is not read, with the name of its format if it is known. */
    public static UnreadableImageException refusal(byte[] content) {
        Optional<ForeignFormat> volume = find(VOLUMES, content);
        if (volume.isPresent()) {
            return UnreadableImageException.unsupported("This is " + volume.get().name, VOLUME_ADVICE);
        }
        return find(OTHERS, content)
                .map(format -> UnreadableImageException.unsupported(
                        "This is " + format.name, "Export the slice as DICOM or as PNG."))
                .orElseGet(() -> new UnreadableImageException(
                        Code.NOT_AN_IMAGE,
                        "This file is neither DICOM nor NIfTI, PNG, JPEG or another format that is read, so there is nothing to show. "
                                + "Choose an MRI slice in one of these formats."));
    }

    /** Returns the refusal of what was packed with gzip. */
    public static UnreadableImageException refusalOfPacked(byte[] unpacked) {
        Optional<ForeignFormat> known = find(VOLUMES, unpacked).or(() -> find(OTHERS, unpacked));
        return known.map(format -> UnreadableImageException.unsupported(
                        "This is " + format.name + ", packed with gzip",
                        "Unpack it, and convert or export what it holds."))
                .orElseGet(() -> new UnreadableImageException(
                        Code.NOT_AN_IMAGE,
                        "This file is packed with gzip, and what it holds is no format that is read. There is nothing to show. "
                                + "Choose an MRI slice or volume."));
    }

    private static Optional<ForeignFormat> find(List<ForeignFormat> formats, byte[] content) {
        return formats.stream().filter(format -> format.matches(content)).findFirst();
    }

    private boolean matches(byte[] content) {
        byte[] expected = mark.getBytes(StandardCharsets.ISO_8859_1);
        int end = offset + expected.length;
        return content.length >= end && Arrays.equals(content, offset, end, expected, 0, expected.length);
    }
}
