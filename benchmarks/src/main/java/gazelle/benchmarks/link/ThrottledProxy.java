package gazelle.benchmarks.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A TCP proxy on loopback that delays every byte by half the round trip and lets no more than a given rate pass in each direction of
 * a connection, like a link between two sites; it counts the bytes.
 */
public final class ThrottledProxy implements AutoCloseable {
    private static final double BITS_PER_BYTE = 8;
    private static final double NANOS_PER_MICROSECOND = 1_000;

    private final ServerSocket listening;
    private final InetSocketAddress target;
    private final long delayNanos;
    private final double nanosPerByte;
    private final LongAdder bytesUp = new LongAdder();
    private final LongAdder bytesDown = new LongAdder();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /**
     * Begins to listen on a free port of loopback.
     *
     * @param target where connections are forwarded to, on loopback
     * @param roundTrip latency there and back
     * @param megabitsPerSecond rate of each direction, 10^6 bits a second; infinity for no limit
     */
    public ThrottledProxy(InetSocketAddress target, Duration roundTrip, double megabitsPerSecond) throws IOException {
        this.target = target;
        this.delayNanos = roundTrip.toNanos() / 2;
        this.nanosPerByte = BITS_PER_BYTE * NANOS_PER_MICROSECOND / megabitsPerSecond;
        this.listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    /** The port it listens on. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Bytes that clients sent so far, of all connections. */
    public long bytesUp() {
        return bytesUp.sum();
    }

    /** Bytes that the target sent so far, of all connections. */
    public long bytesDown() {
        return bytesDown.sum();
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().name("proxy-" + name).daemon().start(work);
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket near = listening.accept();
                Socket far = new Socket(target.getAddress(), target.getPort());
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                sockets.add(near);
                sockets.add(far);
                forward("up", near, far, bytesUp);
                forward("down", far, near, bytesDown);
            }
        } catch (IOException closed) {
            close();
        }
    }

    private void forward(String name, Socket from, Socket to, LongAdder carried) throws IOException {
        Line line = new Line(nanosPerByte, delayNanos, carried);
        var in = from.getInputStream();
        var out = to.getOutputStream();
        start(name + "-fill", () -> line.fill(in));
        start(name + "-drain", () -> {
            line.drain(out);
            close(to);
        });
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            sockets.remove(socket);
        }
    }

    /** Stops listening and cuts every connection. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException alreadyGone) {
            sockets.removeIf(Socket::isClosed);
        }
        sockets.forEach(this::close);
    }
}
