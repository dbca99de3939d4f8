package gazelle.protocol.transport.tls;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Lets a handshake complete with any server and keeps the certificate that it showed.
 *
 * <p>Only for a connection over which nothing is sent: the completed handshake proves that the server holds the key that people
 * are then asked to compare.
 */
public final class CertificateProbe extends ServerTrust {
    private volatile Optional<ServerCertificate> shown = Optional.empty();

    /** Makes a probe for one handshake. */
    public CertificateProbe() {}

    @Override
    void check(X509Certificate certificate) {
        shown = Optional.of(ServerCertificate.of(certificate));
    }

    /** Returns the certificate that the server showed; empty before the handshake. */
    public Optional<ServerCertificate> shown() {
        return shown;
    }
}
