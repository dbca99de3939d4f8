package gazelle.app.dicomweb;

import gazelle.viewer.slice.FileLimits;
import java.time.Duration;

/**
 * Limits on the time and the size of an archive's answer.
 *
 * @param studies the most studies of a search
 * @param parts the most series of a study or instances of a series
 * @param searchBytes the largest answer to a search
 * @param instanceBytes the largest answer that holds an instance
 * @param silence the longest wait for the next bytes
 * @param total the longest wait for a whole answer
 */
public record DicomWebLimits(
        int studies, int parts, int searchBytes, int instanceBytes, Duration silence, Duration total) {
    private static final int ENVELOPE_BYTES = 1 << 16;

    /** A thousand studies, series of as many instances as files of a folder; instances as large as the largest file that is opened. */
    public static final DicomWebLimits USUAL = new DicomWebLimits(
            1000,
            20_000,
            16 << 20,
            FileLimits.MAX_FILE_SIZE_BYTES + ENVELOPE_BYTES,
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));

    public DicomWebLimits {
        requirePositive("studies", studies);
        requirePositive("parts", parts);
        requirePositive("searchBytes", searchBytes);
        requirePositive("instanceBytes", instanceBytes);
        requirePositive("silence", silence.toMillis());
        requirePositive("total", total.toMillis());
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
