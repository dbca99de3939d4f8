package gazelle.app.dicomweb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** A real archive with its DICOMweb plugin, as a process of its own on the loopback interface, in a temporary folder. */
public final class Orthanc implements AutoCloseable {
    /** The one user that the archive knows. */
    public static final String USER = "reader";

    /** The user's password. */
    public static final String PASSWORD = "correct horse";

    private static final Path PLUGIN = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
    private static final int WAIT_SECONDS = 60;

    private final Process process;
    private final int port;

    private Orthanc(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns a sentence about the packages that are missing to start one; empty if none is. */
    public static Optional<String> missing() {
        boolean there = program().isPresent() && Files.isReadable(PLUGIN);
        return there
                ? Optional.empty()
                : Optional.of("needs a real archive: Debian's packages orthanc and orthanc-dicomweb are missing");
    }

    /** Starts an archive that holds nothing, and waits until it answers. */
    public static Orthanc start(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path storage = Files.createDirectories(folder.resolve("storage"));
        Path settings = Files.writeString(
                folder.resolve("orthanc.json"),
                new JsonMapper()
                        .writeValueAsString(Map.of(
                                "StorageDirectory", storage.toString(),
                                "IndexDirectory", storage.toString(),
                                "HttpPort", port,
                                "RemoteAccessAllowed", false,
                                "DicomServerEnabled", false,
                                "AuthenticationEnabled", true,
                                "RegisteredUsers", Map.of(USER, PASSWORD),
                                "Plugins", List.of(PLUGIN.toString()),
                                "DicomWeb", Map.of("Enable", true, "Root", "/dicom-web/"))));
        Process process = new ProcessBuilder(program().orElseThrow().toString(), settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("orthanc.log").toFile())
                .start();
        Orthanc orthanc = new Orthanc(process, port);
        try {
            orthanc.awaitAnswer(folder.resolve("orthanc.log"));
        } catch (IOException | InterruptedException failed) {
            orthanc.close();
            throw failed;
        }
        return orthanc;
    }

    /** Returns the address of its DICOMweb service. */
    public String address() {
        return "http://127.0.0.1:" + port + "/dicom-web/";
    }

    /** Stores a DICOM file. */
    public void store(byte[] file) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(request("/instances").POST(HttpRequest.BodyPublishers.ofByteArray(file)));
        if (answer.statusCode() != 200) {
            throw new IOException("not stored: " + answer.body());
        }
    }

    private void awaitAnswer(Path log) throws IOException, InterruptedException {
        for (int tenth = 0; tenth < 10 * WAIT_SECONDS; tenth++) {
            try {
                if (ask(request("/system").GET()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new IOException("Orthanc ended: " + Files.readString(log, StandardCharsets.UTF_8), notYet);
                }
            }
            Thread.sleep(100);
        }
        throw new IOException("Orthanc did not answer within " + WAIT_SECONDS + " s");
    }

    private HttpRequest.Builder request(String path) {
        String credentials =
                Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + credentials);
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Arrays.stream(path.split(":"))
                .map(place -> Path.of(place, "Orthanc"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
