package gazelle.app.desktop.viewmodel;

import gazelle.app.service.EmbeddedServer;
import gazelle.app.service.ModelSource;
import gazelle.app.service.RemoteServer;
import gazelle.app.service.ReusableSession;
import gazelle.app.service.ServerAddress;
import gazelle.app.service.SettingsException;
import gazelle.app.service.TrustedServers;
import gazelle.app.service.UnusableModelsException;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.session.StoppableWork;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Chooses the server: the one inside the program or one on the network, whose key is compared by people once and pinned.
 *
 * <p>When the user chooses something else, connecting is stopped; whatever still answers is dropped.
 */
public final class ServerViewModel implements AutoCloseable {
    private static final String INSIDE = "inside this program";

    private final Executor background;
    private final Executor ui;
    private final SessionSettings settings;
    private final Path models;
    private final TrustedServers trusted;
    private final RunViewModel runs;
    private final ReadOnlyObjectWrapper<Connection> connection =
            new ReadOnlyObjectWrapper<>(this, "connection", new Connection.None());
    private StoppableWork choice = new StoppableWork();

    /**
     * @param background where servers are reached; must not be the thread of {@code ui}
     * @param ui where properties change and where this object is used
     * @param settings randomness, clock and time-out of the sessions
     * @param models folder of the compiled models of the server inside the program
     * @param trusted the keys that the user compared
     * @param runs is given the server to ask
     */
    public ServerViewModel(
            Executor background,
            Executor ui,
            SessionSettings settings,
            Path models,
            TrustedServers trusted,
            RunViewModel runs) {
        this.background = background;
        this.ui = ui;
        this.settings = settings;
        this.models = models;
        this.trusted = trusted;
        this.runs = runs;
    }

    /** Loads the bundled models and uses the server inside the program. */
    public void useEmbedded() {
        StoppableWork mine = leave(new Connection.Trying("the server inside this program"));
        runs.detach(new RunState.Preparing(RunState.Work.MODELS));
        background.execute(() -> {
            try {
                use(mine, EmbeddedServer.load(models, settings));
            } catch (UnusableModelsException unusable) {
                refuse(mine, INSIDE, new RunState.Failed(String.valueOf(unusable.getMessage()), false));
            } catch (SessionException problem) {
                refuse(mine, INSIDE, stateOf(problem));
            }
        });
    }

    /**
     * Connects to a server whose key is trusted; else asks, or compares the key with the given fingerprint.
     *
     * @param address where the server listens
     * @param given the fingerprint that its administrator gave, if the user typed it
     */
    public void connect(ServerAddress address, Optional<KeyFingerprint> given) {
        StoppableWork mine = leave(new Connection.Trying(address.toString()));
        runs.detach(new RunState.Connecting(address.toString()));
        background.execute(() -> introduce(mine, address, given));
    }

    private void introduce(StoppableWork mine, ServerAddress address, Optional<KeyFingerprint> given) {
        try {
            Optional<KeyFingerprint> known = trusted.fingerprintOf(address);
            if (known.isPresent()) {
                reach(mine, address, known.get());
                return;
            }
            ServerCertificate certificate = mine.run(() -> RemoteServer.certificateOf(address));
            if (given.isEmpty()) {
                post(
                        mine,
                        new Connection.UnknownKey(address, certificate),
                        new RunState.Untrusted("The server at " + address
                                + " is not trusted yet. Nothing was sent. Compare its fingerprint first."));
            } else if (given.get().equals(certificate.fingerprint())) {
                trusted.trust(address, certificate.fingerprint());
                reach(mine, address, certificate.fingerprint());
            } else {
                refuse(
                        mine,
                        address.toString(),
                        new RunState.Untrusted("The server at " + address
                                + " has another key than the one you gave: its fingerprint is "
                                + certificate.fingerprint()
                                + ". Nothing was sent. Check the address, and ask your administrator."));
            }
        } catch (SessionException problem) {
            refuse(mine, address.toString(), stateOf(problem));
        } catch (SettingsException unusable) {
            refuse(mine, address.toString(), new RunState.Failed(String.valueOf(unusable.getMessage()), false));
        }
    }

    private void reach(StoppableWork mine, ServerAddress address, KeyFingerprint known) {
        try {
            use(mine, new RemoteServer(address, known, settings));
        } catch (SessionException problem) {
            if (problem.code() == SessionException.Code.UNTRUSTED_SERVER) {
                compare(mine, address, known, problem);
            } else {
                refuse(mine, address.toString(), stateOf(problem));
            }
        }
    }

    /** Why the pinned key was not accepted: because there is another, or because of the certificate around it. */
    private void compare(StoppableWork mine, ServerAddress address, KeyFingerprint known, SessionException problem) {
        try {
            ServerCertificate shown = mine.run(() -> RemoteServer.certificateOf(address));
            if (shown.fingerprint().equals(known)) {
                refuse(mine, address.toString(), stateOf(problem));
                return;
            }
            post(
                    mine,
                    new Connection.ChangedKey(address, known, shown),
                    new RunState.Untrusted("The key of the server at " + address
                            + " has changed. Nothing was sent. Ask your administrator before anything else."));
        } catch (SessionException gone) {
            refuse(mine, address.toString(), stateOf(gone));
        }
    }

    private void use(StoppableWork mine, ModelSource reached) throws SessionException {
        ReusableSession session = new ReusableSession(reached);
        List<ModelOffer> offers;
        try {
            offers = mine.run(session::offers);
        } catch (SessionException problem) {
            session.close();
            throw problem;
        }
        ui.execute(() -> {
            if (!mine.equals(choice)) {
                background.execute(session::close);
                return;
            }
            connection.set(
                    new Connection.Established(reached.place(), reached.key().isPresent()));
            runs.attach(session, offers);
        });
    }

    private static RunState stateOf(SessionException problem) {
        String message = String.valueOf(problem.getMessage());
        return switch (problem.code()) {
            case UNTRUSTED_SERVER -> new RunState.Untrusted(message);
            case INCOMPATIBLE -> new RunState.Incompatible(message);
            case UNREACHABLE, CONNECTION_LOST, TIMED_OUT, MALFORMED_MESSAGE ->
                new RunState.Failed(message, problem.code().retryHelps());
            case UNKNOWN_MODEL, UNSUITABLE_INPUT, REFUSED, SESSION_ENDED, CHEATED, STOPPED ->
                new RunState.Failed(message, problem.code().retryHelps());
        };
    }

    private void refuse(StoppableWork mine, String place, RunState state) {
        post(mine, new Connection.Refused(place, state.sentence()), state);
    }

    private void post(StoppableWork mine, Connection reached, RunState state) {
        ui.execute(() -> {
            if (mine.equals(choice)) {
                connection.set(reached);
                runs.detach(state);
            }
        });
    }

    /** Trusts the key that is asked about, keeps that, and connects; does nothing if none is asked about. */
    public void trust() {
        if (!(connection.get() instanceof Connection.UnknownKey unknown)) {
            return;
        }
        ServerAddress address = unknown.address();
        KeyFingerprint compared = unknown.certificate().fingerprint();
        StoppableWork mine = leave(new Connection.Trying(address.toString()));
        runs.detach(new RunState.Connecting(address.toString()));
        background.execute(() -> {
            try {
                trusted.trust(address, compared);
                reach(mine, address, compared);
            } catch (SettingsException unusable) {
                refuse(mine, address.toString(), new RunState.Failed(String.valueOf(unusable.getMessage()), false));
            }
        });
    }

    /** Uses no server any more, and gives up reaching one. */
    public void disconnect() {
        leave(new Connection.None());
        runs.detach(new RunState.Offline());
    }

    private StoppableWork leave(Connection next) {
        choice.stop();
        choice = new StoppableWork();
        connection.set(next);
        return choice;
    }

    /**
     * The servers whose keys are trusted.
     *
     * @throws SettingsException if their list cannot be used
     */
    public Map<ServerAddress, KeyFingerprint> trustedServers() throws SettingsException {
        return trusted.all();
    }

    /**
     * Trusts a server no more; one that is in use stays so until the connection ends.
     *
     * @throws SettingsException if the list cannot be used
     */
    public void removeTrusted(ServerAddress address) throws SettingsException {
        trusted.remove(address);
    }

    /** Which server is in use, or how far the way to one is. */
    public ReadOnlyObjectProperty<Connection> connectionProperty() {
        return connection.getReadOnlyProperty();
    }

    /** Ends whatever runs and leaves the server. */
    @Override
    public void close() {
        choice.stop();
        choice = new StoppableWork();
        runs.close();
    }
}
