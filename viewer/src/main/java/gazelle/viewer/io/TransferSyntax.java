package gazelle.viewer.io;

import java.util.Map;

/**
 * How a DICOM data set is encoded (PS3.5 section 10 and annex A).
 *
 * @param name the name that the standard uses
 * @param explicitVr whether elements name their value representation
 * @param bigEndian whether numbers have their most significant byte first
 */
record TransferSyntax(String name, boolean explicitVr, boolean bigEndian) {
    static final TransferSyntax IMPLICIT_LITTLE = new TransferSyntax("Implicit VR Little Endian", false, false);
    static final TransferSyntax EXPLICIT_LITTLE = new TransferSyntax("Explicit VR Little Endian", true, false);
    static final TransferSyntax EXPLICIT_BIG = new TransferSyntax("Explicit VR Big Endian", true, true);

    private static final String PREFIX = "1.2.840.10008.1.2";
    private static final Map<String, TransferSyntax> READ =
            Map.of(PREFIX, IMPLICIT_LITTLE, PREFIX + ".1", EXPLICIT_LITTLE, PREFIX + ".2", EXPLICIT_BIG);
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry(PREFIX + ".1.98", "Encapsulated Uncompressed"),
            Map.entry(PREFIX + ".1.99", "Deflated"),
            Map.entry(PREFIX + ".5", "RLE Lossless"),
            Map.entry(PREFIX + ".4.50", "JPEG Baseline"),
            Map.entry(PREFIX + ".4.51", "JPEG Extended"),
            Map.entry(PREFIX + ".4.57", "JPEG Lossless"),
            Map.entry(PREFIX + ".4.70", "JPEG Lossless (first-order prediction)"),
            Map.entry(PREFIX + ".4.80", "JPEG-LS Lossless"),
            Map.entry(PREFIX + ".4.81", "JPEG-LS Near-Lossless"),
            Map.entry(PREFIX + ".4.90", "JPEG 2000 Lossless"),
            Map.entry(PREFIX + ".4.91", "JPEG 2000"),
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

    private static final String ADVICE = "Export the series again as \"Explicit VR Little Endian\" (uncompressed), "
            + "or convert the file with your archive's export tool, and open the result.";
    private static final int MAX_UID_LENGTH = 64;

    /**
     * Finds a transfer syntax by its UID.
     *
     * @throws UnreadableImageException if it is compressed or unknown; the message names it
     */
    static TransferSyntax ofUid(String uid) throws UnreadableImageException {
        TransferSyntax known = READ.get(uid);
        if (known != null) {
            return known;
        }
        String refused = REFUSED.get(uid);
        if (refused != null) {
            throw refusal("the transfer syntax \"" + refused + "\" (" + uid + ")");
        }
        // A UID is digits and dots; anything else is text from a hostile file and stays out of the message.
        boolean printable = uid.length() <= MAX_UID_LENGTH && uid.matches("[0-9.]+");
        throw refusal(printable ? "the unknown transfer syntax " + uid : "an unknown transfer syntax");
    }

    /** The pixels are wrapped in fragments although the file's transfer syntax is an uncompressed one. */
    static UnreadableImageException encapsulatedPixels() {
        return refusal("a compression that it does not name");
    }

    private static UnreadableImageException refusal(String encoding) {
        return UnreadableImageException.unsupported("This DICOM file uses " + encoding, ADVICE);
    }
}
