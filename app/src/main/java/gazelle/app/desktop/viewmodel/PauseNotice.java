package gazelle.app.desktop.viewmodel;

import gazelle.app.service.ResultWords;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** A sentence that says how long a server has sent nothing, brought up to date as time goes on. */
final class PauseNotice {
    private final LongSupplier nanoTime;
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper(this, "words", "");
    private OptionalLong since = OptionalLong.empty();

    /**
     * @param nanoTime a clock for durations
     */
    PauseNotice(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins a notice of a pause that has lasted for this long already. */
    void begin(Duration quiet) {
        since = OptionalLong.of(nanoTime.getAsLong() - quiet.toNanos());
        tick();
    }

    /** Ends the notice: the server goes on, or nobody waits for it any more. */
    void end() {
        since = OptionalLong.empty();
        words.set("");
    }

    /** Brings the words up to date. */
    void tick() {
        since.ifPresent(begin -> words.set(ResultWords.pause(Duration.ofNanos(nanoTime.getAsLong() - begin))));
    }

    /** The sentence, empty while there is no pause. */
    ReadOnlyStringProperty words() {
        return words.getReadOnlyProperty();
    }
}
