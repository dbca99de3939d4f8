package gazelle.protocol.transport.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A server's private key and self-signed certificate (ECDSA on P-256). */
public final class TlsIdentity {
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final Duration VALIDITY = Duration.ofDays(3 * 365);

    private final PrivateKey privateKey;
    private final X509Certificate certificate;

    /**
     * @param privateKey the private key to {@code certificate}
     * @param certificate self-signed
     */
    public TlsIdentity(PrivateKey privateKey, X509Certificate certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    /**
     * Makes a new key and a certificate for it, valid for three years.
     *
     * @param random source of the key
     * @param now beginning of its validity
     */
    public static TlsIdentity generate(SecureRandom random, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return selfSigned(pair.getPrivate(), pair.getPublic(), random, now);
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException("this Java runtime cannot make an ECDSA key", problem);
        }
    }

    /**
     * Makes a new certificate for the same key, valid for three years; the fingerprint stays.
     *
     * @param random source of its number
     * @param now beginning of its validity
     */
    public TlsIdentity renewed(SecureRandom random, Instant now) {
        return selfSigned(privateKey, certificate.getPublicKey(), random, now);
    }

    private static TlsIdentity selfSigned(PrivateKey key, PublicKey publicKey, SecureRandom random, Instant now) {
        try {
            X500Name name = new X500Name("CN=Gazelle server");
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(126, random).setBit(125),
                    Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(VALIDITY)),
                    name,
                    publicKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            return new TlsIdentity(
                    key,
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))));
        } catch (GeneralSecurityException | OperatorCreationException | IOException problem) {
            throw new IllegalStateException("this Java runtime cannot make an ECDSA certificate", problem);
        }
    }

    public PrivateKey privateKey() {
        return privateKey;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Returns the fingerprint that a client has to compare before it trusts this server. */
    public KeyFingerprint fingerprint() {
        return KeyFingerprint.of(certificate.getPublicKey());
    }
}
