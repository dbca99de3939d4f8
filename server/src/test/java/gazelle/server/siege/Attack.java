package gazelle.server.siege;

import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.ProtocolVersion;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.WireJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A stranger's doings against a server from one address, again and again until it is closed. */
final class Attack implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int KEYS_BYTES = 24_576 + 32;
    private static final int CIPHERTEXTS = 64;

    private final SSLContext context;
    private final InetAddress from;
    private final int port;
    private final SessionSettings settings;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<Thread> attackers = new ArrayList<>();

    /** The ways to attack. */
    enum Kind {
        /** Connections that never say anything. */
        SILENT(128),
        /** Sessions that greet and say no more. */
        HELLO_ONLY(16),
        /** Sessions whose keys are zeros. */
        ZERO_KEYS(4),
        /** Sessions whose keys look like keys, and which then leave. */
        RANDOM_KEYS(4),
        /** Sessions that are set up, start an inference and send garbage. */
        JUNK_INFERENCES(4);

        private final int attackers;

        Kind(int attackers) {
            this.attackers = attackers;
        }
    }

    private Attack(SSLContext context, InetAddress from, int port, SessionSettings settings) {
        this.context = context;
        this.from = from;
        this.port = port;
        this.settings = settings;
    }

    static Attack start(
            Kind kind,
            SSLContext context,
            InetAddress from,
            int port,
            SessionSettings settings,
            String model,
            int requestBytes) {
        Attack attack = new Attack(context, from, port, settings);
        for (int i = 0; i < kind.attackers; i++) {
            attack.attackers.add(Thread.ofVirtual()
                    .start(() -> attack.repeat(() -> {
                        switch (kind) {
                            case SILENT -> attack.staySilent();
                            case HELLO_ONLY -> attack.greetOnly();
                            case ZERO_KEYS -> attack.sendKeys(new byte[KEYS_BYTES]);
                            case RANDOM_KEYS -> attack.sendKeys(random(KEYS_BYTES));
                            case JUNK_INFERENCES -> attack.sendJunk(model, requestBytes);
                        }
                    })));
        }
        return attack;
    }

    private interface Try {
        void once() throws IOException, SessionException;
    }

    private void repeat(Try what) {
        while (!over.get()) {
            try {
                attempts.incrementAndGet();
                tryOnce(what);
                Thread.sleep(10);
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    /** Being turned away is what a server does to attackers; they come again. */
    private void tryOnce(Try what) {
        try {
            what.once();
        } catch (IOException | SessionException turnedAway) {
            refusals.incrementAndGet();
        }
    }

    /** Bytes that pass for coefficients below q. */
    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        for (int i = 5; i < count; i += 6) {
            bytes[i] &= 0x7F;
        }
        return bytes;
    }

    private void staySilent() throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) WAIT.toMillis());
            socket.setSoTimeout((int) WAIT.toMillis());
            socket.getInputStream().read();
        }
    }

    private SocketLink greeted() throws IOException, SessionException {
        SocketLink link = SocketLink.connect(context, from, port);
        link.send(new Frame(FrameType.HELLO, WireJson.write(ProtocolVersion.hello())), WAIT);
        return link;
    }

    private void greetOnly() throws IOException, SessionException {
        try (SocketLink link = greeted()) {
            while (!over.get()) {
                link.receive(WAIT);
            }
        }
    }

    private void sendKeys(byte[] keys) throws IOException, SessionException {
        try (SocketLink link = greeted()) {
            link.receive(WAIT);
            byte[] payload = new byte[keys.length + 1];
            System.arraycopy(keys, 0, payload, 0, keys.length);
            payload[keys.length] = LinkProfile.WAN.code();
            link.send(new Frame(FrameType.KEYS, payload), WAIT);
            link.receive(WAIT);
        }
    }

    private void sendJunk(String model, int requestBytes) throws IOException, SessionException {
        SocketLink link = SocketLink.connect(context, from, port);
        try (GazelleClient client = GazelleClient.open(link, settings)) {
            client.prepare();
            byte[] start = ("{\"model\":\"" + model + "\"}").getBytes(StandardCharsets.UTF_8);
            link.send(new Frame(FrameType.START, start), WAIT);
            link.receive(WAIT);
            for (int i = 0; i < CIPHERTEXTS; i++) {
                link.send(new Frame(FrameType.CIPHERTEXT, random(requestBytes)), WAIT);
            }
            while (!over.get()) {
                link.receive(WAIT);
            }
        } finally {
            link.close();
        }
    }

    /** Returns the number of times that an attacker came. */
    int attempts() {
        return attempts.get();
    }

    /** Returns the number of times that one was turned away. */
    int refusals() {
        return refusals.get();
    }

    @Override
    public void close() {
        over.set(true);
        for (Thread attacker : attackers) {
            attacker.interrupt();
        }
        try {
            for (Thread attacker : attackers) {
                attacker.join();
            }
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
