package gazelle.viewer.series;

import gazelle.viewer.dicom.DicomDirectory;
import gazelle.viewer.dicom.DicomStack;
import gazelle.viewer.format.JpegFile;
import gazelle.viewer.format.PngReader;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.UnreadableImageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The discs that patients are given (PS3.10 section 8, PS3.12): pictures with a viewer, its buttons, documents and perhaps a DICOMDIR that
 * names the pictures.
 *
 * <p>A DICOMDIR decides on the files of its folder and below. What it does not name is left out, except DICOM files: someone may have
 * copied several discs into one folder, where the last DICOMDIR stays. One that cannot be followed, or names no file that is there,
 * decides nothing. Without one, a disc is told by its AUTORUN.INF, and only its DICOM files and volumes are taken.
 */
final class PatientDisc {
    private static final String DIRECTORY = "DICOMDIR";
    private static final String AUTOSTART = "AUTORUN.INF";

    /** Enough to tell the format of a file. */
    private static final int HEAD_BYTES = 1024;

    private final @Nullable SliceSource directory;
    private final Set<String> named;
    private int others;
    private int unnamed;

    /**
     * @param directory its DICOMDIR, if it has one that can be followed
     * @param named the files that it names
     */
    private PatientDisc(@Nullable SliceSource directory, Set<String> named) {
        this.directory = directory;
        this.named = named;
    }

    /** Leaves out what discs hold besides pictures, and says so. */
    static FoundFiles choose(FoundFiles found) {
        List<String> notes = new ArrayList<>(found.notes());
        Map<String, PatientDisc> discs = discs(found.files(), notes);
        if (discs.isEmpty()) {
            return new FoundFiles(found.files(), found.refusals(), notes);
        }
        List<SliceSource> chosen = new ArrayList<>();
        for (SliceSource file : found.files()) {
            PatientDisc disc = discOf(onDisc(file.name()), discs);
            if (disc == null || disc.keeps(file)) {
                chosen.add(file);
            }
        }
        discs.values().forEach(disc -> disc.tell(notes));
        return new FoundFiles(chosen, found.refusals(), notes);
    }

    static boolean isDirectoryName(String name) {
        return onDisc(name).equals(DIRECTORY);
    }

    private static Map<String, PatientDisc> discs(List<SliceSource> files, List<String> notes) {
        Map<String, PatientDisc> discs = new HashMap<>();
        Set<String> names = files.stream().map(file -> onDisc(file.name())).collect(Collectors.toUnmodifiableSet());
        for (SliceSource file : files) {
            String name = onDisc(file.name());
            String folder = name.substring(0, name.lastIndexOf('/') + 1);
            String base = name.substring(folder.length());
            if (base.equals(DIRECTORY)) {
                PatientDisc disc = directed(file, folder, names, notes);
                if (disc != null) {
                    discs.put(folder, disc);
                }
            } else if (base.equals(AUTOSTART) && hasDicom(folder, files)) {
                discs.putIfAbsent(folder, new PatientDisc(null, Set.of()));
            }
        }
        return discs;
    }

    private static @Nullable PatientDisc directed(
            SliceSource file, String folder, Set<String> names, List<String> notes) {
        Set<String> listed = new HashSet<>();
        int missing = 0;
        try {
            for (List<String> reference : DicomDirectory.references(file.read(FileLimits.MAX_FILE_SIZE_BYTES + 1))) {
                String name = folder + onDisc(String.join("/", reference));
                if (names.contains(name)) {
                    listed.add(name);
                } else if (names.contains(name + ".DCM")) {
                    listed.add(name + ".DCM");
                } else {
                    missing++;
                }
            }
        } catch (UnreadableImageException broken) {
            notes.add(file.name() + " cannot be followed; all files beside it were looked at instead.");
            return null;
        }
        if (listed.isEmpty()) {
            notes.add(file.name() + " names no file that is here; all files beside it were looked at instead.");
            return null;
        }
        if (missing > 0) {
            notes.add(file.name() + " names files that are not here: " + missing + ".");
        }
        return new PatientDisc(file, listed);
    }

    private static boolean hasDicom(String folder, List<SliceSource> files) {
        return files.stream()
                .filter(file -> onDisc(file.name()).startsWith(folder))
                .anyMatch(PatientDisc::isDicom);
    }

    /** The disc whose folder is the innermost around a file. */
    private static @Nullable PatientDisc discOf(String name, Map<String, PatientDisc> discs) {
        for (int end = name.lastIndexOf('/'); end >= -1; end = end < 0 ? -2 : name.lastIndexOf('/', end - 1)) {
            PatientDisc disc = discs.get(name.substring(0, end + 1));
            if (disc != null) {
                return disc;
            }
        }
        return null;
    }

    private boolean keeps(SliceSource file) {
        if (file.equals(directory)) {
            return false;
        }
        if (named.contains(onDisc(file.name()))) {
            return true;
        }
        byte[] head;
        try {
            head = file.read(HEAD_BYTES);
        } catch (UnreadableImageException toldOfWhenItsTurnComes) {
            return true;
        }
        boolean dicom = DicomStack.isDicom(head);
        // Without a DICOMDIR whatever is no picture is told of by name, as in any folder.
        boolean kept = dicom || (directory == null && !PngReader.isPng(head) && !JpegFile.isJpeg(head));
        unnamed += dicom ? 1 : 0;
        others += kept ? 0 : 1;
        return kept;
    }

    private void tell(List<String> notes) {
        if (directory == null) {
            if (others > 0) {
                notes.add(
                        "PNG and JPEG pictures beside the DICOM files of this disc belong to its viewer or its documents "
                                + "and were left out: " + others + ".");
            }
            return;
        }
        if (others > 0) {
            notes.add(directory.name()
                    + " names the pictures of this disc. Other files, as of its viewer, were left out: " + others
                    + ".");
        }
        if (unnamed > 0) {
            notes.add("DICOM files that " + directory.name() + " does not name were taken too: " + unnamed + ".");
        }
    }

    private static boolean isDicom(SliceSource file) {
        try {
            return DicomStack.isDicom(file.read(HEAD_BYTES));
        } catch (UnreadableImageException unreadable) {
            return false;
        }
    }

    /** A name as a disc has it (PS3.12 annex F): upper case, slashes, without the version and the dot that some systems add. */
    private static String onDisc(String name) {
        return name.replace('\\', '/').toUpperCase(Locale.ROOT).replaceFirst("(\\.?;[0-9]+|\\.)$", "");
    }
}
