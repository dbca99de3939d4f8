package gazelle.app.desktop.viewmodel;

import gazelle.app.service.ResultWords;

/** Where the program stands; exactly one is shown at any time. */
public sealed interface RunState {
    /** No server is in use. */
    record Offline() implements RunState {}

    /**
     * A server is being reached.
     *
     * @param place which
     */
    record Connecting(String place) implements RunState {}

    /**
     * A server's key is not trusted, or not yet.
     *
     * @param message what happened, what it means, what to do
     */
    record Untrusted(String message) implements RunState {}

    /**
     * Server and program do not fit together.
     *
     * @param message what happened, what it means, what to do
     */
    record Incompatible(String message) implements RunState {}

    /**
     * Something is made ready.
     *
     * @param work what
     */
    record Preparing(Work work) implements RunState {}

    /** A slice can be classified. */
    record Ready() implements RunState {}

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

    /** What is made ready. */
    enum Work {
        /** The models of the server inside the program. */
        MODELS,
        /** The session of a run: keys and base oblivious transfers. */
        SESSION
    }

    /** Whether a run is under way. */
    default boolean isBusy() {
        return switch (this) {
            case Preparing preparing -> preparing.work() == Work.SESSION;
            case Running _, Stopping _ -> true;
            case Offline _, Connecting _, Untrusted _, Incompatible _, Ready _, Stopped _, Done _, Failed _ -> false;
        };
    }

    /** Whether what ended without a result may be started again. */
    default boolean canStartAgain() {
        return switch (this) {
            case Stopped _ -> true;
            case Failed failed -> failed.canRetry();
            case Offline _, Connecting _, Untrusted _, Incompatible _, Preparing _, Ready _ -> false;
            case Running _, Stopping _, Done _ -> false;
        };
    }

    /** The state in a sentence for people. */
    default String sentence() {
        return switch (this) {
            case Offline _ -> "Offline. Choose a server at the top.";
            case Connecting connecting -> "Connecting to " + connecting.place() + "...";
            case Untrusted untrusted -> untrusted.message();
            case Incompatible incompatible -> incompatible.message();
            case Preparing preparing ->
                switch (preparing.work()) {
                    case MODELS -> "Preparing the models...";
                    case SESSION -> "Preparing an encrypted session...";
                };
            case Ready _ -> "Ready.";
            case Running running -> "Classifying: layer " + (running.layer() + 1) + " of " + running.layers() + ".";
            case Stopping _ -> "Stopping...";
            case Stopped _ -> "Stopped. No result was produced.";
            case Done done ->
                "Done in " + ResultWords.seconds(done.result().report().seconds()) + ".";
            case Failed failed -> failed.message();
        };
    }
}
