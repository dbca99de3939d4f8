package gazelle.protocol.transport.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * Trusts exactly one server key, whatever the certificate around it says of names: the fingerprint was given by the server's
 * administrator. The certificate's dates are checked.
 */
public final class PinnedServerTrust extends ServerTrust {
    private final KeyFingerprint trusted;

    public PinnedServerTrust(KeyFingerprint trusted) {
        this.trusted = trusted;
    }

    @Override
    void check(X509Certificate certificate) throws CertificateException {
        KeyFingerprint actual = KeyFingerprint.of(certificate.getPublicKey());
        if (!actual.equals(trusted)) {
            throw new UntrustedKeyException(actual);
        }
        certificate.checkValidity();
    }

    /** Thrown when the server proves another key than the trusted one. */
    public static final class UntrustedKeyException extends CertificateException {
        private static final long serialVersionUID = 1L;

        private final String actual;

        UntrustedKeyException(KeyFingerprint actual) {
            super("the server's key has the fingerprint " + actual);
            this.actual = actual.hex();
        }

        /** Returns the fingerprint of the key that the server proved. */
        public KeyFingerprint actual() {
            return new KeyFingerprint(actual);
        }
    }
}
