package gazelle.benchmarks.party;

import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.ServerEvent;
import gazelle.protocol.transport.netty.TlsServer;
import gazelle.protocol.transport.tls.TlsIdentity;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server: {@code kernels}, {@code collect}, {@code reset}, and {@code usage N} once N inferences have ended since. */
public final class ServerParty extends Party {
    private static final long FINISH_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_MILLIS = 2;

    private final PartyMeter meter = new PartyMeter();
    private final List<Map<String, Double>> phases = new CopyOnWriteArrayList<>();

    private ServerParty(PrintWriter out) {
        super(out);
    }

    /** Makes the model, and so that nothing else keeps its weights, inside the server's process. */
    public interface ModelSource {
        /** The model with its weights. */
        CompiledModel get() throws Exception;
    }

    /**
     * Serves one model until the input ends.
     *
     * @param models makes the model
     * @param warm whether to warm up first, as the server program does
     * @param commands what to do, line by line
     * @param out where the answers go, the first of them {@link Answer.Listening}
     */
    public static void run(ModelSource models, boolean warm, BufferedReader commands, PrintWriter out)
            throws Exception {
        if (warm) {
            warmUp();
        }
        new ServerParty(out).serve(models, commands);
    }

    private void serve(ModelSource models, BufferedReader commands) throws Exception {
        long heapBefore = PartyMeter.settledHeap();
        long begin = System.nanoTime();
        PreparedModel model = new PreparedModel(models.get());
        double loadSeconds = secondsSince(begin);
        long modelBytes = PartyMeter.settledHeap() - heapBefore;
        TlsIdentity identity =
                TlsIdentity.generate(new SecureRandom(), Clock.systemUTC().instant());
        try (ModelHost host = new ModelHost(List.of(model), settings(), 2, this::hear);
                TlsServer server = new TlsServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), identity, host::accept)) {
            say(new Answer.Listening(
                    server.port(), identity.fingerprint().hex(), loadSeconds, Math.max(0, modelBytes)));
            obey(commands);
        }
    }

    private void hear(ServerEvent event) {
        switch (event) {
            case ServerEvent.InferenceEnded ended -> phases.add(seconds(ended.work()));
            case ServerEvent.Cheated _ ->
                throw new IllegalStateException("the measured client deviated from the protocol");
            case ServerEvent.Opened _,
                    ServerEvent.SessionRefused _,
                    ServerEvent.InferenceBegun _,
                    ServerEvent.Closed _ -> {}
        }
    }

    @Override
    Answer answer(String[] command) throws Exception {
        return switch (command[0]) {
            case "kernels" -> awaitKernels();
            case "collect" -> {
                meter.collect();
                yield new Answer.Collected();
            }
            case "reset" -> {
                phases.clear();
                meter.reset();
                yield new Answer.Reset();
            }
            case "usage" -> {
                awaitFinished(Integer.parseInt(command[1]));
                yield meter.usage(phases);
            }
            default -> throw unknown(command);
        };
    }

    /** The client may have its result a moment before the server notes the end. */
    private void awaitFinished(int inferences) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + FINISH_NANOS;
        while (phases.size() < inferences) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(
                        "inferences: " + phases.size() + " have ended on the server (expected: " + inferences + ")");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
