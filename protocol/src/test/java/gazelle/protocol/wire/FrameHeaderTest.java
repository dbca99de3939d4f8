package gazelle.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameHeaderTest {
    @ParameterizedTest
    @EnumSource(FrameType.class)
    void acceptsEveryTypeUpToItsLimit(FrameType type) throws Exception {
        assertThat(FrameHeader.of(type.code(), type.maxPayloadBytes(), Integer.MAX_VALUE))
                .isEqualTo(new FrameHeader(type, type.maxPayloadBytes()));
    }

    @ParameterizedTest
    @EnumSource(FrameType.class)
    void rejectsALengthAboveTheLimit(FrameType type) {
        assertThatThrownBy(() -> FrameHeader.of(type.code(), type.maxPayloadBytes() + 1L, Integer.MAX_VALUE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("at most " + type.maxPayloadBytes());
        assertThatThrownBy(() -> FrameHeader.of(type.code(), 0xFFFF_FFFFL, Integer.MAX_VALUE))
                .isInstanceOf(SessionException.class);
    }

    @Test
    void rejectsALengthAboveWhatTheReceiverAccepts() {
        assertThatThrownBy(() -> FrameHeader.of(FrameType.TABLES.code(), 101, 100))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("at most 100");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 255})
    void rejectsAnUnknownType(int code) {
        assertThatThrownBy(() -> FrameHeader.of(code, 0, Integer.MAX_VALUE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("unknown kind " + code);
    }

    @Test
    void rejectsAPayloadAboveItsTypesLimit() {
        assertThatThrownBy(() -> new Frame(FrameType.BYE, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BYE payload: 1 bytes");
    }
}
