package gazelle.app.command;

import gazelle.app.ServerTls;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.TlsIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Instant;
import javax.net.ssl.SSLSocket;

/** A TLS server that answers the first message with given bytes and then hangs up, or stays silent. */
final class HostileServer implements AutoCloseable {
    private final TlsIdentity identity;
    private final ServerSocket listening;

    HostileServer(byte[] answer, boolean hangUp) throws Exception {
        identity = TlsIdentity.generate(new SecureRandom(), Instant.now());
        listening = ServerTls.of(identity)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> answerOne(answer, hangUp));
    }

    private void answerOne(byte[] answer, boolean hangUp) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.getInputStream().readNBytes(5);
            OutputStream out = socket.getOutputStream();
            out.write(answer);
            out.flush();
            if (!hangUp) {
                socket.getInputStream().readAllBytes();
            }
        } catch (IOException ended) {
            // The client closed first, which is what most tests expect of it.
            return;
        }
    }

    String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    KeyFingerprint fingerprint() {
        return identity.fingerprint();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
