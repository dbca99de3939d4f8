package gazelle.app.record;

import gazelle.app.record.ClassificationRecord.Amounts;
import gazelle.app.service.ResultWords;
import gazelle.protocol.meter.Phase;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words in which a record is told, the same on screen and in a terminal. */
public final class RecordWords {
    private RecordWords() {}

    /** Returns how the time of a run divides among its phases, in a sentence. */
    public static String phases(Amounts amounts) {
        return "Of this: "
                + amounts.phases().stream()
                        .map(phase -> words(phase.phase()) + " " + ResultWords.seconds(phase.seconds()))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    /** A phase that only a later version of the program knows keeps its name. */
    private static String words(String phase) {
        return Arrays.stream(Phase.values())
                .filter(known -> known.name().equals(phase))
                .findFirst()
                .map(ResultWords::phase)
                .orElse(phase.toLowerCase(Locale.ROOT));
    }
}
