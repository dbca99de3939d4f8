package gazelle.app.desktop.viewmodel;

import gazelle.app.desktop.viewmodel.DesktopState.ChangedKey;
import gazelle.app.desktop.viewmodel.DesktopState.Connecting;
import gazelle.app.desktop.viewmodel.DesktopState.Loading;
import gazelle.app.desktop.viewmodel.DesktopState.Offline;
import gazelle.app.desktop.viewmodel.DesktopState.Ready;
import gazelle.app.desktop.viewmodel.DesktopState.UnknownKey;
import gazelle.app.desktop.viewmodel.DesktopState.Unusable;
import gazelle.app.service.EmbeddedServer;
import gazelle.app.service.ModelSource;
import gazelle.app.service.RemoteServer;
import gazelle.app.service.ReusableSession;
import gazelle.app.service.ServerAddress;
import gazelle.app.service.SettingsException;
import gazelle.app.service.SliceModels;
import gazelle.app.service.TrustedServers;
import gazelle.app.service.UnusableModelsException;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.session.StoppableWork;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.wire.SessionException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;

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
    private final StateModel state;
    private StoppableWork choice = new StoppableWork();

    /**
     * @param background reaches servers; must not be the thread of {@code ui}
     * @param ui changes properties; this object is used on its thread
     * @param settings randomness, clock and time-out of the sessions
     * @param models folder of the compiled models of the server inside the program
     * @param trusted the keys that the user compared
     * @param state of the program; until a server is in use, this object changes it
     */
    public ServerViewModel(
            Executor background,
            Executor ui,
            SessionSettings settings,
            Path models,
            TrustedServers trusted,
            StateModel state) {
        this.background = background;
        this.ui = ui;
        this.settings = settings;
        this.models = models;
        this.trusted = trusted;
        this.state = state;
    }

    /** Loads the bundled models and uses the server inside the program. */
    public void useEmbedded() {
        StoppableWork mine = leave(new Loading());
        background.execute(() -> {
            try {
                use(mine, EmbeddedServer.load(models, settings));
            } catch (UnusableModelsException unusable) {
                refuse(mine, INSIDE, Problem.lasting(unusable));
            } catch (SessionException problem) {
                refuse(mine, INSIDE, Problem.of(problem));
            }
        });
    }

    /**
     * Connects to a server whose key is trusted; else asks, or compares the key with the given fingerprint.
     *
     * @param address of the server
     * @param given the fingerprint that its administrator gave, if the user typed it
     */
    public void connect(ServerAddress address, Optional<KeyFingerprint> given) {
        StoppableWork mine = leave(new Connecting(address.toString()));
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
                post(mine, new UnknownKey(address, certificate));
            } else if (given.get().equals(certificate.fingerprint())) {
                trusted.trust(address, certificate.fingerprint());
                reach(mine, address, certificate.fingerprint());
            } else {
                refuse(
                        mine,
                        address.toString(),
                        new Problem(
                                Problem.Kind.UNTRUSTED,
                                "The server at " + address
                                        + " has another key than the one you gave: its fingerprint is "
                                        + certificate.fingerprint()
                                        + ". Nothing was sent. Check the address, and ask your administrator.",
                                false));
            }
        } catch (SessionException problem) {
            refuse(mine, address.toString(), Problem.of(problem));
        } catch (SettingsException unusable) {
            refuse(mine, address.toString(), Problem.lasting(unusable));
        }
    }

    private void reach(StoppableWork mine, ServerAddress address, KeyFingerprint known) {
        try {
            use(mine, new RemoteServer(address, known, settings));
        } catch (SessionException problem) {
            if (problem.code() == SessionException.Code.UNTRUSTED_SERVER) {
                compare(mine, address, known, problem);
            } else {
                refuse(mine, address.toString(), Problem.of(problem));
            }
        }
    }

    /** Finds the reason why the pinned key was not accepted: another key, or the certificate around it. */
    private void compare(StoppableWork mine, ServerAddress address, KeyFingerprint known, SessionException problem) {
        try {
            ServerCertificate shown = mine.run(() -> RemoteServer.certificateOf(address));
            if (shown.fingerprint().equals(known)) {
                refuse(mine, address.toString(), Problem.of(problem));
                return;
            }
            post(mine, new ChangedKey(address, known, shown));
        } catch (SessionException gone) {
            refuse(mine, address.toString(), Problem.of(gone));
        }
    }

    private void use(StoppableWork mine, ModelSource reached) throws SessionException {
        ReusableSession session = new ReusableSession(reached);
        SliceModels models;
        try {
            models = mine.run(session::sliceModels);
        } catch (SessionException problem) {
            session.close();
            throw problem;
        }
        ui.execute(() -> {
            if (!mine.equals(choice)) {
                background.execute(session::close);
                return;
            }
            state.set(new Ready(new ServerInUse(session, models)));
        });
    }

    private void refuse(StoppableWork mine, String place, Problem problem) {
        post(mine, new Unusable(place, problem));
    }

    private void post(StoppableWork mine, DesktopState reached) {
        ui.execute(() -> {
            if (mine.equals(choice)) {
                state.set(reached);
            }
        });
    }

    /** Trusts the key that is asked about, keeps that, and connects; does nothing if none is asked about. */
    public void trust() {
        if (!(state.get() instanceof UnknownKey unknown)) {
            return;
        }
        ServerAddress address = unknown.address();
        KeyFingerprint compared = unknown.certificate().fingerprint();
        StoppableWork mine = leave(new Connecting(address.toString()));
        background.execute(() -> {
            try {
                trusted.trust(address, compared);
                reach(mine, address, compared);
            } catch (SettingsException unusable) {
                refuse(mine, address.toString(), Problem.lasting(unusable));
            }
        });
    }

    /** Uses no server any more, and gives up reaching one. */
    public void disconnect() {
        leave(new Offline());
    }

    private StoppableWork leave(DesktopState next) {
        choice.stop();
        choice = new StoppableWork();
        state.set(next);
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

    /** The state of the program. */
    public ReadOnlyObjectProperty<DesktopState> stateProperty() {
        return state.property();
    }

    /** Gives up reaching a server; one that is in use is left to whoever runs inferences on it. */
    @Override
    public void close() {
        choice.stop();
        choice = new StoppableWork();
    }
}
