package gazelle.benchmarks.party;

import gazelle.benchmarks.networks.MeasuredNetwork;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.session.GazelleClient;
import gazelle.protocol.session.InferenceListener;
import gazelle.protocol.session.InferenceReport;
import gazelle.protocol.transport.netty.TlsClient;
import gazelle.protocol.transport.tls.KeyFingerprint;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client: {@code open PORT FINGERPRINT LINK} in place of any session before, {@code classify N} for image number N, in a new session
 * once the present one is spent, {@code kernels}, {@code collect}, {@code reset}, {@code usage}.
 */
public final class ClientParty extends Party implements AutoCloseable {
    private final PartyMeter meter = new PartyMeter();
    private final TlsClient network = new TlsClient();
    private @Nullable GazelleClient session;
    private String[] opening = {};

    private ClientParty(PrintWriter out) {
        super(out);
    }

    /**
     * Does what it is told until the input ends.
     *
     * @param warm whether to warm up first, as the desktop program does
     * @param commands what to do, line by line
     * @param out where the answers go
     */
    public static void run(boolean warm, BufferedReader commands, PrintWriter out) throws Exception {
        if (warm) {
            warmUp();
        }
        try (ClientParty party = new ClientParty(out)) {
            party.obey(commands);
        }
    }

    @Override
    Answer answer(String[] command) throws Exception {
        return switch (command[0]) {
            case "open" -> {
                opening = command;
                yield open();
            }
            case "classify" -> classify(Long.parseLong(command[1]));
            case "kernels" -> awaitKernels();
            case "collect" -> {
                meter.collect();
                yield new Answer.Collected();
            }
            case "reset" -> {
                meter.reset();
                yield new Answer.Reset();
            }
            case "usage" -> meter.usage(List.of());
            default -> throw unknown(command);
        };
    }

    private Answer open() throws SessionException {
        closeSession();
        int port = Integer.parseInt(opening[1]);
        KeyFingerprint trusted = new KeyFingerprint(opening[2]);
        LinkProfile profile = LinkProfile.valueOf(opening[3]);
        long begin = System.nanoTime();
        CountingLink link = new CountingLink(network.connect("localhost", port, trusted, profile));
        GazelleClient opened = GazelleClient.open(link, settings());
        session = opened;
        double connectSeconds = secondsSince(begin);
        begin = System.nanoTime();
        opened.prepare();
        return new Answer.Opened(
                connectSeconds,
                secondsSince(begin),
                opened.setupBytesUp(),
                opened.setupBytesDown(),
                link.sent(),
                link.received());
    }

    private Answer classify(long number) throws IOException, SessionException {
        if (session == null) {
            throw new IOException("classify: no session (expected: open first)");
        }
        ModelOffer offer = session.models().getFirst();
        if (session.inferencesLeft(offer.card().name()) == 0) {
            // Products prepare the next session in the background; here it must not run beside what is timed.
            open();
        }
        QuantisedTensor image = MeasuredNetwork.image(offer.network().input(), number);
        long begin = System.nanoTime();
        InferenceReport report = session.classify(offer.card().name(), image, InferenceListener.NONE);
        return new Answer.Classified(
                report.label(),
                secondsSince(begin),
                report.bytesUp(),
                report.bytesDown(),
                report.rounds(),
                seconds(report.work()),
                report.layers());
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    @Override
    public void close() {
        closeSession();
        network.close();
    }
}
