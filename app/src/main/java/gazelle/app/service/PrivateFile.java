package gazelle.app.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A small text file for its user alone, always replaced as a whole: a crash or a full disk leaves the old lines or the new ones.
 *
 * <p>Whoever changes what the file says claims it first, so that no other window of the program changes it in between; readers need
 * not.
 */
final class PrivateFile {
    private static final long MAX_BYTES = 1 << 20;

    private static final String CLAIMED = "another window of this program is changing it";
    private static final int CLAIM_TRIES = 40;
    private static final long CLAIM_PAUSE_MILLIS = 50;

    /** The claims of windows of this very process: closing any channel to a file drops the locks that the process has on it. */
    private static final Set<Path> CLAIMED_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;

    PrivateFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    /** Returns its lines; none if there is no file. */
    List<String> lines() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(path + ": larger than " + MAX_BYTES + " bytes");
        }
        return Files.readAllLines(path);
    }

    /**
     * Keeps every other window and process from changing the file until the claim is closed; waits up to two seconds for it.
     *
     * @throws IOException if the folder cannot be written to, or another window holds its claim for longer
     */
    Claim claim() throws IOException {
        Path folder = path.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, withPermissions("rwx------"));
        }
        try {
            for (int i = 0; i < CLAIM_TRIES; i++) {
                if (CLAIMED_HERE.add(path)) {
                    return claimForThisProcess(CLAIM_TRIES - i);
                }
                Thread.sleep(CLAIM_PAUSE_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the program is being closed", stopped);
        }
        throw new IOException(CLAIMED);
    }

    /** The lock is on a file that is never replaced, and ends with the process that holds it. */
    private Claim claimForThisProcess(int tries) throws IOException, InterruptedException {
        FileChannel channel = null;
        boolean claimed = false;
        try {
            channel = FileChannel.open(
                    path.resolveSibling(path.getFileName() + ".lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    withPermissions("rw-------"));
            for (int i = 0; i < tries; i++) {
                if (channel.tryLock() != null) {
                    claimed = true;
                    return new Claim(channel);
                }
                Thread.sleep(CLAIM_PAUSE_MILLIS);
            }
            throw new IOException(CLAIMED);
        } finally {
            if (!claimed) {
                release(channel);
            }
        }
    }

    private void release(@Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            CLAIMED_HERE.remove(path);
        }
    }

    /** The right to change the file. */
    final class Claim implements AutoCloseable {
        private final FileChannel channel;

        private Claim(FileChannel channel) {
            this.channel = channel;
        }

        /** Puts these lines in the place of all that there are; if it fails, those stay. */
        void replace(List<String> lines) throws IOException {
            Path next = path.resolveSibling(path.getFileName() + ".new");
            Files.deleteIfExists(next);
            try {
                write(next, String.join("\n", lines) + "\n");
                Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
        }

        @Override
        public void close() throws IOException {
            release(channel);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), withPermissions("rw-------"))) {
            ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Returns the obstacle, in words for people. */
    static String reason(IOException problem) {
        if (problem instanceof AccessDeniedException) {
            return "this user may not write there";
        }
        if (problem instanceof FileAlreadyExistsException) {
            return "a file stands where a folder should be";
        }
        String told = problem instanceof FileSystemException system ? system.getReason() : problem.getMessage();
        return told == null ? "the system does not allow it" : told;
    }

    private static FileAttribute<?>[] withPermissions(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
