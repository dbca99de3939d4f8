package gazelle.protocol.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class ServerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void marksInvisibleCharactersInTheNamesThatAServerGivesItself() throws Exception {
        TlsIdentity identity = TlsIdentity.generate(new SecureRandom(), NOW);
        X500Name name = new X500Name("CN=St. \u202eMary\u2066's\u2028hospital, O=Ålesund");
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(NOW),
                                Date.from(NOW.plusSeconds(60)),
                                name,
                                identity.certificate().getPublicKey())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(identity.privateKey())));
        ServerCertificate shown = ServerCertificate.of(certificate);
        assertThat(shown.subject())
                .contains("St. \uFFFDMary\uFFFD's\uFFFDhospital")
                .contains("Ålesund")
                .isEqualTo(shown.issuer());
    }
}
