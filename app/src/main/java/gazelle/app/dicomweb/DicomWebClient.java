package gazelle.app.dicomweb;

import gazelle.app.dicomweb.ArchivePlace.Level;
import gazelle.app.dicomweb.DicomWebException.Code;
import gazelle.app.dicomweb.FoundEntry.Field;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.PinnedServerTrust;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Searches an archive and retrieves instances from it (PS3.18: QIDO-RS section 10.6, WADO-RS section 10.4).
 *
 * <p>It follows no redirection. Safe for use by several threads.
 */
public final class DicomWebClient implements AutoCloseable {
    private static final String JSON = "application/dicom+json";
    private static final String DICOM = "application/dicom";
    private static final String INSTANCES = "multipart/related; type=\"" + DICOM + "\"; transfer-syntax=*";

    private final ArchiveAddress address;
    private final ArchiveCredentials credentials;
    private final DicomWebLimits limits;
    private final HttpClient http;

    /**
     * @param address of the service
     * @param trusted the only key that is accepted; empty to trust the authorities that Java trusts
     * @param credentials sent with every request, and closed with the client
     * @param limits on the time and the size of an answer
     */
    public DicomWebClient(
            ArchiveAddress address,
            Optional<KeyFingerprint> trusted,
            ArchiveCredentials credentials,
            DicomWebLimits limits) {
        this.address = address;
        this.credentials = credentials;
        this.limits = limits;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.silence());
        if (address.isSecure()) {
            builder.sslContext(
                    context(trusted.<TrustManager>map(PinnedServerTrust::new).orElseGet(SystemTrust::new)));
        } else {
            builder.proxy(HttpClient.Builder.NO_PROXY);
        }
        this.http = builder.build();
    }

    /**
     * Searches for studies.
     *
     * @param filters the values that their attributes must match; none for all studies
     */
    public FoundEntries studies(Map<StudyFilter, String> filters) throws DicomWebException {
        Map<String, String> query = new LinkedHashMap<>();
        filters.forEach((filter, value) -> query.put(filter.parameter(), value));
        return search("/" + Level.STUDY.resource(), query, null);
    }

    /**
     * Lists the series of a study or the instances of a series, in the order of their numbers.
     *
     * @param place not an instance
     */
    public FoundEntries contents(ArchivePlace place) throws DicomWebException {
        return search(place.path() + "/" + place.level().below().resource(), new LinkedHashMap<>(), place);
    }

    /**
     * Retrieves an instance as a DICOM file.
     *
     * @param instance its place
     * @throws DicomWebException if the archive does not give exactly one instance
     */
    public byte[] retrieve(ArchivePlace instance) throws DicomWebException {
        if (instance.level() != Level.INSTANCE) {
            throw new IllegalArgumentException("instance: a " + instance.level() + " (expected: an instance)");
        }
        HttpResponse<byte[]> answer =
                ask(address.resource(instance.path(), Map.of()), INSTANCES, limits.instanceBytes());
        if (answer.statusCode() != 200) {
            throw refusal(answer.statusCode(), false);
        }
        List<byte[]> parts = MultipartRelated.parts(contentType(answer), answer.body(), DICOM);
        if (parts.size() != 1) {
            throw DicomWebException.notDicomWeb("it sent " + parts.size() + " instances instead of one");
        }
        return parts.getFirst();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
        credentials.close();
    }

    private FoundEntries search(String path, Map<String, String> query, @Nullable ArchivePlace within)
            throws DicomWebException {
        query.put("limit", String.valueOf(limits.results() + 1));
        StringBuilder fields = new StringBuilder();
        for (Field field : Field.values()) {
            fields.append(fields.isEmpty() ? "" : ",").append(field.tag());
        }
        query.put("includefield", fields.toString());
        HttpResponse<byte[]> answer = ask(address.resource(path, query), JSON, limits.searchBytes());
        if (answer.statusCode() == 204) {
            return new FoundEntries(List.of(), false);
        }
        if (answer.statusCode() != 200) {
            throw refusal(answer.statusCode(), within == null);
        }
        String type = contentType(answer).toLowerCase(Locale.ROOT);
        if (!type.startsWith(JSON) && !type.startsWith("application/json")) {
            throw DicomWebException.notDicomWeb("its answer to a search is not in DICOM's JSON");
        }
        List<FoundEntry> all = SearchAnswer.read(answer.body(), within, limits.results() + 1);
        // A warning 299 says that there is more, or that a filter was not understood (PS3.18 section 8.3.4.4).
        boolean more = all.size() > limits.results()
                || answer.headers().firstValue("Warning").orElse("").startsWith("299");
        List<FoundEntry> entries = new ArrayList<>(all.subList(0, Math.min(all.size(), limits.results())));
        entries.sort(Comparator.<FoundEntry>comparingDouble(entry -> entry.number(Field.SERIES_NUMBER))
                .thenComparingDouble(entry -> entry.number(Field.INSTANCE_NUMBER)));
        return new FoundEntries(entries, more);
    }

    private HttpResponse<byte[]> ask(URI resource, String accept, int limit) throws DicomWebException {
        HttpRequest.Builder request = HttpRequest.newBuilder(resource).header("Accept", accept);
        credentials.header().ifPresent(header -> request.header("Authorization", header));
        LimitedBody body = new LimitedBody(limit);
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request.build(), body);
        try {
            return await(answer, body);
        } catch (TimeoutException slow) {
            throw new DicomWebException(
                    Code.TIMED_OUT,
                    "The archive at " + address + " did not answer in time. Nothing was opened. Try again, or ask its "
                            + "administrator whether it is running.");
        } catch (ExecutionException failed) {
            throw failure(failed, body, limit);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DicomWebException(Code.TIMED_OUT, "The request to the archive was stopped. Nothing was opened.");
        } finally {
            answer.cancel(true);
        }
    }

    /** Waits as long as bytes keep coming, and never longer than for a whole answer. */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, LimitedBody body)
            throws TimeoutException, ExecutionException, InterruptedException {
        long start = System.nanoTime();
        for (long left = left(start, body); left > 0; left = left(start, body)) {
            try {
                return answer.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException early) {
                // Bytes may have come meanwhile, so there may be time left.
            }
        }
        throw new TimeoutException();
    }

    private long left(long start, LimitedBody body) {
        long now = System.nanoTime();
        return Math.min(
                limits.total().toNanos() - (now - start), limits.silence().toNanos() - (now - body.lastNanos()));
    }

    private DicomWebException failure(Throwable problem, LimitedBody body, int limit) {
        List<Throwable> causes =
                Stream.iterate(problem, Objects::nonNull, Throwable::getCause).toList();
        for (Throwable cause : causes.reversed()) {
            switch (cause) {
                case LimitedBody.TooLarge _ -> {
                    return new DicomWebException(
                            Code.TOO_LARGE,
                            "The archive's answer is larger than the limit of " + (limit >> 20)
                                    + " MiB. It was not opened, to protect this computer's memory. Narrow the search, or "
                                    + "export a single slice.");
                }
                case SystemTrust.UnknownKeyException unknown -> {
                    return notTrusted(unknown.actual(), "No authority that this computer trusts vouches for it.");
                }
                case PinnedServerTrust.UntrustedKeyException other -> {
                    return notTrusted(other.actual(), "It is not the one that you trust.");
                }
                case HttpConnectTimeoutException _, ConnectException _ -> {
                    return unreachable("nothing answers there");
                }
                case ProtocolException _ -> {
                    return DicomWebException.notDicomWeb("it speaks no HTTP");
                }
                default -> {}
            }
        }
        return body.hasBegun()
                ? DicomWebException.cutShort()
                : unreachable("no " + (address.isSecure() ? "secure " : "") + "connection could be kept");
    }

    private DicomWebException notTrusted(KeyFingerprint actual, String finding) {
        return new DicomWebException(
                Code.NOT_TRUSTED,
                "The archive at " + address + " showed a key with the fingerprint " + actual + ". " + finding
                        + " Nothing was sent. Ask its administrator for the fingerprint (SHA-256 of the public key); only if it "
                        + "is this one, trust it.");
    }

    private DicomWebException unreachable(String finding) {
        return new DicomWebException(
                Code.UNREACHABLE,
                "The archive at " + address + " cannot be reached: " + finding
                        + ". Nothing was opened. Check the address and the network, and whether the archive is running.");
    }

    private DicomWebException refusal(int status, boolean service) {
        return switch (status) {
            case 401, 403 ->
                new DicomWebException(
                        Code.REFUSED_CREDENTIALS,
                        credentials.isPresent()
                                ? "The archive at " + address
                                        + " refuses these credentials, or does not let them read this. Nothing was opened. "
                                        + "Check them with its administrator."
                                : "The archive at " + address
                                        + " wants to know who asks. Nothing was opened. Give a user or a token.");
            case 404, 410 ->
                service
                        ? DicomWebException.notDicomWeb("it knows no search")
                        : new DicomWebException(
                                Code.NOT_FOUND,
                                "The archive at " + address
                                        + " does not have it. Nothing was opened. Check the identifiers, or search again.");
            case 301, 302, 303, 307, 308 ->
                new DicomWebException(
                        Code.REDIRECTED,
                        "What answers at " + address
                                + " sends requests elsewhere. That was not followed, as it could lead "
                                + "patient data and credentials astray. Give the archive's own address.");
            default ->
                new DicomWebException(
                        Code.ARCHIVE_FAILED,
                        "The archive at " + address + " could not answer (status " + status
                                + "). Nothing was opened. Try again later, or tell its administrator.");
        };
    }

    private static String contentType(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").strip();
    }

    private static SSLContext context(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has TLS", missing);
        }
    }
}
