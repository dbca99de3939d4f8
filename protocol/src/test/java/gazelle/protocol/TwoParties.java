package gazelle.protocol;

import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.RenewingClient;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.SessionException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/** A host and a client over an in-process link. */
public final class TwoParties implements AutoCloseable {
    /** Settings of both parties in the tests: limits that a busy machine keeps to. */
    public static final SessionSettings SETTINGS = new SessionSettings(
            new SecureRandom(),
            System::nanoTime,
            SessionLimits.USUAL.withSilence(Duration.ofSeconds(30)).withSetUp(Duration.ofMinutes(1)));

    private final ModelHost host;
    private final RenewingClient client;

    public TwoParties(CompiledModel... models) throws SessionException {
        host = host(models);
        client = RenewingClient.open(() -> GazelleClient.open(host.connectInProcess(), SETTINGS));
    }

    public static ModelHost host(CompiledModel... models) {
        return new ModelHost(Arrays.stream(models).map(PreparedModel::new).toList(), SETTINGS, 8);
    }

    public RenewingClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        host.close();
    }
}
