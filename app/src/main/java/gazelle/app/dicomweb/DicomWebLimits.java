package gazelle.app.dicomweb;

import gazelle.viewer.slice.FileLimits;
import java.time.Duration;

/**
 * Limits on the time and the size of an archive's answer.
 *
 * @param results the most entries of a search
 * @param searchBytes the largest answer to a search
 * @param instanceBytes the largest answer that holds an instance
 * @param silence the longest wait for the next bytes
 * @param total the longest wait for a whole answer
 */
public record DicomWebLimits(int results, int searchBytes, int instanceBytes, Duration silence, Duration total) {
    private static final int ENVELOPE_BYTES = 1 << 16;

    /** Searches of a thousand entries; instances as large as the largest file that is opened. */
    public static final DicomWebLimits USUAL = new DicomWebLimits(
            1000,
            16 << 20,
            FileLimits.MAX_FILE_SIZE_BYTES + ENVELOPE_BYTES,
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));

    public DicomWebLimits {
        requirePositive("results", results);
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
