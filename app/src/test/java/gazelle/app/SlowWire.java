package gazelle.app;

import gazelle.app.service.ServerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;

/** A wire to a real server, on which the server's bytes stop or drip; the client's travel as fast as they can. */
public final class SlowWire implements AutoCloseable {
    private static final int DRIP_MILLIS = 50;

    private final ServerAddress server;
    private final long fastBytes;
    private final ServerSocket listening;
    private final Semaphore open = new Semaphore(1);

    /**
     * @param fastBytes the number of the server's bytes after which each connection drips
     */
    public SlowWire(ServerAddress server, long fastBytes) throws IOException {
        this.server = server;
        this.fastBytes = fastBytes;
        this.listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** Returns the address to connect to instead of the server's. */
    public ServerAddress address() {
        return new ServerAddress("127.0.0.1", listening.getLocalPort());
    }

    /** Holds back everything that the server sends from now on. */
    public void hold() throws InterruptedException {
        open.acquire();
    }

    /** Lets the server's bytes pass again. */
    public void goOn() {
        open.release();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket onward = new Socket(server.host(), server.port());
                Thread.ofPlatform().daemon().start(() -> pump(client, onward, Long.MAX_VALUE, false));
                Thread.ofPlatform().daemon().start(() -> pump(onward, client, fastBytes, true));
            }
        } catch (IOException closed) {
            // The test is over.
            return;
        }
    }

    private void pump(Socket from, Socket to, long fast, boolean canBeHeld) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 12];
            long passed = 0;
            for (int count = in.read(buffer, 0, next(passed, fast, buffer));
                    count > 0;
                    count = in.read(buffer, 0, next(passed, fast, buffer))) {
                if (canBeHeld) {
                    open.acquire();
                    open.release();
                }
                out.write(buffer, 0, count);
                out.flush();
                passed += count;
                if (passed >= fast) {
                    Thread.sleep(DRIP_MILLIS);
                }
            }
        } catch (IOException ended) {
            // One side closed, which ends the other's connection too.
            return;
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static int next(long passed, long fast, byte[] buffer) {
        return Math.clamp(fast - passed, 1, buffer.length);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
