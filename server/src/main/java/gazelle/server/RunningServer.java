package gazelle.server;

import gazelle.protocol.host.ModelHost;
import gazelle.protocol.host.ModelRegistry;
import gazelle.protocol.host.WarmUp;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.transport.netty.ConnectionLimits;
import gazelle.protocol.transport.netty.TlsServer;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.protocol.wire.ModelOffer;
import gazelle.server.identity.IdentityException;
import gazelle.server.identity.IdentityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that listens and serves, from its start to its close. */
public final class RunningServer implements AutoCloseable {
    private final ModelHost host;
    private final TlsServer listener;
    private final WarmUp warmUp;
    private final CertificateWatch certificateWatch;
    private final KeyFingerprint fingerprint;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private RunningServer(
            ModelHost host,
            TlsServer listener,
            KeyFingerprint fingerprint,
            WarmUp warmUp,
            CertificateWatch certificateWatch) {
        this.host = host;
        this.listener = listener;
        this.fingerprint = fingerprint;
        this.warmUp = warmUp;
        this.certificateWatch = certificateWatch;
    }

    /**
     * Loads the models, loads or makes the key, and listens.
     *
     * @param settings randomness, clock and time-out of every session
     * @param clock gives the beginning of a new certificate, and tells when one expires
     * @throws StartException with one line for the administrator
     */
    public static RunningServer start(ServerOptions options, SessionSettings settings, Clock clock)
            throws StartException {
        List<PreparedModel> models = load(options.models());
        TlsIdentity identity;
        try {
            identity = new IdentityStore(options.state()).loadOrCreate(settings.random(), clock.instant());
        } catch (IdentityException problem) {
            throw new StartException(String.valueOf(problem.getMessage()));
        }
        CertificateWatch watch =
                new CertificateWatch(ServerCertificate.of(identity.certificate()), options.state(), clock);
        watch.requireValid();
        ModelHost host = new ModelHost(models, settings, options.maxSessions());
        try {
            TlsServer listener = new TlsServer(
                    options.address(),
                    identity,
                    host::accept,
                    ConnectionLimits.USUAL.withGreeting(settings.limits().setUp()),
                    settings.nanoTime());
            watch.start();
            return new RunningServer(host, listener, identity.fingerprint(), WarmUp.start(settings), watch);
        } catch (IOException occupied) {
            watch.close();
            host.close();
            throw new StartException("cannot listen on " + options.address().getHostString() + " port "
                    + options.address().getPort()
                    + ": it is taken, not allowed or not an address of this computer. Choose another with --port or "
                    + "--bind.");
        }
    }

    private static List<PreparedModel> load(Path folder) throws StartException {
        if (!Files.isDirectory(folder)) {
            throw new StartException(folder + " is not a folder. Give the folder of compiled models with --models.");
        }
        try {
            return ModelRegistry.load(folder);
        } catch (ModelFormatException damaged) {
            throw new StartException("a model cannot be served: " + damaged.getMessage()
                    + ". Compile it again or take it out of the folder.");
        } catch (IOException unreadable) {
            throw new StartException("a model cannot be read: " + unreadable.getMessage()
                    + ". Check that its three files are there and may be read.");
        }
    }

    /** Returns the models offered to clients. */
    public List<ModelOffer> offers() {
        return host.offers();
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** Returns the fingerprint of the key that clients have to trust. */
    public KeyFingerprint fingerprint() {
        return fingerprint;
    }

    /** Waits until another thread has closed this server. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Ends every session and stops listening; does nothing the second time. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            certificateWatch.close();
            warmUp.close();
            host.close();
            listener.close();
            closed.countDown();
        }
    }
}
