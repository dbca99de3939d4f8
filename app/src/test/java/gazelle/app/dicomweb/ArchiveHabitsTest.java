package gazelle.app.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gazelle.app.CommandRun;
import gazelle.app.dicomweb.DicomWebException.Code;
import gazelle.app.dicomweb.FoundEntry.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives of one series that keep to the standard in their own ways. */
@Timeout(60)
class ArchiveHabitsTest {
    private static final ArchivePlace SERIES = ArchivePlace.parse("1.2/3.4");
    private static final ArchivePlace INSTANCE = ArchivePlace.parse("1.2/3.4/5.6");
    private static final String JSON = "application/dicom+json";

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    /** Answers one request. */
    private interface Habit {
        void answer(HttpExchange exchange, int limit, int offset) throws IOException;
    }

    ArchiveHabitsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /**
     * An archive with {@code size} instances that refuses limits above {@code refused}, gives at most {@code cap} and, unless
     * {@code pages}, the first ones whatever the offset.
     */
    @ParameterizedTest
    @CsvSource({
        "260, 200, 1000, true, 400, 260, ''",
        "260, 99, 1000, true, 413, 260, ''",
        "260, 7, 1000, true, 400, 260, ''",
        "260, 1000, 100, true, 400, 260, ''",
        "260, 1000, 13, true, 400, 260, ''",
        "260, 1000, 101, false, 400, 101, 'gave 101 of 260 instances'",
        "260, 1000, 30, false, 400, 30, 'gave 30 of 260 instances'",
        "260, 1000, 260, false, 400, 260, ''",
        "100, 1000, 100, true, 400, 100, ''",
        "1, 1000, 100, true, 400, 1, ''",
        "1500, 1000, 100, true, 400, 1500, ''"
    })
    void gathersWhatTheSeriesHasOrSaysWhatIsMissing(
            int size, int refused, int cap, boolean pages, int status, int expected, String shortfall)
            throws Exception {
        answer((exchange, limit, offset) -> {
            if (isSeries(exchange)) {
                send(exchange, 200, JSON, series(size));
            } else if (limit > refused) {
                send(exchange, status, "application/json", "\"too large\"");
            } else {
                int from = pages ? offset : 0;
                int most = pages ? Math.min(limit, cap) : cap;
                send(exchange, 200, JSON, instances(from, Math.min(size, from + most)));
            }
        });
        try (DicomWebClient client = client()) {
            FoundEntries found = client.contents(SERIES);

            assertThat(found.entries()).hasSize(expected);
            assertThat(found.entries().getFirst().value(Field.INSTANCE_NUMBER)).contains("1");
            assertThat(found.more()).isEqualTo(!shortfall.isEmpty());
            assertThat(found.shortfall()).contains(shortfall);
        }
    }

    @Test
    void endsAgainstAnArchiveThatRepeatsItselfAndHasNoCount() throws Exception {
        answer((exchange, limit, _) -> {
            if (isSeries(exchange)) {
                send(exchange, 500, "text/plain", "no");
            } else {
                send(exchange, 200, JSON, instances(0, limit));
            }
        });
        try (DicomWebClient client = client()) {
            FoundEntries found = client.contents(SERIES);

            assertThat(found.entries()).hasSize(100);
            assertThat(found.shortfall()).contains("again when asked for further ones");
            assertThat(requests.get()).isLessThan(6);
        }
    }

    @Test
    void countsAnInstanceOnceWhosePagesOverlap() throws Exception {
        answer((exchange, _, offset) -> {
            if (isSeries(exchange)) {
                send(exchange, 200, JSON, series(120));
            } else {
                send(exchange, 200, JSON, instances(Math.max(0, offset - 10), Math.min(120, offset + 90)));
            }
        });
        try (DicomWebClient client = client()) {
            FoundEntries found = client.contents(SERIES);

            assertThat(found.entries())
                    .extracting(entry -> entry.place().toString())
                    .doesNotHaveDuplicates()
                    .hasSize(120);
            assertThat(found.more()).isFalse();
        }
    }

    @Test
    void refusesAQuestionThatNoPageSizeMends() throws Exception {
        answer((exchange, _, _) -> send(exchange, 400, "text/plain", "secret"));
        try (DicomWebClient client = client()) {
            DicomWebException refusal = catchThrowableOfType(DicomWebException.class, () -> client.studies(Map.of()));

            assertThat(refusal.code()).isEqualTo(Code.ARCHIVE_FAILED);
            assertThat(refusal).hasMessageContaining("status 400").hasMessageNotContaining("secret");
            assertThat(requests.get()).isEqualTo(6);
        }
    }

    @Test
    void endsWithAStatusWhereInstancesAreMissing() {
        answer((exchange, _, _) -> send(exchange, 200, JSON, isSeries(exchange) ? series(5) : instances(0, 3)));

        CommandRun.Outcome outcome = CommandRun.run("find", "--dicomweb", url(), "1.2/3.4");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.out().lines().filter(line -> line.startsWith("1.2/3.4/")))
                .hasSize(3);
        assertThat(outcome.err()).contains("gave 3 of 5 instances");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"Ideographic\":\"\u5c71\u7530^\u592a\u90ce\"}', \u5c71\u7530^\u592a\u90ce",
        "'{\"Phonetic\":\"\u3084\u307e\u3060^\u305f\u308d\u3046\"}', \u3084\u307e\u3060^\u305f\u308d\u3046",
        "'{\"Alphabetic\":\"\",\"Ideographic\":\"\u738b\"}', \u738b",
        "'{\"Alphabetic\":\"Yamada^Tarou\",\"Ideographic\":\"\u5c71\u7530\"}', Yamada^Tarou"
    })
    void showsANameInTheFormThatThereIs(String name, String shown) throws Exception {
        String study = "[{\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]},\"00100010\":{\"vr\":\"PN\",\"Value\":["
                + name + "]}}]";
        answer((exchange, _, _) -> send(exchange, 200, JSON, study));
        try (DicomWebClient client = client()) {
            assertThat(client.studies(Map.of()).entries().getFirst().value(Field.PATIENT_NAME))
                    .contains(shown);
        }
    }

    @ParameterizedTest
    @CsvSource({"application/dicom", "'Application/DICOM; transfer-syntax=1.2.840.10008.1.2.1'"})
    void takesAnInstanceThatIsNoPartOfSeveral(String type) throws Exception {
        answer((exchange, _, _) -> send(exchange, 200, type, "instance"));
        try (DicomWebClient client = client()) {
            assertThat(client.retrieve(INSTANCE))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("instance");
        }
    }

    @Test
    void asksForASinglePartWhereSeveralAreNotAcceptable() throws Exception {
        answer((exchange, _, _) -> {
            boolean several = exchange.getRequestHeaders().getFirst("Accept").startsWith("multipart");
            send(exchange, several ? 406 : 200, "application/dicom", "instance");
        });
        try (DicomWebClient client = client()) {
            assertThat(client.retrieve(INSTANCE))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("instance");
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip", "x-gzip", "GZIP", "'identity, gzip'"})
    void unpacksGzip(String coding) throws Exception {
        answer((exchange, _, _) -> {
            exchange.getResponseHeaders().set("Content-Encoding", coding);
            send(exchange, 200, "application/dicom", gzip("instance".getBytes(StandardCharsets.UTF_8)));
        });
        try (DicomWebClient client = client()) {
            assertThat(client.retrieve(INSTANCE))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("instance");
        }
    }

    @Test
    void refusesBombsCutsAndOtherCodings() throws Exception {
        byte[] packed = gzip(new byte[1 << 22]);
        assertCodingRefused("gzip", packed, Code.TOO_LARGE, "limit of 1 MiB");
        assertCodingRefused("gzip", Arrays.copyOf(gzip(new byte[100]), 15), Code.CUT_SHORT, "before it was complete");
        assertCodingRefused("gzip", new byte[100], Code.NOT_DICOMWEB, "says that it is packed with gzip");
        assertCodingRefused("deflate", packed, Code.NOT_DICOMWEB, "in another way than gzip");
        assertCodingRefused("gzip, gzip", packed, Code.NOT_DICOMWEB, "in another way than gzip");
    }

    private void assertCodingRefused(String coding, byte[] body, Code code, String message) throws Exception {
        server.stop(0);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        answer((exchange, _, _) -> {
            exchange.getResponseHeaders().set("Content-Encoding", coding);
            send(exchange, 200, "application/dicom", body);
        });
        try (DicomWebClient client = client()) {
            DicomWebException refusal = catchThrowableOfType(DicomWebException.class, () -> client.retrieve(INSTANCE));
            assertThat(refusal.code()).as(coding).isEqualTo(code);
            assertThat(refusal).hasMessageContaining(message);
        }
    }

    private void answer(Habit habit) {
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            habit.answer(exchange, parameter(query, "limit"), parameter(query, "offset"));
            exchange.close();
        });
    }

    private static int parameter(String query, String name) {
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith(name + "="))
                .mapToInt(part -> Integer.parseInt(part.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static boolean isSeries(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().endsWith("/series");
    }

    private static String series(int size) {
        return "[{\"0020000E\":{\"vr\":\"UI\",\"Value\":[\"3.4\"]},\"00201209\":{\"vr\":\"IS\",\"Value\":[" + size
                + "]}}]";
    }

    private static String instances(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> "{\"00080018\":{\"vr\":\"UI\",\"Value\":[\"5." + number
                        + "\"]},\"00200013\":{\"vr\":\"IS\",\"Value\":[" + (number + 1) + "]}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        send(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().put("Content-Type", List.of(type));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/dicom-web";
    }

    private DicomWebClient client() {
        DicomWebLimits usual = DicomWebLimits.USUAL;
        DicomWebLimits limits =
                new DicomWebLimits(usual.studies(), usual.parts(), 1 << 20, 1 << 20, usual.silence(), usual.total());
        return new DicomWebClient(ArchiveAddress.parse(url()), Optional.empty(), ArchiveCredentials.none(), limits);
    }
}
