package gazelle.app.desktop.viewmodel;

import gazelle.app.service.ResultWords;
import gazelle.app.service.ServerAddress;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.ServerCertificate;

/**
 * The state of the program: the connection to a server and, while a server is in use, the run.
 *
 * <p>Exactly one holds at any time, in one {@link StateModel}; everything on the screen that depends on a server or a run
 * follows it.
 */
public sealed interface DesktopState {
    /** No server is in use. */
    sealed interface WithoutServer extends DesktopState {}

    /** A server is in use. */
    sealed interface WithServer extends DesktopState {
        /** Returns the server. */
        ServerInUse server();
    }

    /** No server was chosen. */
    record Offline() implements WithoutServer {}

    /** The models of the server inside the program are loaded. */
    record Loading() implements WithoutServer {}

    /**
     * A server on the network is being reached.
     *
     * @param place its address
     */
    record Connecting(String place) implements WithoutServer {}

    /**
     * A server showed a key that nobody has compared yet; nothing was sent.
     *
     * @param address of the server
     * @param certificate that it showed
     */
    record UnknownKey(ServerAddress address, ServerCertificate certificate) implements WithoutServer {}

    /**
     * A server showed another key than the trusted one; nothing was sent.
     *
     * @param address of the server
     * @param trusted the key that was compared before
     * @param shown the certificate that it shows now
     */
    record ChangedKey(ServerAddress address, KeyFingerprint trusted, ServerCertificate shown)
            implements WithoutServer {}

    /**
     * A server could not be used.
     *
     * @param place its address, or that it is inside this program
     * @param problem the reason
     */
    record Unusable(String place, Problem problem) implements WithoutServer {}

    /**
     * A slice can be classified.
     *
     * @param server in use
     */
    record Ready(ServerInUse server) implements WithServer {}

    /**
     * The session of a run is made ready: keys and base oblivious transfers.
     *
     * @param server in use
     */
    record Preparing(ServerInUse server) implements WithServer {}

    /**
     * An inference runs.
     *
     * @param server in use
     * @param layer index of the layer, from 0
     * @param layers the number of layers
     */
    record Running(ServerInUse server, int layer, int layers) implements WithServer {}

    /**
     * The user asked to stop; the session is ending.
     *
     * @param server in use
     */
    record Stopping(ServerInUse server) implements WithServer {}

    /**
     * The user stopped the run.
     *
     * @param server in use
     */
    record Stopped(ServerInUse server) implements WithServer {}

    /**
     * There is a result.
     *
     * @param server in use
     * @param result the answer and the slice that it belongs to
     */
    record Done(ServerInUse server, SliceResult result) implements WithServer {}

    /**
     * A run ended without a result.
     *
     * @param server in use
     * @param problem the reason
     */
    record Failed(ServerInUse server, Problem problem) implements WithServer {}

    /** Returns whether a run is under way. */
    default boolean isBusy() {
        return switch (this) {
            case Preparing _, Running _, Stopping _ -> true;
            case WithoutServer _, Ready _, Stopped _, Done _, Failed _ -> false;
        };
    }

    /** Returns whether a run that ended without a result may be started again. */
    default boolean canStartAgain() {
        return switch (this) {
            case Stopped _ -> true;
            case Failed failed -> failed.problem().canRetry();
            case WithoutServer _, Ready _, Preparing _, Running _, Stopping _, Done _ -> false;
        };
    }

    /** Returns whether something went wrong that people have to act on. */
    default boolean isProblem() {
        return switch (this) {
            case UnknownKey _, ChangedKey _, Unusable _, Failed _ -> true;
            case Offline _, Loading _, Connecting _, Ready _, Preparing _, Running _, Stopping _, Stopped _, Done _ ->
                false;
        };
    }

    /** Returns the state in a sentence for people. */
    default String sentence() {
        return switch (this) {
            case Offline _ -> "Offline. Choose a server at the top.";
            case Loading _ -> "Preparing the models...";
            case Connecting connecting -> "Connecting to " + connecting.place() + "...";
            case UnknownKey unknown ->
                "The server at " + unknown.address()
                        + " is not trusted yet. Nothing was sent. Compare its fingerprint first.";
            case ChangedKey changed ->
                "The key of the server at " + changed.address()
                        + " has changed. Nothing was sent. Ask your administrator before anything else.";
            case Unusable unusable -> unusable.problem().message();
            case Ready _ -> "Ready.";
            case Preparing _ -> "Preparing an encrypted session...";
            case Running running -> "Classifying: layer " + (running.layer() + 1) + " of " + running.layers() + ".";
            case Stopping _ -> "Stopping...";
            case Stopped _ -> "Stopped. No result was produced.";
            case Done done ->
                "Done in "
                        + ResultWords.seconds(done.result().record().amounts().seconds()) + ".";
            case Failed failed -> failed.problem().message();
        };
    }

    /** Returns the connection in a few words for people. */
    default String connection() {
        return switch (this) {
            case Offline _ -> "Server: none";
            case Loading _ -> "Connecting to the server inside this program...";
            case Connecting connecting -> "Connecting to " + connecting.place() + "...";
            case UnknownKey unknown -> "Not trusted yet: " + unknown.address();
            case ChangedKey changed -> "Not trusted: " + changed.address();
            case Unusable unusable -> "No connection: " + unusable.place();
            case WithServer use -> "Server: " + use.server().place();
        };
    }
}
