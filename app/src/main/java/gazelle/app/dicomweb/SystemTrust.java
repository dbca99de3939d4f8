package gazelle.app.dicomweb;

import gazelle.protocol.transport.tls.KeyFingerprint;
import java.io.Serial;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts servers whose certificate an authority of this computer's Java signed for their name; tells the key of any other. */
final class SystemTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;

    SystemTrust() {
        this.authorities = authorities();
    }

    /** No authority vouches for this key under the server's name. */
    static final class UnknownKeyException extends CertificateException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String actual;

        private UnknownKeyException(KeyFingerprint actual) {
            super("no authority vouches for the server's key " + actual);
            this.actual = actual.hex();
        }

        KeyFingerprint actual() {
            return new KeyFingerprint(actual);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        // Java can be told to leave the comparison of names out; a certificate for any other name would then do.
        if (!"HTTPS".equals(engine.getSSLParameters().getEndpointIdentificationAlgorithm())) {
            throw withoutName();
        }
        try {
            authorities.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException unknown) {
            throw new UnknownKeyException(KeyFingerprint.of(chain[0].getPublicKey()));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw withoutName();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw withoutName();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw withoutName();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw withoutName();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw withoutName();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }

    private static CertificateException withoutName() {
        return new CertificateException("only servers whose name is known are judged");
    }

    private static X509ExtendedTrustManager authorities() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            @Nullable KeyStore ofTheRuntime = null;
            factory.init(ofTheRuntime);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("every Java runtime judges X.509 certificates");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no list of authorities", missing);
        }
    }
}
