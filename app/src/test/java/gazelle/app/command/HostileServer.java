package gazelle.app.command;

import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.TlsIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A TLS server that answers the first message with given bytes and then hangs up, or stays silent. */
final class HostileServer implements AutoCloseable {
    private final TlsIdentity identity;
    private final ServerSocket listening;

    HostileServer(byte[] answer, boolean hangUp) throws Exception {
        SecureRandom random = new SecureRandom();
        identity = TlsIdentity.generate(random, Instant.now());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        char[] password = "test".toCharArray();
        keys.setKeyEntry("server", identity.privateKey(), password, new Certificate[] {identity.certificate()});
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(managers.getKeyManagers(), null, random);
        listening = context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
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
