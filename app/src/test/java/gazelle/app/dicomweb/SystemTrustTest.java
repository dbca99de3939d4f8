package gazelle.app.dicomweb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class SystemTrustTest {
    @Test
    void judgesNobodyWhereJavaWasToldToIgnoreNames() throws Exception {
        SSLEngine nameless = SSLContext.getDefault().createSSLEngine("archive.example", 443);

        assertThatThrownBy(() -> new SystemTrust().checkServerTrusted(new X509Certificate[0], "UNKNOWN", nameless))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("whose name is known");
    }
}
