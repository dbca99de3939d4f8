package gazelle.app.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gazelle.app.dicomweb.DicomWebException.Code;
import gazelle.app.dicomweb.FoundEntry.Field;
import gazelle.protocol.transport.tls.KeyFingerprint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DicomWebClientTest {
    private static final ArchivePlace INSTANCE = ArchivePlace.parse("1.2/3.4/5.6");
    private static final DicomWebLimits SMALL =
            new DicomWebLimits(2, 2, 1 << 20, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(40));
    private static final DicomWebLimits IMPATIENT =
            new DicomWebLimits(2, 2, 1 << 20, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(2));
    private static final String JSON = "200 OK\r\nContent-Type: application/dicom+json";
    private static final String PARTS =
            "200 OK\r\nContent-Type: multipart/related; type=\"application/dicom\"; boundary=";

    @Test
    void retrievesTheOneInstanceAndSendsCredentialsInTheHeaderOnly() throws Exception {
        String body = "preamble\r\n--b\r\nContent-Type: application/dicom\r\n\r\nDI\r\nCM\r\n--b--\r\n";
        try (HostileArchive archive = HostileArchive.plain(HostileArchive.of(PARTS + "\"b\"", bytes(body)));
                ArchiveCredentials credentials = ArchiveCredentials.basic("reader", "pässword".toCharArray());
                DicomWebClient client = client(archive, Optional.empty(), credentials)) {
            assertThat(client.retrieve(INSTANCE))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("DI\r\nCM");
            assertThat(archive.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .startsWith("GET /dicom-web/studies/1.2/series/3.4/instances/5.6 HTTP/1.1\r\n")
                            // Base64 of "reader:pässword" in UTF-8.
                            .containsIgnoringCase("Authorization: Basic cmVhZGVyOnDDpHNzd29yZA=="));
            assertThat(credentials.toString()).doesNotContain("reader").doesNotContain("ssword");
        }
    }

    @Test
    void sendsATokenAndEncodesWhatIsSearchedFor() throws Exception {
        try (HostileArchive archive = HostileArchive.plain(HostileArchive.of(JSON, bytes("[]")));
                DicomWebClient client =
                        client(archive, Optional.empty(), ArchiveCredentials.bearer("a.b-c".toCharArray()))) {
            assertThat(client.studies(Map.of(StudyFilter.PATIENT_NAME, "Müller^A & B=c*"))
                            .entries())
                    .isEmpty();
            assertThat(archive.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .contains(
                                    "/dicom-web/studies?PatientName=M%C3%BCller%5EA%20%26%20B%3Dc*&limit=3&includefield=")
                            .containsIgnoringCase("Authorization: Bearer a.b-c\r\n"));
        }
    }

    @Test
    void ordersInstancesByNumberAndSaysWhenThereAreMore() throws Exception {
        String json = "[" + found("9", "12") + "," + found("8", "2") + "," + found("7", "3") + "]";
        try (HostileArchive archive = HostileArchive.plain(HostileArchive.of(JSON, bytes(json)));
                DicomWebClient client = client(archive)) {
            FoundEntries found = client.contents(ArchivePlace.parse("1.2/3.4"));
            assertThat(found.entries())
                    .extracting(entry -> entry.place().toString())
                    .containsExactly("1.2/3.4/8", "1.2/3.4/7");
            assertThat(found.more()).isTrue();
            assertThat(found.entries().getFirst().value(Field.PATIENT_NAME)).contains("A^B");
            assertThat(found.toString()).doesNotContain("A^B");
        }
    }

    @Test
    void takesAnEmptyAnswerAsNothingFound() throws Exception {
        try (HostileArchive archive = HostileArchive.plain(HostileArchive.of("204 No Content", new byte[0]));
                DicomWebClient client = client(archive)) {
            assertThat(client.studies(Map.of()).entries()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, REFUSED_CREDENTIALS, wants to know who asks",
        "403 Forbidden, REFUSED_CREDENTIALS, wants to know who asks",
        "404 Not Found, NOT_FOUND, does not have it",
        "500 Oops, ARCHIVE_FAILED, status 500",
        "200 OK, NOT_DICOMWEB, something other than DICOM instances"
    })
    void namesEachRefusal(String status, Code code, String message) throws Exception {
        assertRefused(HostileArchive.of(status, bytes("secret answer")), code, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/", "https://127.0.0.1:1/", "/dicom-web/elsewhere"})
    void followsNoRedirection(String target) throws Exception {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            assertRefused(
                    HostileArchive.of(status + " Moved\r\nLocation: " + target, new byte[0]),
                    Code.REDIRECTED,
                    "sends requests elsewhere");
        }
    }

    @Test
    void refusesPartsThatAreNone() throws Exception {
        assertRefused(HostileArchive.of(PARTS + "b", bytes("--b--")), Code.NOT_DICOMWEB, "0 instances");
        assertRefused(
                HostileArchive.of(PARTS + "b", bytes("--b\r\nContent-Type: text/html\r\n\r\nx\r\n--b--")),
                Code.NOT_DICOMWEB,
                "0 instances");
        String part = "--b\r\nContent-Type: application/dicom\r\n\r\nx\r\n";
        assertRefused(HostileArchive.of(PARTS + "b", bytes(part + part + "--b--")), Code.NOT_DICOMWEB, "2 instances");
        assertRefused(
                HostileArchive.of(PARTS + "b", bytes("--b\r\n" + "x".repeat(5000))), Code.NOT_DICOMWEB, "no content");
    }

    @Test
    void noticesEveryCutOfTheParts() throws Exception {
        String body = "--b\r\nContent-Type: application/dicom\r\n\r\nx\r\n--b--";
        for (int length = 0; length < body.length(); length += 3) {
            assertRefused(
                    HostileArchive.of(PARTS + "b", bytes(body.substring(0, length))), Code.CUT_SHORT, "before it was");
        }
    }

    @Test
    void noticesThatTheConnectionWasCut() throws Exception {
        assertRefused(
                out -> out.write(bytes("HTTP/1.1 " + PARTS + "b\r\nContent-Length: 1000\r\n\r\n--b\r\n")),
                Code.CUT_SHORT,
                "before it was complete");
    }

    @Test
    void refusesWhatIsTooLargeAsSoonAsItIsAnnouncedOrSent() throws Exception {
        assertRefused(
                out -> {
                    out.write(bytes("HTTP/1.1 " + PARTS + "b\r\nContent-Length: 99999999999\r\n\r\n"));
                    Thread.sleep(20_000);
                },
                Code.TOO_LARGE,
                "limit of 1 MiB");
        assertRefused(
                out -> {
                    out.write(bytes("HTTP/1.1 " + PARTS + "b\r\n\r\n"));
                    endlessly(out, new byte[1 << 16], 0);
                },
                Code.TOO_LARGE,
                "limit of 1 MiB");
        assertRefused(
                out -> {
                    out.write(bytes("HTTP/1.1 " + PARTS + "b\r\nTransfer-Encoding: chunked\r\n\r\n"));
                    endlessly(out, bytes("10\r\n0123456789abcdef\r\n".repeat(1000)), 0);
                },
                Code.TOO_LARGE,
                "limit of 1 MiB");
    }

    @Test
    void givesUpOnSilenceAndOnATrickle() throws Exception {
        HostileArchive.Answer silence = out -> Thread.sleep(20_000);
        HostileArchive.Answer trickle = out -> {
            out.write(bytes("HTTP/1.1 " + PARTS + "b\r\n\r\n"));
            endlessly(out, new byte[1], 100);
        };
        for (HostileArchive.Answer answer : List.of(silence, trickle)) {
            try (HostileArchive archive = HostileArchive.plain(answer);
                    DicomWebClient client = new DicomWebClient(
                            archive.address(), Optional.empty(), ArchiveCredentials.none(), IMPATIENT)) {
                DicomWebException refusal =
                        catchThrowableOfType(DicomWebException.class, () -> client.retrieve(INSTANCE));
                assertThat(refusal.code()).isEqualTo(Code.TIMED_OUT);
            }
        }
    }

    @Test
    void readsNothingOfAnEndlessRefusal() throws Exception {
        assertRefused(
                out -> {
                    out.write(bytes("HTTP/1.1 500 Oops\r\n\r\n"));
                    endlessly(out, new byte[1 << 16], 0);
                },
                Code.ARCHIVE_FAILED,
                "status 500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[{\"0020000D\":5}]", "[{}]", "[{\"0020000D\":{\"Value\":[\"../../x\"]}}]"})
    void refusesAnswersThatAreNoSearchResult(String json) throws Exception {
        assertSearchRefused(HostileArchive.of(JSON, bytes(json)), Code.NOT_DICOMWEB);
    }

    @Test
    void refusesGiantAndDeepJson() throws Exception {
        assertSearchRefused(HostileArchive.of(JSON, bytes("[".repeat(100_000))), Code.NOT_DICOMWEB);
        assertSearchRefused(HostileArchive.of(JSON, bytes("[\"" + "a".repeat(100_000) + "\"]")), Code.NOT_DICOMWEB);
        assertSearchRefused(HostileArchive.of(JSON, new byte[(1 << 20) + 1]), Code.TOO_LARGE);
        assertSearchRefused(HostileArchive.of("200 OK\r\nContent-Type: text/html", bytes("[]")), Code.NOT_DICOMWEB);
        assertSearchRefused(out -> out.write(bytes("SSH-2.0-hello\r\n")), Code.NOT_DICOMWEB);
    }

    @Test
    void saysThatNothingAnswers() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (String scheme : new String[] {"http", "https"}) {
            try (DicomWebClient client = new DicomWebClient(
                    ArchiveAddress.parse(scheme + "://127.0.0.1:" + port),
                    Optional.empty(),
                    ArchiveCredentials.none(),
                    SMALL)) {
                DicomWebException refusal =
                        catchThrowableOfType(DicomWebException.class, () -> client.studies(Map.of()));
                assertThat(refusal.code()).isEqualTo(Code.UNREACHABLE);
                assertThat(refusal.canRetry()).isTrue();
            }
        }
    }

    @Test
    void talksOverTlsOnlyToTheKeyThatIsTrusted() throws Exception {
        try (HostileArchive archive = HostileArchive.tls(HostileArchive.of(JSON, bytes("[]")))) {
            try (DicomWebClient client =
                    client(archive, Optional.of(archive.fingerprint()), ArchiveCredentials.none())) {
                assertThat(client.studies(Map.of()).entries()).isEmpty();
            }
            archive.requests().clear();
            for (Optional<KeyFingerprint> trusted :
                    List.of(Optional.<KeyFingerprint>empty(), Optional.of(KeyFingerprint.parse("00".repeat(32))))) {
                try (DicomWebClient client =
                        client(archive, trusted, ArchiveCredentials.bearer("token".toCharArray()))) {
                    DicomWebException refusal =
                            catchThrowableOfType(DicomWebException.class, () -> client.studies(Map.of()));
                    assertThat(refusal.code()).isEqualTo(Code.NOT_TRUSTED);
                    assertThat(refusal)
                            .hasMessageContaining(archive.fingerprint().hex());
                }
            }
            assertThat(archive.requests()).as("nothing was sent").isEmpty();
        }
    }

    @Test
    void refusesPlainHttpToAnotherComputerAndAddressesThatHoldMore() {
        for (String text : new String[] {
            "http://archive.example/dicom-web",
            "http://192.0.2.1/dicom-web",
            "http://localhost.example/dicom-web",
            "ftp://127.0.0.1/x",
            "https://user:word@archive.example/",
            "https://archive.example/?a=b",
            "https://archive.example/#x",
            "archive.example",
            "https:///x",
            "not an address"
        }) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> ArchiveAddress.parse(text))
                    .withMessageContaining("archive's address")
                    .withMessageNotContaining("word");
        }
        for (String text :
                new String[] {"http://127.0.0.1:8042/dicom-web", "http://[::1]:8042", "http://localhost:8042"}) {
            assertThat(ArchiveAddress.parse(text).isSecure()).isFalse();
        }
        assertThat(ArchiveAddress.parse("https://archive.example/dicom-web/").isSecure())
                .isTrue();
    }

    @Test
    void refusesCredentialsAndPlacesThatCouldForgeARequest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArchiveCredentials.bearer("a\r\nX: b".toCharArray()))
                .withMessageNotContaining("X: b");
        assertThatIllegalArgumentException().isThrownBy(() -> ArchiveCredentials.basic("a:b", new char[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> ArchivePlace.parse("1.2/../3"));
        assertThatIllegalArgumentException().isThrownBy(() -> ArchivePlace.parse("1/2/3/4"));
        assertThatIllegalArgumentException().isThrownBy(() -> ArchivePlace.parse("1.2/3?x=y"));
    }

    private static void endlessly(OutputStream out, byte[] chunk, long pauseMillis)
            throws IOException, InterruptedException {
        while (true) {
            out.write(chunk);
            out.flush();
            Thread.sleep(pauseMillis);
        }
    }

    private static void assertRefused(HostileArchive.Answer answer, Code code, String message) throws Exception {
        try (HostileArchive archive = HostileArchive.plain(answer);
                DicomWebClient client = client(archive)) {
            DicomWebException refusal = catchThrowableOfType(DicomWebException.class, () -> client.retrieve(INSTANCE));
            assertThat(refusal).isNotNull().hasMessageContaining(message).hasMessageNotContaining("secret");
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(archive.requests()).hasSize(1);
        }
    }

    private static void assertSearchRefused(HostileArchive.Answer answer, Code code) throws Exception {
        try (HostileArchive archive = HostileArchive.plain(answer);
                DicomWebClient client = client(archive)) {
            DicomWebException refusal = catchThrowableOfType(DicomWebException.class, () -> client.studies(Map.of()));
            assertThat(refusal).isNotNull();
            assertThat(refusal.code()).isEqualTo(code);
        }
    }

    private static DicomWebClient client(HostileArchive archive) {
        return client(archive, Optional.empty(), ArchiveCredentials.none());
    }

    private static DicomWebClient client(
            HostileArchive archive, Optional<KeyFingerprint> trusted, ArchiveCredentials credentials) {
        return new DicomWebClient(archive.address(), trusted, credentials, SMALL);
    }

    private static String found(String uid, String number) {
        return "{\"00080018\":{\"vr\":\"UI\",\"Value\":[\"" + uid + "\"]},\"00200013\":{\"Value\":[" + number
                + "]},\"00100010\":{\"Value\":[{\"Alphabetic\":\"A^B\"}]}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
