package gazelle.viewer.series;

import gazelle.viewer.slice.FileLimits;
import gazelle.viewer.slice.Neighbours;
import gazelle.viewer.slice.UnreadableImageException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The files beside a source, and what was read of them. */
final class SourceNeighbours implements Neighbours {
    private final SliceSource source;
    private final List<SliceSource> found = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    SourceNeighbours(SliceSource source) {
        this.source = source;
    }

    SliceSource source() {
        return source;
    }

    /** The neighbours that were found. */
    List<SliceSource> found() {
        return List.copyOf(found);
    }

    @Override
    public String ownName() {
        return source.fileName();
    }

    @Override
    public Optional<byte[]> read(String name) throws UnreadableImageException {
        if (!Neighbours.isPlain(name)) {
            return Optional.empty();
        }
        Optional<SliceSource> neighbour = source.neighbour(name);
        if (neighbour.isEmpty()) {
            return Optional.empty();
        }
        byte[] content = neighbour.get().read(FileLimits.MAX_FILE_SIZE_BYTES + 1);
        found.add(neighbour.get());
        contents.add(content);
        return Optional.of(content);
    }

    /** Returns the SHA-256 of the file's content and then of all that was read beside it. */
    String digest(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content);
            contents.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java runtime has SHA-256", missing);
        }
    }
}
