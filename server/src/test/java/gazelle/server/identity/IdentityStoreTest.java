package gazelle.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.tls.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
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
    void saysThatTheStateFolderCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> load("file"))
                .isInstanceOf(IdentityException.class)
                .hasMessageContaining("cannot write to the state folder");
    }
}
