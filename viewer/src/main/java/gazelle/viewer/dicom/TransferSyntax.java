package gazelle.viewer.dicom;

import gazelle.viewer.slice.UnreadableImageException;
import java.util.Map;

/**
 * The encoding of a DICOM data set (PS3.5 section 10 and annex A).
 *
 * @param name the name that the standard uses
 * @param explicitVr whether elements name their value representation
 * @param bigEndian whether numbers have their most significant byte first
 * @param deflated whether the data set is packed as a whole
 * @param pixels how its pixels are coded
 * @param lossy whether that coding loses something
 */
record TransferSyntax(
        String name, boolean explicitVr, boolean bigEndian, boolean deflated, PixelCoding pixels, boolean lossy) {
    /** The coding of pixels. */
    enum PixelCoding {
        NATIVE,
        /** Uncompressed, but in fragments. */
        NATIVE_FRAGMENTS,
        RLE,
        JPEG,
        JPEG_LS,
        JPEG_2000
    }

    static final TransferSyntax IMPLICIT_LITTLE =
            new TransferSyntax("Implicit VR Little Endian", false, false, false, PixelCoding.NATIVE, false);
    static final TransferSyntax EXPLICIT_LITTLE =
            explicitLittle("Explicit VR Little Endian", PixelCoding.NATIVE, false);
    static final TransferSyntax EXPLICIT_BIG =
            new TransferSyntax("Explicit VR Big Endian", true, true, false, PixelCoding.NATIVE, false);

    private static final String PREFIX = "1.2.840.10008.1.2";
    private static final Map<String, TransferSyntax> READ = Map.ofEntries(
            Map.entry(PREFIX, IMPLICIT_LITTLE),
            Map.entry(PREFIX + ".1", EXPLICIT_LITTLE),
            Map.entry(PREFIX + ".2", EXPLICIT_BIG),
            Map.entry(
                    PREFIX + ".1.99",
                    new TransferSyntax(
                            "Deflated Explicit VR Little Endian", true, false, true, PixelCoding.NATIVE, false)),
            Map.entry(
                    PREFIX + ".1.98", explicitLittle("Encapsulated Uncompressed", PixelCoding.NATIVE_FRAGMENTS, false)),
            Map.entry(PREFIX + ".5", explicitLittle("RLE Lossless", PixelCoding.RLE, false)),
            Map.entry(PREFIX + ".4.50", explicitLittle("JPEG Baseline", PixelCoding.JPEG, true)),
            Map.entry(PREFIX + ".4.51", explicitLittle("JPEG Extended", PixelCoding.JPEG, true)),
            Map.entry(PREFIX + ".4.57", explicitLittle("JPEG Lossless", PixelCoding.JPEG, false)),
            Map.entry(
                    PREFIX + ".4.70",
                    explicitLittle("JPEG Lossless (first-order prediction)", PixelCoding.JPEG, false)),
            Map.entry(PREFIX + ".4.80", explicitLittle("JPEG-LS Lossless", PixelCoding.JPEG_LS, false)),
            Map.entry(PREFIX + ".4.81", explicitLittle("JPEG-LS Near-Lossless", PixelCoding.JPEG_LS, true)),
            Map.entry(PREFIX + ".4.90", explicitLittle("JPEG 2000 Lossless", PixelCoding.JPEG_2000, false)),
            Map.entry(PREFIX + ".4.91", explicitLittle("JPEG 2000", PixelCoding.JPEG_2000, true)));
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry(PREFIX + ".4.53", "JPEG Spectral Selection"),
            Map.entry(PREFIX + ".4.55", "JPEG Full Progression"),
            Map.entry(PREFIX + ".4.92", "JPEG 2000 Multi-component Lossless"),
            Map.entry(PREFIX + ".4.93", "JPEG 2000 Multi-component"),
            Map.entry(PREFIX + ".4.94", "JPIP Referenced"),
            Map.entry(PREFIX + ".4.95", "JPIP Referenced Deflate"),
            Map.entry(PREFIX + ".4.100", "MPEG-2"),
            Map.entry(PREFIX + ".4.101", "MPEG-2"),
            Map.entry(PREFIX + ".4.102", "MPEG-4 AVC/H.264"),
            Map.entry(PREFIX + ".4.103", "MPEG-4 AVC/H.264"),
            Map.entry(PREFIX + ".4.107", "HEVC/H.265"),
            Map.entry(PREFIX + ".4.108", "HEVC/H.265"),
            Map.entry(PREFIX + ".4.110", "JPEG XL Lossless"),
            Map.entry(PREFIX + ".4.111", "JPEG XL JPEG Recompression"),
            Map.entry(PREFIX + ".4.112", "JPEG XL"),
            Map.entry(PREFIX + ".4.201", "High-Throughput JPEG 2000 Lossless"),
            Map.entry(PREFIX + ".4.202", "High-Throughput JPEG 2000 Lossless (RPCL)"),
            Map.entry(PREFIX + ".4.203", "High-Throughput JPEG 2000"));

    private static final int MAX_UID_LENGTH = 64;

    /**
     * Finds a transfer syntax by its UID.
     *
     * @throws UnreadableImageException if it is not read or unknown; the message names it
     */
    static TransferSyntax ofUid(String uid) throws UnreadableImageException {
        TransferSyntax known = READ.get(uid);
        if (known != null) {
            return known;
        }
        String refused = REFUSED.get(uid);
        if (refused != null) {
            throw UnreadableImageException.unreadEncoding("the transfer syntax \"" + refused + "\" (" + uid + ")");
        }
        // A UID is digits and dots; anything else is text from a hostile file and stays out of the message.
        boolean printable = uid.length() <= MAX_UID_LENGTH && uid.matches("[0-9.]+");
        throw UnreadableImageException.unreadEncoding(
                printable ? "the unknown transfer syntax " + uid : "an unknown transfer syntax");
    }

    /** The same coding of pixels in a data set whose elements do not name their value representation, against the standard. */
    TransferSyntax withoutVr() {
        return new TransferSyntax(name, false, bigEndian, deflated, pixels, lossy);
    }

    /** The unique identifier. */
    String uid() {
        return READ.entrySet().stream()
                .filter(entry -> entry.getValue().name.equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static TransferSyntax explicitLittle(String name, PixelCoding pixels, boolean lossy) {
        return new TransferSyntax(name, true, false, false, pixels, lossy);
    }

    /** The pixels are wrapped in fragments although the file's transfer syntax is an uncompressed one. */
    static UnreadableImageException encapsulatedPixels() {
        return UnreadableImageException.unreadEncoding("a compression that it does not name");
    }
}
