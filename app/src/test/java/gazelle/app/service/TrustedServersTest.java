package gazelle.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.transport.tls.KeyFingerprint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
            assertThat(files).containsExactlyInAnyOrder(file(), file().resolveSibling("trusted-servers.lock"));
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
    void twoProcessesAtOnceLoseNoDecision() throws Exception {
        int each = 25;
        Process one = TrustingProcess.start("", file(), 1, each);
        Process other = TrustingProcess.start("", file(), 1 + each, each);
        TrustedServers servers = new TrustedServers(file());
        for (int i = 0; i < each; i++) {
            servers.trust(new ServerAddress("mri.example", 1 + 2 * each + i), KEY);
            Thread.sleep(20);
        }
        assertThat(TrustingProcess.outcome(one)).isEqualTo("kept");
        assertThat(TrustingProcess.outcome(other)).isEqualTo("kept");
        assertThat(servers.all()).hasSize(3 * each);
    }

    @Test
    void saysThatAnotherWindowIsChangingTheListAndLosesNothing() throws Exception {
        TrustedServers servers = new TrustedServers(file());
        servers.trust(NAMED, KEY);
        try (PrivateFile.Claim _ = new PrivateFile(file()).claim()) {
            assertThatThrownBy(() -> servers.trust(NUMBERED, KEY))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("another window of this program is changing it")
                    .hasMessageContaining("This decision was not kept; earlier ones were.")
                    .hasMessageContaining("try again");
            assertThat(servers.all()).as("readers need not wait").isEqualTo(Map.of(NAMED, KEY));
            assertThat(TrustingProcess.outcome(TrustingProcess.start("", file(), 1, 1)))
                    .contains("another window of this program is changing it");
        }
        servers.trust(NUMBERED, KEY);
        assertThat(servers.all()).hasSize(2);
    }

    @Test
    void saysThatThereIsNoRoomAndLosesNothing() throws Exception {
        TrustedServers servers = new TrustedServers(file());
        servers.trust(NAMED, KEY);
        String before = Files.readString(file());
        // No file of this process may hold a single byte: every write fails as on a full disk.
        assertThat(TrustingProcess.outcome(TrustingProcess.start("ulimit -f 0; ", file(), 1, 1)))
                .startsWith("The list of trusted servers at " + file() + " cannot be changed (")
                .contains("This decision was not kept; earlier ones were. Nothing was sent.")
                .contains("has room, then try again")
                .doesNotContain("Exception");
        assertThat(Files.readString(file())).isEqualTo(before);
        try (var files = Files.list(file().getParent())) {
            assertThat(files)
                    .as("no half of a file is left")
                    .doesNotContain(file().resolveSibling("trusted-servers.new"));
        }
        servers.trust(NUMBERED, OTHER);
        assertThat(servers.all()).hasSize(2);
    }

    @Test
    void saysThatTheFolderCannotBeWritten() throws Exception {
        Path occupied = Files.writeString(folder.resolve("occupied"), "a file where the folder should be");
        TrustedServers servers = new TrustedServers(occupied.resolve("trusted-servers"));
        assertThat(servers.all()).isEmpty();
        assertThatThrownBy(() -> servers.trust(NAMED, KEY))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("cannot be changed (a file stands where a folder should be)")
                .hasMessageContaining("Check that its folder may be written to");
        assertThat(occupied).hasContent("a file where the folder should be");
        GivenConsents consents = new GivenConsents(occupied.resolve("consents"));
        consents.add(KEY, "brain-tumour");
        assertThat(consents.contains(KEY, "brain-tumour")).as("asked again").isFalse();
    }

    @Test
    void twoWindowsKeepEachOthersConsents() {
        GivenConsents one = new GivenConsents(folder.resolve("consents"));
        GivenConsents other = new GivenConsents(folder.resolve("consents"));
        one.add(KEY, "a");
        other.add(KEY, "b");
        one.add(KEY, "c");
        assertThat(List.of("a", "b", "c")).allMatch(model -> one.contains(KEY, model) && other.contains(KEY, model));
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
