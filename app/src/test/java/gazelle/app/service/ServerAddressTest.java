package gazelle.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @Test
    void readsNamesAndBothKindsOfAddresses() {
        assertThat(ServerAddress.parse("mri.example:7443")).isEqualTo(new ServerAddress("mri.example", 7443));
        assertThat(ServerAddress.parse("127.0.0.1:1")).isEqualTo(new ServerAddress("127.0.0.1", 1));
        assertThat(ServerAddress.parse("[::1]:65535")).isEqualTo(new ServerAddress("::1", 65_535));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", ":1", "host:", "host:x", "host:0", "host:65536", "::1:7443", "host:99999999999"})
    void refusesWhatIsNoAddressWithAPort(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ");
    }
}
