package gazelle.viewer.dicom;

import gazelle.viewer.dicom.ConfidentialityProfile.Action;
import gazelle.viewer.dicom.DeidentificationException.Code;
import gazelle.viewer.format.Unpacking;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Removes what identifies the patient from DICOM files, as the Basic Application Level Confidentiality Profile says (PS3.15
 * annex E); pixels stay as they are, bit for bit.
 *
 * <p>One object is one run: a unique identifier that occurs in several files is replaced by the same new one in all, so that
 * slices stay one series.
 */
public final class Deidentifier {
    private static final String METHOD_TEXT = "DICOM PS3.15 2024b Basic Application Level Confidentiality Profile";

    /** Names this program as the writer of a file (PS3.7 section D.3.3.2). */
    private static final String IMPLEMENTATION = "2.25.262413716254417398418731093468262101231";

    private static final int PREAMBLE_BYTES = 128;

    private final NewUids uids;

    /**
     * Starts a run.
     *
     * @param random for the key that makes new identifiers
     */
    public Deidentifier(SecureRandom random) {
        uids = new NewUids(random);
    }

    /**
     * De-identifies a file; its transfer syntax stays, but a deflated one comes out as the same without deflation, and one that is
     * packed with gzip unpacked.
     *
     * @param file the bytes; not changed
     * @param evenWithBurnedInText whether a picture that is said to show text is let through
     * @throws UnreadableImageException if it is no DICOM file, or of a transfer syntax that is not read
     * @throws DeidentificationException if it cannot be followed to its end, shows text, or does not say what it is
     */
    public DeidentifiedFile apply(byte[] file, boolean evenWithBurnedInText)
            throws UnreadableImageException, DeidentificationException {
        byte[] plain = Unpacking.isGzip(file) ? Unpacking.gunzip(file) : file;
        DicomTags tags = DicomTags.parse(plain);
        if (DicomDirectory.isDirectory(plain)) {
            throw new DeidentificationException(
                    Code.DIRECTORY,
                    "This is the directory of a disc (DICOMDIR). It names the patient and the old files, so it was not written. "
                            + "Make a new one of the new files if you need it.");
        }
        Optional<UnreadableImageException> ending = tags.ending();
        if (ending.isPresent() && ending.get().code() == UnreadableImageException.Code.TOO_LARGE) {
            throw new DeidentificationException(
                    Code.TOO_LARGE,
                    "This DICOM file has more than the limit of " + DicomTags.MAX_ELEMENTS
                            + " elements, so a part of it could not be searched for names. Nothing was written. "
                            + "Export it in smaller parts.");
        }
        if (!tags.complete()) {
            throw new DeidentificationException(
                    Code.DAMAGED,
                    "This DICOM file is cut off or damaged, so a part of it could not be searched for names. Nothing was "
                            + "written. Copy or export it again from its source.");
        }
        Run run = new Run(tags);
        if (!evenWithBurnedInText && run.text(TagNumbers.BURNED_IN_ANNOTATION).equals("YES")) {
            throw new DeidentificationException(
                    Code.BURNED_IN_TEXT,
                    "This picture is marked as showing text that may name the patient (Burned In Annotation: YES), which "
                            + "de-identification does not remove. Nothing was written. Look at it, and allow it if it "
                            + "names nobody.");
        }
        String sopClass = run.text(TagNumbers.SOP_CLASS);
        String oldInstance = run.text(TagNumbers.SOP_INSTANCE_UID);
        if (!sopClass.matches("[0-9.]{1,64}") || oldInstance.isEmpty()) {
            throw new DeidentificationException(
                    Code.NOT_AN_INSTANCE,
                    "This DICOM file does not say what kind of object it is and which (SOP class and instance). Nothing was "
                            + "written. Export it again from its source.");
        }
        String instance = uids.replace(oldInstance);
        return new DeidentifiedFile(instance, run.file(sopClass, instance), tags.tailBytes());
    }

    /** The work on one file. */
    private final class Run {
        private final DicomTags tags;
        private final List<DicomTag> list;

        private Run(DicomTags tags) {
            this.tags = tags;
            list = tags.list();
        }

        /** The first value of a top-level element as plain text; empty if it is missing. */
        private String text(int tag) {
            return list.stream()
                    .filter(element -> element.depth() == 0 && element.tag() == tag)
                    .findFirst()
                    .map(this::plain)
                    .orElse("");
        }

        private String plain(DicomTag element) {
            return new String(tags.value(element), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
        }

        private byte[] file(String sopClass, String instance) {
            Map<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);
            for (int i = 0; i < list.size(); i = after(i)) {
                DicomTag element = list.get(i);
                if (element.group() > TagNumbers.META_GROUP) {
                    DicomWriter one = writer();
                    write(i, one);
                    elements.putIfAbsent(element.tag(), one.toByteArray());
                }
            }
            elements.put(
                    TagNumbers.IDENTITY_REMOVED,
                    writer().text(TagNumbers.IDENTITY_REMOVED, "CS", "YES").toByteArray());
            elements.put(
                    TagNumbers.DEIDENTIFICATION_METHOD,
                    writer().text(TagNumbers.DEIDENTIFICATION_METHOD, "LO", METHOD_TEXT)
                            .toByteArray());
            elements.put(TagNumbers.DEIDENTIFICATION_CODES, methodCodes());
            elements.put(
                    TagNumbers.DATES_MODIFIED,
                    writer().text(TagNumbers.DATES_MODIFIED, "CS", "REMOVED").toByteArray());
            DicomWriter file = new DicomWriter(true, false)
                    .raw(new byte[PREAMBLE_BYTES])
                    .raw("DICM".getBytes(StandardCharsets.US_ASCII))
                    .raw(header(sopClass, instance));
            elements.values().forEach(file::raw);
            return file.toByteArray();
        }

        /** The file header is written anew (PS3.10 table 7.1-1): an old one may name who sent the file. */
        private byte[] header(String sopClass, String instance) {
            byte[] rest = new DicomWriter(true, false)
                    .element(TagNumbers.META_VERSION, "OB", new byte[] {0, 1})
                    .text(TagNumbers.META_SOP_CLASS, "UI", sopClass)
                    .text(TagNumbers.META_SOP_INSTANCE, "UI", instance)
                    .text(TagNumbers.TRANSFER_SYNTAX, "UI", tags.undeflatedSyntaxUid())
                    .text(TagNumbers.IMPLEMENTATION_CLASS, "UI", IMPLEMENTATION)
                    .text(TagNumbers.IMPLEMENTATION_VERSION, "SH", "GAZELLE")
                    .toByteArray();
            byte[] length = {
                (byte) rest.length, (byte) (rest.length >>> 8), (byte) (rest.length >>> 16), (byte) (rest.length >>> 24)
            };
            return new DicomWriter(true, false)
                    .element(TagNumbers.META_LENGTH, "UL", length)
                    .raw(rest)
                    .toByteArray();
        }

        /** PS3.16 CID 7050: the code of the profile. */
        private byte[] methodCodes() {
            return writer().beginSequence(TagNumbers.DEIDENTIFICATION_CODES, "SQ")
                    .beginItem()
                    .text(TagNumbers.CODE_VALUE, "SH", "113100")
                    .text(TagNumbers.CODING_SCHEME, "SH", "DCM")
                    .text(TagNumbers.CODE_MEANING, "LO", "Basic Application Confidentiality Profile")
                    .endItem()
                    .endSequence()
                    .toByteArray();
        }

        private DicomWriter writer() {
            return new DicomWriter(tags.explicitVr(), tags.bigEndian());
        }

        /** The place of the next entry that is not within this one. */
        private int after(int index) {
            int depth = list.get(index).depth();
            int next = index + 1;
            while (next < list.size() && list.get(next).depth() > depth) {
                next++;
            }
            return next;
        }

        private void write(int index, DicomWriter out) {
            DicomTag element = list.get(index);
            String vr = element.vr();
            Action action = ConfidentialityProfile.of(element);
            // Within unknown elements of big-endian files numbers may have another order: such a sequence is left out.
            boolean otherOrder = element.bigEndian() != tags.bigEndian();
            if (action == Action.REMOVE || otherOrder || isNestedPixels(element)) {
                return;
            }
            if (after(index) > index + 1) {
                nested(index, action, out);
                return;
            }
            switch (action) {
                case REMOVE -> {}
                case EMPTY -> out.element(element.tag(), vr, new byte[0]);
                case REPLACE -> out.element(element.tag(), vr, meaningless(vr, element.length()));
                case NEW_UIDS -> out.element(element.tag(), vr, ascii(uids.replace(plain(element))));
                case KEEP -> out.element(element.tag(), vr, tags.value(element));
            }
        }

        /** A value of its kind that tells nothing. */
        private static byte[] meaningless(String vr, int length) {
            return switch (vr) {
                case "AE", "CS", "LO", "LT", "SH", "ST", "UC", "UT" -> ascii("ANONYMOUS");
                case "AS" -> ascii("000Y");
                case "DS", "IS" -> ascii("0");
                case "UI" -> ascii("2.25.0");
                case "FD", "FL", "SL", "SS", "SV", "UL", "US", "UV" -> new byte[length];
                default -> new byte[0];
            };
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        /** Pictures within sequences, such as icons, show the patient without saying so. */
        private static boolean isNestedPixels(DicomTag element) {
            return element.tag() == TagNumbers.PIXELS && element.depth() > 0;
        }

        private void nested(int index, Action action, DicomWriter out) {
            DicomTag sequence = list.get(index);
            boolean pixels = sequence.tag() == TagNumbers.PIXELS;
            out.beginSequence(sequence.tag(), pixels ? sequence.vr() : "SQ");
            if (action == Action.KEEP) {
                int end = after(index);
                for (int item = index + 1; item < end; item = after(item)) {
                    if (pixels) {
                        out.fragment(tags.value(list.get(item)));
                    } else {
                        out.beginItem();
                        int itemEnd = after(item);
                        for (int inner = item + 1; inner < itemEnd; inner = after(inner)) {
                            write(inner, out);
                        }
                        out.endItem();
                    }
                }
            }
            out.endSequence();
        }
    }
}
