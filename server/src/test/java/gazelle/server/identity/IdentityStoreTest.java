package gazelle.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.transport.tls.TlsIdentity;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityStoreTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private TlsIdentity load(String state) throws IdentityException {
        return new IdentityStore(folder.resolve(state)).loadOrCreate(RANDOM, Instant.now());
    }

    @Test
    void makesAKeyForTheOwnerAloneAndFindsItAgain() throws Exception {
        TlsIdentity made = load("state");
        assertThat(load("state").fingerprint()).isEqualTo(made.fingerprint());
        assertThat(load("other").fingerprint()).isNotEqualTo(made.fingerprint());
        Path state = folder.resolve("state");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("identity/key.pem"))))
                .isEqualTo("rw-------");
        assertThat(state.resolve("identity/key.pem")).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(state.resolve("identity/certificate.pem")).content().endsWith("-----END CERTIFICATE-----\n");
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files).as("nothing is left behind").containsExactly(state.resolve("identity"));
        }
    }

    @Test
    void refusesAndKeepsAPairThatDoesNotBelongTogether() throws Exception {
        load("state");
        load("other");
        Path certificate = folder.resolve("state/identity/certificate.pem");
        Files.copy(folder.resolve("other/identity/certificate.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        byte[] before = Files.readAllBytes(certificate);
        assertThatThrownBy(() -> load("state"))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("do not belong together")
                .hasMessageContaining("Restore the folder from a backup");
        assertThat(Files.readAllBytes(certificate)).isEqualTo(before);
    }

    @Test
    void refusesDamagedAndMissingFiles() throws Exception {
        load("state");
        Path key = folder.resolve("state/identity/key.pem");
        String pem = Files.readString(key);
        for (String damaged : new String[] {
            "", "rubbish", pem.substring(0, pem.length() / 2), pem.replace("PRIVATE", "PUBLIC"), pem.replace('M', '!')
        }) {
            Files.writeString(key, damaged);
            assertThatThrownBy(() -> load("state"))
                    .isInstanceOf(IdentityException.class)
                    .hasMessageContaining("cannot be used");
        }
        Files.delete(key);
        assertThatThrownBy(() -> load("state"))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("key.pem is missing");
    }

    @Test
    void refusesAKeyThatOthersMayRead() throws Exception {
        load("state");
        Files.setPosixFilePermissions(
                folder.resolve("state/identity/key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> load("state"))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void saysThatThereIsNoRoomAndLeavesNothingBehind() throws Exception {
        Path state = Files.createDirectory(folder.resolve("state"));
        assertThat(IdentityProcess.outcomeWithoutRoom(state))
                .startsWith("cannot write to the state folder " + state)
                .doesNotContain("Exception");
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files).isEmpty();
        }
        assertThat(load("state").fingerprint())
                .as("once there is room")
                .isEqualTo(load("state").fingerprint());
    }

    @Test
    void renewsTheCertificateForTheSameKey() throws Exception {
        Instant begin = Instant.parse("2026-03-01T12:00:00Z");
        IdentityStore store = new IdentityStore(folder.resolve("state"));
        TlsIdentity made = store.loadOrCreate(RANDOM, begin);
        byte[] key = Files.readAllBytes(folder.resolve("state/identity/key.pem"));
        // Long after the first one's three years.
        Instant later = begin.plus(Duration.ofDays(2_000));
        TlsIdentity renewed = store.renew(RANDOM, later);
        assertThat(renewed.fingerprint()).isEqualTo(made.fingerprint());
        ServerCertificate certificate = ServerCertificate.of(renewed.certificate());
        assertThat(certificate.isValidAt(later)).isTrue();
        assertThat(certificate.isValidAt(begin)).isFalse();
        assertThat(certificate.notAfter()).isEqualTo(later.plus(Duration.ofDays(3 * 365)));
        renewed.certificate().verify(made.certificate().getPublicKey());
        assertThat(renewed.certificate().getSerialNumber())
                .isNotEqualTo(made.certificate().getSerialNumber());
        assertThat(store.loadOrCreate(RANDOM, later).certificate()).isEqualTo(renewed.certificate());
        assertThat(Files.readAllBytes(folder.resolve("state/identity/key.pem"))).isEqualTo(key);
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("the old certificate is nowhere")
                    .containsExactlyInAnyOrder(
                            folder.resolve("state/identity/key.pem"), folder.resolve("state/identity/certificate.pem"));
        }
    }

    @Test
    void keepsTheOldPairWhenThereIsNoRoomForANewCertificate() throws Exception {
        TlsIdentity made = load("state");
        Path state = folder.resolve("state");
        assertThat(IdentityProcess.outcomeWithoutRoom(state, "renew"))
                .startsWith("cannot write to the state folder " + state + ". The old certificate is still in place.")
                .doesNotContain("Exception");
        assertThat(load("state").certificate()).isEqualTo(made.certificate());
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files).containsExactly(state.resolve("identity"));
        }
    }

    /** At every moment of a renewal a crash would leave what a reader finds at that moment. */
    @Test
    void aReaderFindsAWholePairAtEveryMomentOfARenewal() throws Exception {
        load("state");
        try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
            AtomicBoolean renewing = new AtomicBoolean(true);
            CountDownLatch reading = new CountDownLatch(1);
            Future<Set<BigInteger>> found = reader.submit(() -> {
                Set<BigInteger> certificates = new HashSet<>();
                while (renewing.get()) {
                    certificates.add(load("state").certificate().getSerialNumber());
                    reading.countDown();
                }
                return certificates;
            });
            reading.await();
            IdentityStore store = new IdentityStore(folder.resolve("state"));
            for (int i = 0; i < 50; i++) {
                store.renew(RANDOM, Instant.now());
            }
            renewing.set(false);
            assertThat(found.get(30, TimeUnit.SECONDS)).hasSizeGreaterThan(1);
        }
    }

    @Test
    void renewsNothingWhereThereIsNoKeyOrADamagedOne() throws Exception {
        IdentityStore store = new IdentityStore(folder.resolve("state"));
        assertThatThrownBy(() -> store.renew(RANDOM, Instant.now()))
                .isInstanceOf(IdentityException.class)
                .hasMessage(
                        "there is no key in the state folder " + folder.resolve("state")
                                + ". Give the folder with --state that the server is started with; its first start makes the key.");
        assertThat(folder.resolve("state")).doesNotExist();
        load("state");
        Files.writeString(folder.resolve("state/identity/key.pem"), "rubbish");
        assertThatThrownBy(() -> store.renew(RANDOM, Instant.now()))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("key.pem is not a PEM file");
    }

    @Test
    void saysThatTheStateFolderCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> load("file"))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("cannot write to the state folder");
    }
}
