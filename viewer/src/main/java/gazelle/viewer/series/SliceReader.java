package gazelle.viewer.series;

import gazelle.viewer.dicom.DicomStack;
import gazelle.viewer.format.ForeignFormat;
import gazelle.viewer.format.JpegFile;
import gazelle.viewer.format.PngReader;
import gazelle.viewer.format.Unpacking;
import gazelle.viewer.format.VolumeFile;
import gazelle.viewer.format.VolumePair;
import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.LargeContent;
import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.SingleSlice;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Opens slices: the one way from a file to a {@link SliceFile}.
 *
 * <p>The format is decided by content; a name leads only from one file of a volume to the other. Encodings that are not read are refused by name.
 */
public final class SliceReader {
    private SliceReader() {}

    /**
     * Reads a file: its picture or, of several, the one that stands for it.
     *
     * @throws UnreadableImageException if the file cannot be read or holds no slice that is understood
     */
    public static SliceFile read(Path file) throws UnreadableImageException {
        return preferred(open(file));
    }

    /**
     * Reads the content of a file: its picture or, of several, the one that stands for it.
     *
     * @param content the bytes; not changed and not kept
     * @throws UnreadableImageException if the bytes hold no slice that is understood
     */
    public static SliceFile read(byte[] content) throws UnreadableImageException {
        return preferred(open(content));
    }

    /**
     * Opens a file to read any of its slices.
     *
     * @throws UnreadableImageException if the file cannot be read or holds no slice that is understood
     */
    public static SliceStack open(Path file) throws UnreadableImageException {
        Objects.requireNonNull(file, "file");
        return openFile(file).stack();
    }

    /**
     * Opens a file to read any of its slices, also one of the two files of a volume.
     *
     * @throws UnreadableImageException if the file cannot be read or holds no slice that is understood
     */
    public static OpenedFile openFile(Path file) throws UnreadableImageException {
        return openFile(new SliceSource.OnDisk(file, String.valueOf(file.getFileName())));
    }

    /** Opens a file with what lies beside it; of the voxels of a volume, their header. */
    static OpenedFile openFile(SliceSource source) throws UnreadableImageException {
        SourceNeighbours neighbours = new SourceNeighbours(withHeader(source));
        byte[] content = neighbours.source().read(FileLimits.MAX_FILE_SIZE_BYTES + 1);
        SliceStack stack = open(content, neighbours);
        return new OpenedFile(stack, neighbours.digest(content));
    }

    /** Returns the header of a file that holds the voxels of a volume; any other file as it is. */
    static SliceSource withHeader(SliceSource source) throws UnreadableImageException {
        Optional<String> header = VolumePair.headerOf(new SourceNeighbours(source));
        return header.isPresent() ? source.neighbour(header.get()).orElse(source) : source;
    }

    /**
     * Opens the content of a file to read any of its slices.
     *
     * @param content the bytes; kept, and not to be changed as long as the result is used
     * @throws UnreadableImageException if the bytes hold no slice that is understood
     */
    public static SliceStack open(byte[] content) throws UnreadableImageException {
        return open(content, Neighbours.NONE);
    }

    /**
     * As {@link #open(byte[])}, of a file whose voxels may lie in another.
     *
     * @param content the bytes; kept, and not to be changed as long as the result is used
     * @param neighbours the files beside it
     * @throws UnreadableImageException if the bytes hold no slice that is understood
     */
    public static SliceStack open(byte[] content, Neighbours neighbours) throws UnreadableImageException {
        Objects.requireNonNull(content, "content");
        if (content.length > FileLimits.MAX_FILE_SIZE_BYTES) {
            throw FileLimits.tooManyBytes();
        }
        if (content.length == 0) {
            throw new UnreadableImageException(
                    Code.NOT_AN_IMAGE, "This file is empty. There is nothing to show. Choose another file.");
        }
        if (!Unpacking.isGzip(content)) {
            return unpacked(content, false, neighbours);
        }
        byte[] unpacked = Unpacking.gunzip(content);
        if (Unpacking.isGzip(unpacked)) {
            throw UnreadableImageException.unsupported("This file is packed with gzip twice", "Unpack it once.");
        }
        return unpacked(unpacked, true, neighbours);
    }

    private static SliceStack unpacked(byte[] content, boolean packed, Neighbours neighbours)
            throws UnreadableImageException {
        if (PngReader.isPng(content)) {
            return new SingleSlice(PngReader.read(content));
        }
        if (JpegFile.isJpeg(content)) {
            return new SingleSlice(JpegFile.read(content));
        }
        if (VolumeFile.isVolume(content)) {
            return VolumeFile.open(content, packed, neighbours);
        }
        if (DicomStack.isDicom(content)) {
            return DicomStack.open(content);
        }
        throw packed ? ForeignFormat.refusalOfPacked(content) : ForeignFormat.refusal(content);
    }

    /**
     * Reads the bytes of a file without looking at them.
     *
     * @throws UnreadableImageException if the file cannot be read or is larger than {@link FileLimits#MAX_FILE_SIZE_BYTES}
     */
    public static byte[] load(Path file) throws UnreadableImageException {
        return load(file, FileLimits.MAX_FILE_SIZE_BYTES + 1);
    }

    /**
     * Returns the picture of a file or, of several, the one that stands for it, with a note that says so.
     *
     * @throws UnreadableImageException if its pixels are damaged
     */
    public static SliceFile preferred(SliceStack stack) throws UnreadableImageException {
        SliceFile slice = stack.slice(stack.preferred());
        if (stack.size() == 1) {
            return slice;
        }
        boolean volume = slice.info().format().holdsVolumes();
        return slice.withNote("This file holds " + stack.size() + (volume ? " slices; the " : " frames; the ")
                + (stack.preferred() == 0 ? "first" : "middle") + " one is used.");
    }

    /** Reads at most so many bytes of a file; one that is larger than the limit of files is refused. */
    static byte[] load(Path file, int limit) throws UnreadableImageException {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw unreadable("This is not a file but a folder or a device", "Choose a file.");
            }
            if (limit > FileLimits.MAX_FILE_SIZE_BYTES && Files.size(file) > FileLimits.MAX_FILE_SIZE_BYTES) {
                throw FileLimits.tooManyBytes();
            }
            // The size may have changed since: reading stops at the limit by itself.
            try (InputStream in = Files.newInputStream(file)) {
                return LargeContent.read(in, Math.min(limit, Files.size(file)), limit);
            }
        } catch (NoSuchFileException e) {
            throw unreadable("This file no longer exists", "Check whether it was moved or its drive was removed.");
        } catch (AccessDeniedException e) {
            throw unreadable("This computer does not allow you to open this file", "Ask its owner for permission.");
        } catch (IOException | SecurityException e) {
            throw unreadable("The file could not be read from its drive", "Check the drive or network and try again.");
        }
    }

    private static UnreadableImageException unreadable(String finding, String advice) {
        return new UnreadableImageException(Code.UNREADABLE_FILE, finding + ". Nothing was opened. " + advice);
    }
}
