package gazelle.protocol.transport.tls;

import gazelle.protocol.text.PlainText;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * What a server says of itself in its certificate, for people to judge; only the fingerprint identifies it.
 *
 * @param subject whom the certificate names, in its own words
 * @param issuer who signed it, in its own words
 * @param notBefore when it begins to be valid
 * @param notAfter when it ends
 * @param fingerprint of its public key, to compare with what the administrator gave
 */
public record ServerCertificate(
        String subject, String issuer, Instant notBefore, Instant notAfter, KeyFingerprint fingerprint) {
    /** Reads a certificate; invisible characters of its names are shown as marks. */
    public static ServerCertificate of(X509Certificate certificate) {
        return new ServerCertificate(
                PlainText.shown(certificate.getSubjectX500Principal().getName()),
                PlainText.shown(certificate.getIssuerX500Principal().getName()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                KeyFingerprint.of(certificate.getPublicKey()));
    }

    /** Whether the certificate is valid at a time. */
    public boolean isValidAt(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }
}
