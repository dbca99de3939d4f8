package gazelle.protocol.transport.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts exactly one server key, whatever the certificate around it says of names: the fingerprint was given by the server's
 * administrator. The certificate's dates are checked.
 */
public final class PinnedServerTrust extends X509ExtendedTrustManager {
    private final KeyFingerprint trusted;

    public PinnedServerTrust(KeyFingerprint trusted) {
        this.trusted = trusted;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        KeyFingerprint actual = KeyFingerprint.of(chain[0].getPublicKey());
        if (!actual.equals(trusted)) {
            throw new UntrustedKeyException(actual);
        }
        chain[0].checkValidity();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this trust manager is for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** The server proved another key than the trusted one. */
    public static final class UntrustedKeyException extends CertificateException {
        private static final long serialVersionUID = 1L;

        private final String actual;

        UntrustedKeyException(KeyFingerprint actual) {
            super("the server's key has the fingerprint " + actual);
            this.actual = actual.hex();
        }

        /** The fingerprint that the server showed. */
        public KeyFingerprint actual() {
            return new KeyFingerprint(actual);
        }
    }
}
