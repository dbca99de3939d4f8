package gazelle.app.command;

import gazelle.app.record.Sha256;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.dicom.DicomStack;
import gazelle.viewer.series.OpenedFile;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file in memory, whose slices are decoded when their turn comes.
 *
 * @param stack its slices
 * @param digest of its bytes
 */
record OpenFile(SliceStack stack, Sha256 digest) {
    /**
     * Opens the content of a file.
     *
     * @throws UnreadableImageException if the bytes hold no slice that is understood
     */
    static OpenFile of(byte[] content) throws UnreadableImageException {
        return new OpenFile(SliceReader.open(content), Sha256.of(content));
    }

    /**
     * Opens a file, also one of the two files of a volume.
     *
     * @throws UnreadableImageException if the file cannot be read or holds no slice that is understood
     */
    static OpenFile of(Path file) throws UnreadableImageException {
        OpenedFile opened = SliceReader.openFile(file);
        return new OpenFile(opened.stack(), new Sha256(opened.sha256()));
    }

    /**
     * Hands slices to the taker.
     *
     * @param name of the file for people
     * @param choice of slices; null for all frames of a DICOM file, and for the middle slice of a volume file: that is often
     *     one of hundreds, made for computing rather than for looking
     * @throws UnreadableImageException if there is no slice of that number
     */
    void forEach(String name, @Nullable FrameChoice choice, SliceArguments.Taker taker)
            throws UnreadableImageException, SessionException {
        FrameChoice usual = stack instanceof DicomStack ? FrameChoice.all() : FrameChoice.middle();
        FrameChoice chosen = choice == null ? usual : choice;
        if (chosen.isMiddle()) {
            taker.take(name, () -> new ReadSlice(SliceReader.preferred(stack), digest));
            return;
        }
        for (int index : chosen.of(stack.size(), stack.preferred())) {
            String slice = stack.size() == 1 ? name : name + "#" + (index + 1);
            taker.take(slice, () -> new ReadSlice(stack.slice(index), digest));
        }
    }
}
