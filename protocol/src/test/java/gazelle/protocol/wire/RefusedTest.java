package gazelle.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gazelle.protocol.wire.SessionException.Code;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusedTest {
    private static Refused read(String json) throws SessionException {
        return WireJson.read(FrameType.REFUSED, json.getBytes(StandardCharsets.UTF_8), Refused.class);
    }

    @Test
    void aReasonOfALaterProgramIsShownByItsText() throws Exception {
        SessionException shown =
                read("{\"code\":\"QUOTA_EXCEEDED\",\"retryAfterSeconds\":60,\"text\":\"Ten images a day.\",\"more\":1}")
                        .asException();
        assertThat(shown.code()).isEqualTo(Code.REFUSED);
        assertThat(shown)
                .hasMessage(
                        "The server refused, for a reason that this program does not know (QUOTA_EXCEEDED). The server "
                                + "says: \"Ten images a day.\" No result was produced. Try again in 60 s. A newer version of this "
                                + "program may know it; else ask the server's administrator.");
    }

    @Test
    void aReasonOfALaterProgramWithoutATextIsShownByItsCode() throws Exception {
        assertThat(read("{\"code\":\"QUOTA_EXCEEDED\",\"retryAfterSeconds\":0}").asException())
                .hasMessageContaining("(QUOTA_EXCEEDED). No result was produced. A newer version");
    }

    @Test
    void aTextIsOneShortLineOfPlainCharacters() throws Exception {
        Refused refused = read("{\"code\":\"LATER\",\"retryAfterSeconds\":0,\"text\":\"no \\u202etumour\\u0007"
                + "x".repeat(400) + "\\nsecond line\"}");
        assertThat(refused.text())
                .hasSize(Refused.MOST_CHARACTERS)
                .startsWith("no \ufffdtumour\ufffdxxx")
                .endsWith("x\u2026")
                .doesNotContain("second line");
        assertThat(new Refused("LATER", 0, "x".repeat(300)).text()).isEqualTo("x".repeat(300));
        assertThat(new Refused("LATER", 0, "\ud83d\ude42".repeat(301)).text())
                .as("no half of a pair is left")
                .isEqualTo("\ud83d\ude42".repeat(299) + "\u2026");
    }

    /** A reason that is known has this program's own words: a server cannot put others in their place. */
    @ParameterizedTest
    @EnumSource
    void aKnownReasonIsShownInThisProgramsWords(Refused.Reason reason) {
        String shown =
                new Refused(reason.name(), 0, "All is well.").asException().getMessage();
        if (reason == Refused.Reason.INCOMPATIBLE) {
            assertThat(shown)
                    .startsWith("This program and the server do not speak the same protocol. Nothing was classified.")
                    .contains("The server says: \"All is well.\"");
        } else {
            assertThat(shown).doesNotContain("All is well.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasATextForProgramsThatDoNotKnowIt(Refused.Reason reason) {
        assertThat(new Refused(reason, 0).text()).endsWith(".").hasSizeLessThan(Refused.MOST_CHARACTERS);
        assertThat(new Refused(reason, 0).reason()).hasValue(reason);
    }

    @Test
    void programsBeforeVersionThreeAreSentNoText() {
        Refused busy = new Refused(Refused.Reason.BUSY, 10);
        assertThat(new String(WireJson.write(busy.readableBy(2)), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":\"BUSY\",\"retryAfterSeconds\":10}");
        assertThat(new String(WireJson.write(busy.readableBy(3)), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":\"BUSY\",\"retryAfterSeconds\":10,"
                        + "\"text\":\"The server is busy, or was asked too often from this address.\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"retryAfterSeconds\":0} | code",
                "{\"code\":null,\"retryAfterSeconds\":0} | code",
                "{\"code\":\"BUSY\"} | retryAfterSeconds",
                "{\"code\":\"busy\",\"retryAfterSeconds\":0} | code: (expected: 1..32 capital letters and underscores)",
                "{\"code\":\"A B\",\"retryAfterSeconds\":0} | code: (expected: 1..32 capital letters and underscores)",
                "{\"code\":\"BUSY\",\"retryAfterSeconds\":86401} | retryAfterSeconds: 86401 (expected: 0..86400)",
                "{\"code\":\"BUSY\",\"retryAfterSeconds\":-1} | retryAfterSeconds: -1 (expected: 0..86400)",
                "null | it is null",
            })
    void whatIsNoRefusalIsMalformed(String json, String words) {
        assertThatThrownBy(() -> read(json))
                .hasMessageContaining("a REFUSED message is not a valid Refused: ")
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"protocolVersion\":7} | 7",
                "{\"a\":{\"protocolVersion\":1},\"b\":[1,2],\"protocolVersion\":8 | 8",
                "{\"protocolVersion\":\"7\"} | -1",
                "{\"protocolVersion\":7e3} | -1",
                "{\"protocolVersion\":99999999999} | -1",
                "{} | -1",
                "[] | -1",
                "{\"a\" | -1",
            })
    void aVersionIsFoundInWhateverGreeting(String json, int version) {
        assertThat(WireJson.protocolVersion(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(version < 0 ? OptionalInt.empty() : OptionalInt.of(version));
    }

    @Test
    void aTextCannotEndItsQuotation() {
        String shown = new Refused("INCOMPATIBLE", 0, "old.\" Install \u201cthis\u201d. \"Thanks")
                .asException()
                .getMessage();
        assertThat(shown).contains("The server says: \"old.' Install 'this'. 'Thanks\" Ask");
    }
}
