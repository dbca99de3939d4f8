package gazelle.benchmarks.measure;

import gazelle.benchmarks.link.ThrottledProxy;
import gazelle.benchmarks.measure.NetworkFigures.BothParties;
import gazelle.benchmarks.networks.MeasuredNetwork;
import gazelle.benchmarks.party.Answer;
import gazelle.benchmarks.party.PartyException;
import gazelle.benchmarks.party.PartyProcess;
import gazelle.protocol.cost.InferenceCost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.session.LayerReport;
import gazelle.protocol.step.InferencePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures one network between two new processes: the first inference, warm-up, TLS's bytes, then the timed inferences, each of
 * which must equal the integer reference.
 */
public final class NetworkMeasurement {
    /** Different images in turn, so that no result can be a lucky one. */
    private static final int IMAGES = 4;

    private static final long QUIET_MILLIS = 100;
    private static final long LEAD_IN_NANOS = 3_000_000_000L;

    private final MeasuredNetwork network;
    private final MeasurementOptions options;
    private final MachineFigures machine;
    private final Consumer<String> progress;
    private final InferencePlan plan;
    private final List<Integer> expectedLabels;

    private NetworkMeasurement(
            MeasuredNetwork network,
            MeasurementOptions options,
            MachineFigures machine,
            Consumer<String> progress,
            InferencePlan plan,
            List<Integer> expectedLabels) {
        this.network = network;
        this.options = options;
        this.machine = machine;
        this.progress = progress;
        this.plan = plan;
        this.expectedLabels = expectedLabels;
    }

    /** Starts one party of a network. */
    public interface Starter {
        /** A new process, of the client or of the server. */
        PartyProcess start(boolean client) throws IOException;
    }

    /**
     * Measures a network.
     *
     * @param starter starts the parties
     * @param progress is told in a line what goes on
     * @throws PartyException if a party fails or a result is wrong
     */
    public static NetworkFigures measure(
            MeasuredNetwork network,
            MeasurementOptions options,
            MachineFigures machine,
            Starter starter,
            Consumer<String> progress)
            throws IOException, ModelFormatException, PartyException {
        CompiledModel model = network.model(options.models());
        ReferenceNetwork reference = new ReferenceNetwork(model.spec(), model.weights());
        List<Integer> labels = IntStream.range(0, IMAGES)
                .map(i -> reference.label(MeasuredNetwork.image(model.spec().input(), i)))
                .boxed()
                .toList();
        InferencePlan plan = InferencePlan.of(model.spec(), options.link().profile());
        NetworkMeasurement measurement = new NetworkMeasurement(network, options, machine, progress, plan, labels);
        try (PartyProcess server = starter.start(false);
                PartyProcess client = starter.start(true)) {
            return measurement.run(server, client);
        }
    }

    private NetworkFigures run(PartyProcess server, PartyProcess client) throws IOException, PartyException {
        Answer.Listening listening = server.answer(Answer.Listening.class);
        progress.accept("server ready");
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.port());
        Duration roundTrip = options.link().roundTrip();
        // Only a slow link is measured through the proxy; on loopback it counts one session's bytes.
        try (ThrottledProxy proxy =
                new ThrottledProxy(address, roundTrip, options.link().megabitsPerSecond())) {
            int port = options.link().isThrottled() ? proxy.port() : listening.port();
            Answer.Opened cold = open(client, port, listening);
            Answer.Classified first = classify(client, 0);
            progress.accept("first inference " + seconds(first));
            server.ask("kernels", Answer.KernelsReady.class);
            client.ask("kernels", Answer.KernelsReady.class);
            WarmUp warmUp = new WarmUp(options.warmUps());
            warmUp.ran(first.seconds());
            while (!warmUp.isOver()) {
                warmUp.ran(classify(client, warmUp.runs()).seconds());
            }
            progress.accept("warm after " + warmUp.runs() + (warmUp.runs() == 1 ? " inference" : " inferences"));
            TlsBytes tls = countTls(client, proxy, listening);
            Answer.Opened warm = open(client, port, listening);
            server.ask("collect", Answer.Collected.class);
            client.ask("collect", Answer.Collected.class);
            leadIn(client);
            server.ask("reset", Answer.Reset.class);
            client.ask("reset", Answer.Reset.class);
            List<Answer.Classified> runs = timedRuns(client, options.runsAfter(warmUp.lastSeconds()));
            return figures(
                    new Story(listening, cold, first, warmUp.runs(), tls, warm, runs),
                    client.ask("usage", Answer.Usage.class),
                    server.ask("usage " + runs.size(), Answer.Usage.class));
        }
    }

    /** The answers of both parties during a measurement, in order. */
    private record Story(
            Answer.Listening listening,
            Answer.Opened cold,
            Answer.Classified first,
            int warmUps,
            TlsBytes tls,
            Answer.Opened warm,
            List<Answer.Classified> runs) {}

    private record TlsBytes(long setup, long inference) {}

    private Answer.Opened open(PartyProcess client, int port, Answer.Listening server) throws PartyException {
        return client.ask(
                "open " + port + " " + server.fingerprint() + " "
                        + options.link().profile(),
                Answer.Opened.class);
    }

    private Answer.Classified classify(PartyProcess client, int number) throws PartyException {
        int image = number % IMAGES;
        Answer.Classified classified = client.ask("classify " + image, Answer.Classified.class);
        int expected = expectedLabels.get(image);
        if (classified.label() != expected) {
            throw new PartyException("WRONG RESULT: network " + network.label() + " gave " + classified.label()
                    + " for image " + image + " (expected: " + expected + ", as the integer reference gives)");
        }
        return classified;
    }

    /** A heap that was collected and given back to the system takes a few inferences to be as fast as before. */
    private void leadIn(PartyProcess client) throws PartyException {
        long begin = System.nanoTime();
        int runs = 0;
        do {
            classify(client, runs++);
        } while (System.nanoTime() - begin < LEAD_IN_NANOS);
    }

    private List<Answer.Classified> timedRuns(PartyProcess client, int count) throws PartyException {
        List<Answer.Classified> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(classify(client, i));
            progress.accept("run " + (i + 1) + " of " + count + ": " + seconds(runs.getLast()));
        }
        return runs;
    }

    private static String seconds(Answer.Classified run) {
        return FiguresTables.number(run.seconds(), 3) + " s";
    }

    /** Returns the bytes that cross the network less the frames, of a session with one inference. */
    private TlsBytes countTls(PartyProcess client, ThrottledProxy proxy, Answer.Listening listening)
            throws PartyException {
        long begin = settledBytes(proxy, 0);
        Answer.Opened opened = open(client, proxy.port(), listening);
        long setupFrames = opened.framesUp() + opened.framesDown();
        long ready = settledBytes(proxy, begin + setupFrames);
        Answer.Classified classified = classify(client, 0);
        long frames = classified.bytesUp() + classified.bytesDown();
        long end = settledBytes(proxy, ready + frames);
        return new TlsBytes(ready - begin - setupFrames, end - ready - frames);
    }

    /** The bytes counted once all frames and then nothing more has arrived: what a party has sent may still be under way. */
    private static long settledBytes(ThrottledProxy proxy, long least) throws PartyException {
        long before = -1;
        long now = proxy.bytesUp() + proxy.bytesDown();
        while (now != before || now < least) {
            before = now;
            try {
                Thread.sleep(QUIET_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new PartyException("stopped");
            }
            now = proxy.bytesUp() + proxy.bytesDown();
        }
        return now;
    }

    private NetworkFigures figures(Story story, Answer.Usage client, Answer.Usage server) throws PartyException {
        List<Answer.Classified> runs = story.runs();
        Answer.Classified any = runs.getFirst();
        for (Answer.Classified run : runs) {
            if (run.bytesUp() != any.bytesUp() || run.bytesDown() != any.bytesDown() || run.rounds() != any.rounds()) {
                throw new PartyException("bytes or rounds differ between two inferences of " + network.label());
            }
        }
        long count = runs.size();
        return new NetworkFigures(
                network.label(),
                Spread.of(runs.stream().map(Answer.Classified::seconds).toList()),
                story.warm().setupSeconds(),
                story.warm().setupBytesUp() + story.warm().setupBytesDown(),
                any.bytesUp(),
                any.bytesDown(),
                any.rounds(),
                new BothParties<>(
                        mean(runs.stream().map(Answer.Classified::phases).toList()), mean(server.phases())),
                new BothParties<>(
                        client.heapPeakBytes() + client.directPeakBytes(),
                        server.heapPeakBytes() + server.directPeakBytes()),
                new BothParties<>(client.livePeakBytes(), server.livePeakBytes()),
                story.listening().modelBytes(),
                new BothParties<>(client.allocatedBytes() / count, server.allocatedBytes() / count),
                new BothParties<>(client.cpuSeconds() / count, server.cpuSeconds() / count),
                story.first().seconds(),
                story.cold().setupSeconds(),
                story.warm().connectSeconds(),
                story.listening().loadSeconds(),
                story.tls().inference(),
                story.tls().setup(),
                options.link().name().toLowerCase(Locale.ROOT),
                runs.size(),
                story.warmUps(),
                layers(runs),
                machine,
                network.published().orElse(null));
    }

    private static Map<String, Double> mean(List<Map<String, Double>> runs) {
        Map<String, Double> mean = new TreeMap<>();
        for (Map<String, Double> run : runs) {
            run.forEach((phase, seconds) -> mean.merge(phase, seconds / runs.size(), Double::sum));
        }
        return mean;
    }

    private List<LayerFigures> layers(List<Answer.Classified> runs) throws PartyException {
        List<InferenceCost.LayerCost> costs = InferenceCost.of(plan).layers();
        List<LayerFigures> layers = new ArrayList<>();
        for (int i = 0; i < costs.size(); i++) {
            int number = i;
            LayerReport report = runs.getFirst().layers().get(i);
            InferenceCost.LayerCost cost = costs.get(i);
            if (report.bytesUp() != cost.bytesUp() || report.bytesDown() != cost.bytesDown()) {
                throw new PartyException("layer " + report.name() + " of " + network.label() + " took "
                        + report.bytesUp() + " and " + report.bytesDown() + " bytes (expected: " + cost.bytesUp()
                        + " and " + cost.bytesDown() + ", as computed beforehand)");
            }
            layers.add(new LayerFigures(
                    report.name(),
                    report.kind(),
                    plan.graph().shape(i + 1).toString(),
                    Spread.of(runs.stream()
                                    .map(run -> run.layers().get(number).seconds())
                                    .toList())
                            .median(),
                    cost.bytesUp(),
                    cost.bytesDown(),
                    cost.operations()));
        }
        return layers;
    }
}
