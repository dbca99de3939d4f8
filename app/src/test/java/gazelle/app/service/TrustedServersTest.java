package gazelle.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.tls.KeyFingerprint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedServersTest {
    private static final ServerAddress NAMED = new ServerAddress("mri.example", 7443);
    private static final ServerAddress NUMBERED = new ServerAddress("::1", 7443);
    private static final KeyFingerprint KEY = new KeyFingerprint("ab".repeat(32));
    private static final KeyFingerprint OTHER = new KeyFingerprint("cd".repeat(32));

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("made").resolve("trusted-servers");
    }

    @Test
    void keepsWhatIsTrustedForItsUserAlone() throws Exception {
        TrustedServers servers = new TrustedServers(file());
        assertThat(servers.fingerprintOf(NAMED)).isEmpty();
        servers.trust(NAMED, KEY);
        servers.trust(NUMBERED, OTHER);
        assertThat(new TrustedServers(file()).all()).isEqualTo(Map.of(NAMED, KEY, NUMBERED, OTHER));
        assertThat(new TrustedServers(file()).fingerprintOf(ServerAddress.parse("MRI.Example:7443")))
                .contains(KEY);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                    .isEqualTo("rwx------");
        }
        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void replacesNoKeyBeforeItIsRemoved() throws Exception {
        TrustedServers servers = new TrustedServers(file());
        servers.trust(NAMED, KEY);
        assertThatThrownBy(() -> servers.trust(NAMED, OTHER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mri.example:7443");
        assertThat(servers.fingerprintOf(NAMED)).contains(KEY);
        servers.remove(NAMED);
        servers.trust(NAMED, OTHER);
        assertThat(servers.fingerprintOf(NAMED)).contains(OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mri.example:7443", "mri.example:7443 abcd", "mri.example abab", "\u0000\u0001", "{}"})
    void neitherBelievesNorReplacesADamagedFile(String damage) throws Exception {
        TrustedServers servers = new TrustedServers(file());
        servers.trust(NUMBERED, KEY);
        String damaged = Files.readString(file()) + damage + "\n";
        Files.writeString(file(), damaged);
        assertThatThrownBy(() -> servers.fingerprintOf(NUMBERED))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("line 2 is damaged")
                .hasMessageContaining("No server was contacted");
        assertThatThrownBy(() -> servers.trust(NAMED, KEY)).isInstanceOf(SettingsException.class);
        assertThat(Files.readString(file())).isEqualTo(damaged);
    }

    @Test
    void refusesTwoKeysForOneServer() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), NAMED + " " + KEY + "\n" + NAMED + " " + OTHER + "\n");
        assertThatThrownBy(() -> new TrustedServers(file()).all()).hasMessageContaining("line 2 is damaged");
    }

    @Test
    void remembersConsentsByKeyAndModel() throws Exception {
        Path file = folder.resolve("consents");
        new GivenConsents(file).add(KEY, "brain-tumour");
        GivenConsents consents = new GivenConsents(file);
        assertThat(consents.contains(KEY, "brain-tumour")).isTrue();
        assertThat(consents.contains(KEY, "liver")).isFalse();
        assertThat(consents.contains(OTHER, "brain-tumour")).isFalse();
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(consents.contains(KEY, "brain-tumour")).isFalse();
    }

    @Test
    void putsSettingsWhereEachSystemDoes() {
        assertThat(UserFolder.of("Linux", "/home/a", Map.of()).root()).isEqualTo(Path.of("/home/a/.config/gazelle"));
        assertThat(UserFolder.of("Linux", "/home/a", Map.of("XDG_CONFIG_HOME", "/x"))
                        .root())
                .isEqualTo(Path.of("/x/gazelle"));
        assertThat(UserFolder.of("Mac OS X", "/Users/a", Map.of()).root())
                .isEqualTo(Path.of("/Users/a/Library/Application Support/Gazelle"));
        assertThat(UserFolder.of("Windows 11", "home", Map.of("APPDATA", "roaming"))
                        .root())
                .isEqualTo(Path.of("roaming", "Gazelle"));
    }
}
