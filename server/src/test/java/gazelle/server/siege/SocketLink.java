package gazelle.server.siege;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.transport.Link;
import gazelle.protocol.transport.Peer;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.transport.tls.PinnedServerTrust;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameHeader;
import gazelle.protocol.wire.SessionException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A client's link over Java's own sockets, from a local address of the test's choice; it reads nothing ahead of what is asked for. */
final class SocketLink implements Link {
    private static final int CONNECT_MILLIS = 10_000;

    private final SSLSocket socket;
    private final DataInputStream in;

    private SocketLink(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static SSLContext trusting(KeyFingerprint server) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new PinnedServerTrust(server)}, new SecureRandom());
        return context;
    }

    /** Connects and shakes hands. */
    static SocketLink connect(SSLContext context, InetAddress from, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        try {
            socket.setTcpNoDelay(true);
            // Closing must not wait for a peer that takes nothing.
            socket.setSoLinger(true, 0);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.startHandshake();
            return new SocketLink(socket);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        try {
            byte[] header = frame.header();
            byte[] bytes = new byte[frame.wireBytes()];
            System.arraycopy(header, 0, bytes, 0, header.length);
            System.arraycopy(frame.payload(), 0, bytes, header.length, frame.payload().length);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException gone) {
            throw SessionException.lost();
        }
    }

    @Override
    public Frame receive(Duration timeout) throws SessionException {
        try {
            socket.setSoTimeout((int) Math.max(1, timeout.toMillis()));
            int code = in.readUnsignedByte();
            FrameHeader header = FrameHeader.of(code, Integer.toUnsignedLong(in.readInt()), Integer.MAX_VALUE);
            byte[] payload = new byte[header.payloadBytes()];
            in.readFully(payload);
            return new Frame(header.type(), payload);
        } catch (SocketTimeoutException silent) {
            throw SessionException.timedOut(timeout);
        } catch (IOException gone) {
            throw SessionException.lost();
        }
    }

    @Override
    public long progress() {
        // It reads and writes whole frames, each within its own time.
        return 0;
    }

    @Override
    public Peer peer() {
        return Peer.UNKNOWN;
    }

    @Override
    public Duration age() {
        return Duration.ZERO;
    }

    @Override
    public void allowFrames(int largestPayloadBytes, long queueBytes) {
        // A test's own client reads nothing ahead of what it asks for.
    }

    @Override
    public LinkProfile profile() {
        return LinkProfile.LAN;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            throw new AssertionError(alreadyGone);
        }
    }
}
