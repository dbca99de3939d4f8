package gazelle.app.dicomweb;

import gazelle.app.ServerTls;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.TlsIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on the loopback interface that reads requests and writes whatever a test wants, then hangs up. */
final class HostileArchive implements AutoCloseable {
    private static final int MAX_REQUEST = 1 << 16;

    private final ServerSocket listening;
    private final Optional<TlsIdentity> identity;
    private final Answer answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Writes to a connection after its request. */
    interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private HostileArchive(ServerSocket listening, Optional<TlsIdentity> identity, Answer answer) {
        this.listening = listening;
        this.identity = identity;
        this.answer = answer;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    static HostileArchive plain(Answer answer) throws IOException {
        return new HostileArchive(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()), Optional.empty(), answer);
    }

    static HostileArchive tls(Answer answer) throws Exception {
        TlsIdentity identity = TlsIdentity.generate(new SecureRandom(), Instant.now());
        ServerSocket socket = ServerTls.of(identity)
                .getServerSocketFactory()
                .createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        return new HostileArchive(socket, Optional.of(identity), answer);
    }

    /** An answer that is whole. */
    static Answer of(String statusAndHeaders, byte[] body) {
        return out -> {
            String head = "HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
        };
    }

    ArchiveAddress address() {
        String scheme = identity.isPresent() ? "https" : "http";
        return ArchiveAddress.parse(scheme + "://127.0.0.1:" + listening.getLocalPort() + "/dicom-web/");
    }

    KeyFingerprint fingerprint() {
        return identity.orElseThrow().fingerprint();
    }

    /** The heads of all requests so far. */
    List<String> requests() {
        return requests;
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                requests.add(head(socket.getInputStream()));
                answer.write(socket.getOutputStream());
                socket.getOutputStream().flush();
                socket.shutdownOutput();
            } catch (IOException ended) {
                // The client hung up, which is what most tests expect of it, or the test is over.
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n") && head.size() < MAX_REQUEST) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
