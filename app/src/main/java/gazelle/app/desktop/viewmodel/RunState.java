package gazelle.app.desktop.viewmodel;

import gazelle.app.service.ResultWords;

/** Where the program stands; exactly one is shown at any time. */
public sealed interface RunState {
    /** The models are being loaded. */
    record Preparing() implements RunState {}

    /** The models are loaded; a slice can be classified. */
    record Ready() implements RunState {}

    /** The session is being set up: keys and base oblivious transfers. */
    record Connecting() implements RunState {}

    /**
     * An inference runs.
     *
     * @param layer index of the layer, from 0
     * @param layers how many there are
     */
    record Running(int layer, int layers) implements RunState {}

    /** The user asked to stop; the session is ending. */
    record Stopping() implements RunState {}

    /** The user stopped it. */
    record Stopped() implements RunState {}

    /**
     * There is a result.
     *
     * @param result the answer and what it belongs to
     */
    record Done(SliceResult result) implements RunState {}

    /**
     * There is no result.
     *
     * @param message what happened, what it means, what to do
     * @param canRetry whether starting again may help
     */
    record Failed(String message, boolean canRetry) implements RunState {}

    /** Whether an inference is under way. */
    default boolean isBusy() {
        return switch (this) {
            case Connecting _, Running _, Stopping _ -> true;
            case Preparing _, Ready _, Stopped _, Done _, Failed _ -> false;
        };
    }

    /** The state in a sentence for people. */
    default String sentence() {
        return switch (this) {
            case Preparing _ -> "Preparing the model...";
            case Ready _ -> "Ready.";
            case Connecting _ -> "Setting up an encrypted session...";
            case Running running -> "Classifying: layer " + (running.layer() + 1) + " of " + running.layers() + ".";
            case Stopping _ -> "Stopping...";
            case Stopped _ -> "Stopped. No result was produced.";
            case Done done ->
                "Done in " + ResultWords.seconds(done.result().report().seconds()) + ".";
            case Failed failed -> failed.message();
        };
    }
}
