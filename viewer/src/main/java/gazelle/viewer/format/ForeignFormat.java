package gazelle.viewer.format;

import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A file format that is recognised only to say so.
 *
 * @param name the name that people know
 * @param offset where its mark lies, in bytes
 * @param mark the bytes that tell it
 */
public record ForeignFormat(String name, int offset, String mark) {
    /** The beginnings of names that follow "an". */
    private static final Set<String> VOWEL = Set.of("AVI", "AVW", "RAR", "LZH", "ARJ", "HDF", "Int", "ECA", "ima");

    /** Volumes and slices in formats that are not read. */
    private static final List<ForeignFormat> VOLUMES = List.of(
            new ForeignFormat("netCDF file, such as MINC 1", 0, "CDF\u0001"),
            new ForeignFormat("netCDF file, such as MINC 1", 0, "CDF\u0002"),
            new ForeignFormat("HDF5 file, such as MINC 2, ISMRMRD or MATLAB 7.3", 0, "\u0089HDF\r\n\u001a\n"),
            new ForeignFormat("Interfile header", 0, "!INTERFILE"),
            new ForeignFormat("Interfile header", 0, "!interfile"),
            new ForeignFormat("ECAT 7 volume", 0, "MATRIX7"),
            new ForeignFormat("Philips PAR header", 0, "# === DATA DESCRIPTION FILE"),
            new ForeignFormat("JCAMP-DX header, as Bruker's ParaVision writes", 0, "##TITLE"),
            new ForeignFormat("slice of GE Signa 5", 0, "IMGF"),
            new ForeignFormat("AVW volume", 0, "AVW_ImageFile"),
            new ForeignFormat("VTK file", 0, "# vtk DataFile"),
            new ForeignFormat("MATLAB file", 0, "MATLAB "),
            new ForeignFormat("NumPy array", 0, "\u0093NUMPY"));

    /** Formats of other things than pictures of patients, and pictures that no scanner writes. */
    private static final List<ForeignFormat> OTHERS = List.of(
            new ForeignFormat("JPEG 2000 picture", 0, "\0\0\0\fjP  "),
            new ForeignFormat("JPEG 2000 picture", 0, "\u00ffO\u00ffQ"),
            new ForeignFormat("JPEG XL picture", 0, "\0\0\0\fJXL "),
            new ForeignFormat("JPEG XL picture", 0, "\u00ff\n"),
            new ForeignFormat("GIF picture", 0, "GIF8"),
            new ForeignFormat("TIFF picture", 0, "II*\0"),
            new ForeignFormat("TIFF picture", 0, "MM\0*"),
            new ForeignFormat("TIFF picture", 0, "II+\0"),
            new ForeignFormat("TIFF picture", 0, "MM\0+"),
            new ForeignFormat("WebP picture", 8, "WEBP"),
            new ForeignFormat("HEIF picture", 4, "ftyphei"),
            new ForeignFormat("HEIF picture", 4, "ftypmif1"),
            new ForeignFormat("AVIF picture", 4, "ftypavif"),
            new ForeignFormat("Windows icon", 0, "\0\0\1\0"),
            new ForeignFormat("Photoshop picture", 0, "8BPS"),
            new ForeignFormat("PDF document", 0, "%PDF"),
            new ForeignFormat("rich text document", 0, "{\\rtf"),
            new ForeignFormat("Microsoft Office document", 0, "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
            new ForeignFormat("program", 0, "MZ"),
            new ForeignFormat("program", 0, "\u007fELF"),
            new ForeignFormat("Java class", 0, "\u00ca\u00fe\u00ba\u00be"),
            new ForeignFormat("SQLite database", 0, "SQLite format 3"),
            new ForeignFormat("video", 0, "RIFF"),
            new ForeignFormat("video", 4, "ftyp"),
            new ForeignFormat("BMP picture", 0, "BM"));

    private static final ForeignFormat TAR = new ForeignFormat("tar archive", 257, "ustar");

    /** Archives, which hold files but are none to look at. */
    private static final List<ForeignFormat> ARCHIVES = List.of(
            new ForeignFormat("ZIP archive", 0, "PK\u0003\u0004"),
            new ForeignFormat("ZIP archive", 0, "PK\u0005\u0006"),
            new ForeignFormat("ZIP archive", 0, "PK\u0007\b"),
            new ForeignFormat("7z archive", 0, "7z\u00bc\u00af'\u001c"),
            new ForeignFormat("RAR archive", 0, "Rar!\u001a\u0007"),
            TAR,
            new ForeignFormat("file packed with gzip", 0, "\u001f\u008b"),
            new ForeignFormat("file packed with xz", 0, "\u00fd7zXZ\0"),
            new ForeignFormat("file packed with bzip2", 0, "BZh"),
            new ForeignFormat("file packed with Zstandard", 0, "(\u00b5/\u00fd"),
            new ForeignFormat("file packed with LZ4", 0, "\u0004\"M\u0018"),
            new ForeignFormat("file packed with compress", 0, "\u001f\u009d"),
            new ForeignFormat("LZH archive", 2, "-lh"),
            new ForeignFormat("ARJ archive", 0, "`\u00ea"),
            new ForeignFormat("Windows cabinet", 0, "MSCF"),
            new ForeignFormat("image of a disc (ISO 9660)", 32769, "CD001"),
            new ForeignFormat("image of a disc (ISO 9660)", 34817, "CD001"));

    /** Returns the refusal of a file that is not read, with the name of its format if it is known. */
    public static UnreadableImageException refusal(byte[] content) {
        for (ForeignFormat format : VOLUMES) {
            if (format.matches(content)) {
                return UnreadableImageException.unsupported(
                        "This is " + format.withArticle(), "Convert the volume to NIfTI.");
            }
        }
        for (ForeignFormat format : ARCHIVES) {
            if (format.matches(content)) {
                return refusalOfArchive(format.withArticle());
            }
        }
        for (ForeignFormat format : OTHERS) {
            if (format.matches(content)) {
                return other("This is " + format.withArticle(), "Export the slice as DICOM or as PNG.");
            }
        }
        return new UnreadableImageException(
                Code.NOT_AN_IMAGE,
                "This file is neither DICOM nor NIfTI, PNG, JPEG or another format that is read, so there is nothing to show. "
                        + "Choose an MRI slice in one of these formats.");
    }

    /**
     * Returns the refusal of a gzip file by what it unpacks to.
     *
     * @param unpacked its unpacked content, or the beginning of it
     */
    public static UnreadableImageException refusalOfPacked(byte[] unpacked) {
        if (TAR.matches(unpacked)) {
            return refusalOfArchive("a tar archive packed with gzip");
        }
        for (List<ForeignFormat> formats : List.of(VOLUMES, ARCHIVES, OTHERS)) {
            for (ForeignFormat format : formats) {
                if (format.matches(unpacked)) {
                    String finding = "This is " + format.withArticle() + ", packed with gzip";
                    String advice = "Unpack it, and convert or export what it holds.";
                    return VOLUMES.contains(format)
                            ? UnreadableImageException.unsupported(finding, advice)
                            : other(finding, advice);
                }
            }
        }
        return new UnreadableImageException(
                Code.NOT_AN_IMAGE,
                "This file is packed with gzip, and what it holds is no format that is read. There is nothing to show. "
                        + "Choose an MRI slice or volume.");
    }

    private static UnreadableImageException refusalOfArchive(String name) {
        return other(
                "This is " + name,
                "Unpack it and open the folder. Only ZIP archives are opened, each by itself, not within another or a folder.");
    }

    private static UnreadableImageException other(String finding, String advice) {
        return new UnreadableImageException(
                Code.OTHER_FORMAT, finding + ", which this version does not read. " + advice);
    }

    private String withArticle() {
        return (VOWEL.contains(name.substring(0, 3)) ? "an " : "a ") + name;
    }

    private boolean matches(byte[] content) {
        byte[] expected = mark.getBytes(StandardCharsets.ISO_8859_1);
        int end = offset + expected.length;
        return content.length >= end && Arrays.equals(content, offset, end, expected, 0, expected.length);
    }
}
