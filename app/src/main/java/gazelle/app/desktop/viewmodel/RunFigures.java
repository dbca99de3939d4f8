package gazelle.app.desktop.viewmodel;

import gazelle.app.service.ResultWords;
import gazelle.protocol.session.Phase;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a run goes on.
 *
 * @param phase what this program does just now; empty before the first layer
 * @param seconds since the first layer began
 * @param bytesUp sent for the layers that are done
 * @param bytesDown received for them
 * @param remaining estimated seconds to the end; empty until the second layer is done
 */
public record RunFigures(
        Optional<Phase> phase, double seconds, long bytesUp, long bytesDown, OptionalDouble remaining) {
    /** Those of a run that has not begun. */
    static final RunFigures NONE = new RunFigures(Optional.empty(), 0, 0, 0, OptionalDouble.empty());

    /** For people, in one line. */
    public String words() {
        StringBuilder words = new StringBuilder();
        phase.ifPresent(
                now -> words.append("Now: ").append(ResultWords.phase(now)).append(". "));
        words.append("So far ").append(ResultWords.seconds(seconds));
        words.append(", ").append(ResultWords.bytes(bytesUp)).append(" sent");
        words.append(", ").append(ResultWords.bytes(bytesDown)).append(" received");
        remaining.ifPresent(left -> words.append("; ").append(ResultWords.remaining(left)));
        return words.append('.').toString();
    }
}
