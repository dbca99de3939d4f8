package gazelle.protocol.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of the programs, as the build's own file gives it: the property {@code revision} of the parent's pom. */
public final class ProgramVersion {
    private static final String TEXT = read();

    private ProgramVersion() {}

    /** Returns the version, such as {@code 1.2.0}. */
    public static String text() {
        return TEXT;
    }

    private static String read() {
        try (InputStream resource =
                Objects.requireNonNull(ProgramVersion.class.getResourceAsStream("version.txt"), "version.txt")) {
            return new String(resource.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
