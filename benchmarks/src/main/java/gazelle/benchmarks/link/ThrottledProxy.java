package gazelle.benchmarks.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on loopback that delays every byte by half the round trip and lets no more than a given rate pass in each direction,
 * like a link between two sites.
 */
public final class ThrottledProxy implements AutoCloseable {
    private static final int PIECE_BYTES = 8 << 10;
    private static final int QUEUED_PIECES = 256;
    private static final byte[] END = new byte[0];

    private final ServerSocket listening;
    private final InetSocketAddress target;
    private final long delayNanos;
    private final double nanosPerByte;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** Some bytes and when they reach the other end. */
    private static final class Piece {
        final byte[] bytes;
        final long dueNanos;

        Piece(byte[] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }
    }

    /**
     * Begins to listen on a free port of loopback.
     *
     * @param target where connections are forwarded to, on loopback
     * @param roundTrip latency there and back
     * @param megabitsPerSecond rate of each direction, 10^6 bits a second
     */
    public ThrottledProxy(InetSocketAddress target, Duration roundTrip, double megabitsPerSecond) throws IOException {
        this.target = target;
        this.delayNanos = roundTrip.toNanos() / 2;
        this.nanosPerByte = 8_000 / megabitsPerSecond;
        this.listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The port it listens on. */
    public int port() {
        return listening.getLocalPort();
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
                forward(near, far);
                forward(far, near);
            }
        } catch (IOException closed) {
            close();
        }
    }

    private void forward(Socket from, Socket to) {
        BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(QUEUED_PIECES);
        Thread.ofVirtual().start(() -> read(from, underWay));
        Thread.ofVirtual().start(() -> write(underWay, to));
    }

    private void read(Socket from, BlockingQueue<Piece> underWay) {
        byte[] buffer = new byte[PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                underWay.put(new Piece(Arrays.copyOf(buffer, read), System.nanoTime() + delayNanos));
            }
            underWay.put(new Piece(END, System.nanoTime() + delayNanos));
        } catch (IOException broken) {
            underWay.offer(new Piece(END, 0));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(BlockingQueue<Piece> underWay, Socket to) {
        long lineFreeNanos = System.nanoTime();
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Piece piece = underWay.take(); piece.bytes.length > 0; piece = underWay.take()) {
                long startNanos = Math.max(lineFreeNanos, piece.dueNanos);
                lineFreeNanos = startNanos + (long) (piece.bytes.length * nanosPerByte);
                TimeUnit.NANOSECONDS.sleep(lineFreeNanos - System.nanoTime());
                out.write(piece.bytes);
            }
        } catch (IOException broken) {
            sockets.remove(to);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops listening and cuts every connection. */
    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException alreadyGone) {
            sockets.clear();
        }
    }
}
