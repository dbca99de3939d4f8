package gazelle.viewer.dicom;

import gazelle.viewer.dicom.DicomWalker.Next;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.tag.TagNumbers;
import java.util.ArrayList;
import java.util.List;

/** The directory of a DICOM disc, the file {@code DICOMDIR} (PS3.3 annex F). */
public final class DicomDirectory {
    /** More references than files are looked at. */
    private static final int MAX_REFERENCES = 1 << 16;

    private static final int MAX_FOLDERS = 16;

    private DicomDirectory() {}

    /**
     * Returns the files that a directory names, each as its folders and its name, from the directory's own folder on.
     *
     * @throws UnreadableImageException if the content is no DICOM file, cannot be followed, or is none of a directory
     */
    public static List<List<String>> references(byte[] content) throws UnreadableImageException {
        if (!DicomHeader.isDicom(content)) {
            throw notADirectory();
        }
        DicomHeader header = DicomHeader.parse(content);
        byte[] plain = header.unpacked(content);
        References references = new References(plain);
        new DicomWalker(plain)
                .dataSet(header.afterUnpacking().dataSetOffset(), plain.length, header.syntax(), references);
        if (!references.directory) {
            throw notADirectory();
        }
        return references.found;
    }

    /** Returns whether a DICOM file is a directory: its data set has records of one. */
    public static boolean isDirectory(byte[] content) {
        try {
            references(content);
            return true;
        } catch (UnreadableImageException other) {
            return false;
        }
    }

    private static UnreadableImageException notADirectory() {
        return UnreadableImageException.damaged("DICOMDIR", "it lists no records");
    }

    private static final class References implements DicomWalker.Visitor {
        private final byte[] content;
        private final List<List<String>> found = new ArrayList<>();
        private boolean directory;

        private References(byte[] content) {
            this.content = content;
        }

        @Override
        public Next element(DicomElement element, String vr, TransferSyntax syntax, int depth)
                throws UnreadableImageException {
            if (element.tag() == TagNumbers.DIRECTORY_RECORDS && depth == 0) {
                directory = true;
                return Next.INTO;
            }
            if (element.tag() == TagNumbers.REFERENCED_FILE && depth == 2 && !element.hasUndefinedLength()) {
                element.requireWithin(content);
                List<String> path = DicomText.plain(content, element);
                if (!path.isEmpty() && path.size() <= MAX_FOLDERS) {
                    if (found.size() == MAX_REFERENCES) {
                        throw UnreadableImageException.tooLarge(
                                "This DICOMDIR names more than " + MAX_REFERENCES + " files");
                    }
                    found.add(path);
                }
            }
            return Next.OVER;
        }

        @Override
        public void item(DicomElement item, TransferSyntax syntax, int depth) {}

        @Override
        public void end(int valueEnd) {}
    }
}
