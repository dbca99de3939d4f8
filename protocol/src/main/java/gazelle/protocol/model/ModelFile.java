package gazelle.protocol.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * One file of a model's folder, read only if it is a regular file that nobody but its owner can have changed.
 *
 * <p>Group-writable files pass where the group bears the owner's name: the private group for which many systems set umask 002, so
 * that every checkout there has such files. Links to regular files are followed.
 */
final class ModelFile {
    private ModelFile() {}

    /**
     * Reads a whole file.
     *
     * @param largest bytes that it may have
     * @throws NoSuchFileException if it is missing
     * @throws ModelFormatException if it is larger, is no regular file or may be written by others
     */
    static byte[] read(Path file, long largest) throws IOException, ModelFormatException {
        BasicFileAttributes attributes = attributes(file);
        // Before anything is opened: opening a pipe that nobody writes to would wait for ever.
        if (!attributes.isRegularFile()) {
            throw new ModelFormatException(
                    file.getFileName()
                            + ": is a folder, a pipe or a device (expected: a file, or a link to one). Put the model's own file there");
        }
        if (attributes instanceof PosixFileAttributes posix) {
            requireOwnersAlone(
                    file,
                    posix.permissions(),
                    posix.owner().getName(),
                    posix.group().getName());
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) Math.min(largest + 1, Integer.MAX_VALUE));
            if (bytes.length > largest) {
                throw new ModelFormatException(file.getFileName() + ": " + Math.max(attributes.size(), bytes.length)
                        + " bytes (expected: at most " + largest + ")");
            }
            return bytes;
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException, ModelFormatException {
        try {
            return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    ? Files.readAttributes(file, PosixFileAttributes.class)
                    : Files.readAttributes(file, BasicFileAttributes.class);
        } catch (FileSystemException unreachable) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.isSymbolicLink(file)) {
                throw new ModelFormatException(file.getFileName()
                        + ": is a link that leads to no file. Put the model's own file there, or mend the link");
            }
            throw unreachable;
        }
    }

    /**
     * Refuses a file that others may write.
     *
     * @param owner the name of its owner
     * @param group the name of its group
     */
    static void requireOwnersAlone(Path file, Set<PosixFilePermission> permissions, String owner, String group)
            throws ModelFormatException {
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new ModelFormatException(
                    file.getFileName() + ": every user of this computer may change it. " + advice(file));
        }
        if (permissions.contains(PosixFilePermission.GROUP_WRITE) && !group.equals(owner)) {
            throw new ModelFormatException(
                    file.getFileName() + ": the group " + group + " may change it. " + advice(file));
        }
    }

    private static String advice(Path file) {
        return "If nobody can have done so, run chmod go-w " + file + "; else restore it first";
    }

    /** Takes away the right to write that a permissive umask gave to others. */
    static void closeToOthers(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.removeAll(Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE))) {
                Files.setPosixFilePermissions(file, permissions);
            }
        }
    }
}
