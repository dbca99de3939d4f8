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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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

    private static final String SINGLE_INSTANCE = DICOM + "; transfer-syntax=*";

    private static final int OK = 200;
    private static final int NOTHING_FOUND = 204;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int CONTENT_TOO_LARGE = 413;

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
        return search(query, null);
    }

    /**
     * Lists the series of a study or the instances of a series, in the order of their numbers.
     *
     * @param place not an instance
     */
    public FoundEntries contents(ArchivePlace place) throws DicomWebException {
        return search(Map.of(), place);
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
        URI resource = address.resource(instance.path(), Map.of());
        Answer answer = ask(resource, INSTANCES, limits.instanceBytes());
        if (answer.status() == NOT_ACCEPTABLE) {
            answer = ask(resource, SINGLE_INSTANCE, limits.instanceBytes());
        }
        if (answer.status() != OK) {
            throw refusal(answer.status(), false);
        }
        if (answer.mediaType().equals(DICOM)) {
            return answer.body();
        }
        List<byte[]> parts = MultipartRelated.parts(answer.contentType(), answer.body(), DICOM);
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

    private FoundEntries search(Map<String, String> query, @Nullable ArchivePlace within) throws DicomWebException {
        Level level = within == null ? Level.STUDY : within.level().below();
        String path = (within == null ? "" : within.path()) + "/" + level.resource();
        PagedSearch.Total total = within == null ? OptionalLong::empty : () -> total(within);
        int most = within == null ? limits.studies() : limits.parts();
        return new PagedSearch(
                        (offset, limit) -> page(path, query, within, offset, limit), total, most, level.resource())
                .all();
    }

    private PagedSearch.Page page(
            String path, Map<String, String> query, @Nullable ArchivePlace within, int offset, int limit)
            throws DicomWebException, PagedSearch.RefusedPage {
        Map<String, String> all = new LinkedHashMap<>(query);
        all.put("limit", String.valueOf(limit));
        if (offset > 0) {
            all.put("offset", String.valueOf(offset));
        }
        StringBuilder fields = new StringBuilder();
        for (Field field : Field.values()) {
            fields.append(fields.isEmpty() ? "" : ",").append(field.tag());
        }
        all.put("includefield", fields.toString());
        Answer answer = ask(address.resource(path, all), JSON, limits.searchBytes());
        if (answer.status() == NOTHING_FOUND || (offset > 0 && answer.status() == NOT_FOUND)) {
            return new PagedSearch.Page(List.of(), false);
        }
        if (answer.status() == BAD_REQUEST || answer.status() == CONTENT_TOO_LARGE) {
            throw new PagedSearch.RefusedPage(refusal(answer.status(), within == null));
        }
        if (answer.status() != OK) {
            throw refusal(answer.status(), within == null);
        }
        String type = answer.mediaType();
        if (!type.equals(JSON) && !type.equals("application/json")) {
            throw DicomWebException.notDicomWeb("its answer to a search is not in DICOM's JSON");
        }
        // A warning 299 says that there is more, or that a filter was not understood (PS3.18 section 8.3.4.4).
        boolean warning = answer.headers().allValues("Warning").stream().anyMatch(text -> text.startsWith("299"));
        int most = within == null ? limits.studies() : limits.parts();
        return new PagedSearch.Page(SearchAnswer.read(answer.body(), within, most + 1), warning);
    }

    /** The number of series or instances that the archive says a study or series has; empty if it does not say. */
    private OptionalLong total(ArchivePlace place) throws DicomWebException {
        boolean study = place.level() == Level.STUDY;
        ArchivePlace above = study ? null : ArchivePlace.parse(place.uids().getFirst());
        String path = (above == null ? "" : above.path()) + "/" + place.level().resource();
        Map<String, String> query = new LinkedHashMap<>();
        query.put(study ? "StudyInstanceUID" : "SeriesInstanceUID", place.uids().getLast());
        try {
            return page(path, query, above, 0, 1).entries().stream()
                    .filter(entry -> entry.place().equals(place))
                    .mapToDouble(entry -> entry.number(study ? Field.SERIES_IN_STUDY : Field.INSTANCES_IN_SERIES))
                    .filter(number -> number > 0 && number < Integer.MAX_VALUE)
                    .mapToLong(number -> (long) number)
                    .findFirst();
        } catch (PagedSearch.RefusedPage unknown) {
            return OptionalLong.empty();
        } catch (DicomWebException failed) {
            // A count is a courtesy: what was found is as good without it, unless the archive does not answer any more.
            if (failed.canRetry() && failed.code() != Code.ARCHIVE_FAILED) {
                throw failed;
            }
            return OptionalLong.empty();
        }
    }

    private Answer ask(URI resource, String accept, int limit) throws DicomWebException {
        HttpRequest.Builder request = HttpRequest.newBuilder(resource)
                .header("Accept", accept)
                .header("Accept-Encoding", ContentCoding.ACCEPTED);
        credentials.header().ifPresent(header -> request.header("Authorization", header));
        LimitedBody body = new LimitedBody(limit);
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request.build(), body);
        try {
            HttpResponse<byte[]> whole = await(answer, body);
            return new Answer(
                    whole.statusCode(), whole.headers(), ContentCoding.decoded(whole.body(), whole.headers(), limit));
        } catch (ContentCoding.TooLarge _) {
            throw tooLarge(limit);
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
                    return tooLarge(limit);
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

    private static DicomWebException tooLarge(int limit) {
        return new DicomWebException(
                Code.TOO_LARGE,
                "The archive's answer is larger than the limit of " + (limit >> 20)
                        + " MiB. It was not opened, to protect this computer's memory. Narrow the search, or "
                        + "export a single slice.");
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
