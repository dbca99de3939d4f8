package gazelle.protocol.transport.tls;

import gazelle.protocol.text.PlainText;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A server's certificate in words, for people to judge; only the fingerprint identifies the server.
 *
 * @param subject the name of its holder, as the certificate gives it
 * @param issuer the name of its signer, likewise
 * @param notBefore beginning of its validity
 * @param notAfter end of its validity
 * @param fingerprint of its public key, to compare with what the administrator gave
 */
public record ServerCertificate(
        String subject, String issuer, Instant notBefore, Instant notAfter, KeyFingerprint fingerprint) {
    /** Returns a certificate in words; invisible characters of its names are shown as marks. */
    public static ServerCertificate of(X509Certificate certificate) {
        return new ServerCertificate(
                PlainText.shown(certificate.getSubjectX500Principal().getName()),
                PlainText.shown(certificate.getIssuerX500Principal().getName()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                KeyFingerprint.of(certificate.getPublicKey()));
    }

    /** Returns true if the certificate is valid at that time. */
    public boolean isValidAt(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }
}
