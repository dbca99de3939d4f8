package gazelle.server.identity;

import gazelle.protocol.transport.tls.TlsIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps a server's key and certificate in its state folder: {@code identity/key.pem} (PKCS#8, for the owner alone) and
 * {@code identity/certificate.pem}.
 *
 * <p>Both files appear at once, by the renaming of their folder, so that a crash or a second server that starts at the same
 * time leaves either a whole pair or none. A renewed certificate takes the old one's place by the renaming of its file, with the key
 * untouched, so that a crash leaves the old pair or the new one. A pair that is damaged is never replaced: clients trust the key by its
 * fingerprint, and only the administrator may change that.
 */
public final class IdentityStore {
    private static final String CERTIFICATE_FILE = "certificate.pem";
    private static final String KEY_LABEL = "PRIVATE KEY";
    private static final String CERTIFICATE_LABEL = "CERTIFICATE";
    private static final long MAX_PEM_BYTES = 64 << 10;
    private static final int PROBE_BYTES = 32;

    private final Path state;
    private final Path folder;

    /**
     * @param state the server's state folder; made if it is missing
     */
    public IdentityStore(Path state) {
        this.state = state;
        this.folder = state.resolve("identity");
    }

    /**
     * Gives the key and certificate, made now if there are none.
     *
     * @param random source of a new key
     * @param now when a new certificate begins
     * @throws IdentityException if the folder cannot be written, or what it holds is not a whole pair
     */
    public TlsIdentity loadOrCreate(SecureRandom random, Instant now) throws IdentityException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            create(TlsIdentity.generate(random, now));
        }
        return load(random);
    }

    /**
     * Gives the key a new certificate in place of the old one, whether that has expired or not; the fingerprint stays. A server that is
     * running goes on with the old one until it is started again.
     *
     * @param random source of the certificate's number
     * @param now when the new certificate begins
     * @throws IdentityException if there is no key yet, the folder cannot be written, or what it holds is not a whole pair
     */
    public TlsIdentity renew(SecureRandom random, Instant now) throws IdentityException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IdentityException("there is no key in the state folder " + state
                    + ". Give the folder with --state that the server is started with; its first start makes the key.");
        }
        TlsIdentity renewed = load(random).renewed(random, now);
        try {
            Path staging = Files.createTempDirectory(state, "identity-new-", withPermissions("rwx------"));
            try {
                Path certificate = staging.resolve(CERTIFICATE_FILE);
                write(certificate, CERTIFICATE_LABEL, renewed.certificate().getEncoded(), "rw-r--r--");
                Files.move(
                        certificate,
                        folder.resolve(CERTIFICATE_FILE),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                removeLeftover(staging);
            }
        } catch (IOException problem) {
            throw new IdentityException("cannot write to the state folder " + state
                    + ". The old certificate is still in place. Run this as the user that the server runs as, and see "
                    + "that there is room.");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate just made cannot be encoded", impossible);
        }
        return load(random);
    }

    private void create(TlsIdentity identity) throws IdentityException {
        try {
            if (!Files.isDirectory(state)) {
                Files.createDirectories(state, withPermissions("rwx------"));
            }
            Path staging = Files.createTempDirectory(state, "identity-new-", withPermissions("rwx------"));
            try {
                write(
                        staging.resolve("key.pem"),
                        KEY_LABEL,
                        identity.privateKey().getEncoded(),
                        "rw-------");
                write(
                        staging.resolve(CERTIFICATE_FILE),
                        CERTIFICATE_LABEL,
                        identity.certificate().getEncoded(),
                        "rw-r--r--");
                Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                removeLeftover(staging);
            }
        } catch (IOException problem) {
            // Another server that started at the same time may have made the pair first.
            if (!Files.isDirectory(folder)) {
                throw new IdentityException("cannot write to the state folder " + state
                        + ". Give a folder with --state that this user may write to and that has room.");
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a certificate just made cannot be encoded", impossible);
        }
    }

    private TlsIdentity load(SecureRandom random) throws IdentityException {
        byte[] keyBytes = read("key.pem", KEY_LABEL);
        try {
            requireOwnerOnly(folder.resolve("key.pem"));
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keyBytes));
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(read(CERTIFICATE_FILE, CERTIFICATE_LABEL)));
            if (!belongTogether(key, certificate, random)) {
                throw damaged("key.pem and certificate.pem do not belong together");
            }
            return new TlsIdentity(key, certificate);
        } catch (GeneralSecurityException malformed) {
            throw damaged("key.pem or certificate.pem is damaged");
        } finally {
            Arrays.fill(keyBytes, (byte) 0);
        }
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate, SecureRandom random)
            throws GeneralSecurityException {
        byte[] probe = new byte[PROBE_BYTES];
        random.nextBytes(probe);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key, random);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(probe);
        return signature.verify(signed);
    }

    private byte[] read(String name, String label) throws IdentityException {
        Path file = folder.resolve(name);
        try {
            if (Files.size(file) > MAX_PEM_BYTES) {
                throw damaged(name + " is not a PEM file");
            }
            return Pem.decode(Files.readAllBytes(file), label);
        } catch (IOException unreadable) {
            throw damaged(name + " is missing or may not be read");
        } catch (IllegalArgumentException malformed) {
            throw damaged(name + " is not a PEM file of a " + label.toLowerCase(Locale.ROOT));
        }
    }

    private IdentityException damaged(String finding) {
        return new IdentityException("the server's key in " + folder + " cannot be used: " + finding
                + ". Restore the folder from a backup, or move it away to get a new key (then every client must be "
                + "given the new fingerprint).");
    }

    private void requireOwnerOnly(Path keyFile) throws IdentityException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(keyFile);
        } catch (UnsupportedOperationException noPosix) {
            return;
        } catch (IOException unreadable) {
            throw damaged("key.pem may not be read");
        }
        if (!PosixFilePermissions.fromString("rw-------").containsAll(permissions)) {
            throw new IdentityException("the private key " + keyFile + " is open to other users of this computer ("
                    + PosixFilePermissions.toString(permissions)
                    + "). If nobody else can have read it, run chmod 600 on it; else move it away to get a new key.");
        }
    }

    private void write(Path file, String label, byte[] der, String permissions) throws IOException {
        byte[] pem = Pem.encode(der, label);
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), withPermissions(permissions))) {
            ByteBuffer buffer = ByteBuffer.wrap(pem);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } finally {
            Arrays.fill(pem, (byte) 0);
            Arrays.fill(der, (byte) 0);
        }
    }

    private static FileAttribute<?>[] withPermissions(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void removeLeftover(Path staging) throws IOException {
        if (Files.isDirectory(staging)) {
            try (Stream<Path> files = Files.list(staging)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(staging);
        }
    }
}
