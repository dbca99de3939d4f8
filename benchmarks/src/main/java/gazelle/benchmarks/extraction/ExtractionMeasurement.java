package gazelle.benchmarks.extraction;

import gazelle.protocol.host.ModelHost;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.LinearWeights;
import gazelle.protocol.model.ModelCard;
import gazelle.protocol.session.PreparedModel;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import gazelle.protocol.wire.SessionException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Reads a sample of every linear layer of a model through a host in this process, those behind it taken as read. */
public final class ExtractionMeasurement {
    /** Bits that the outputs of one session may tell; the attacker connects again before the server asks for it. */
    private static final int BITS_PER_SESSION = 40;

    private static final int FILTERS = 3;

    private ExtractionMeasurement() {}

    /**
     * The figures of one model.
     *
     * @param samples one for each layer that was reached in time, the last layer first
     * @param layers the number of linear layers of the network
     * @param bits the most that an answer tells
     * @param inferences inferences in all
     * @param sessions sessions in all
     * @param seconds time in all
     */
    public record Extraction(
            List<LayerSample> samples, int layers, double bits, long inferences, int sessions, double seconds) {}

    /**
     * Measures until all layers are sampled or the time is over; a layer that was begun is finished.
     *
     * @param weights the least number of weights to read of each layer
     * @param seconds the time after which no further layer is begun
     * @param progress told of each layer
     * @throws SessionException if the host ends a session for another reason than its budget
     */
    public static Extraction measure(CompiledModel model, int weights, double seconds, Consumer<String> progress)
            throws SessionException {
        SecureRandom random = new SecureRandom();
        double bits = OutputView.of(model.spec()).bits();
        int perSession = Math.max(
                1,
                BITS_PER_SESSION
                        / model.spec().output().revealedBits(model.spec().classCount()));
        SessionSettings settings = new SessionSettings(random, System::nanoTime, SessionLimits.USUAL);
        long begin = System.nanoTime();
        try (ModelHost host = new ModelHost(List.of(new PreparedModel(model)), settings, 4);
                Victim victim = new Victim(host::connectInProcess, random, perSession)) {
            NetworkAttack attack = new NetworkAttack(victim);
            List<Integer> layers = attack.linearLayers();
            List<LayerSample> samples = new ArrayList<>();
            for (int i = 0; i < layers.size() && (i == 0 || secondsSince(begin) < seconds); i++) {
                LinearWeights truth = model.weights()
                        .of(model.spec().layers().get(layers.get(i)).name());
                LayerSample sample = sample(model, attack, victim, layers.get(i), truth, weights);
                samples.add(sample);
                progress.accept(sample.layer() + ": " + sample.right() + " of "
                        + (sample.weightsRead() + sample.biasesRead()) + " right, " + victim.inferences()
                        + " inferences so far");
                attack.know(layers.get(i), truth);
            }
            return new Extraction(
                    samples, layers.size(), bits, victim.inferences(), victim.sessions(), secondsSince(begin));
        }
    }

    /**
     * Returns a model's weights behind another output layer.
     *
     * @param places the number of labels that {@code TOP_K} shows
     */
    public static CompiledModel variant(CompiledModel model, ModelCard.OutputPolicy policy, int places) {
        return Variant.of(model, policy, places);
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private static LayerSample sample(
            CompiledModel model, NetworkAttack attack, Victim victim, int layer, LinearWeights truth, int weights)
            throws SessionException {
        LinearLayer linear = (LinearLayer) model.spec().layers().get(layer);
        int perFilter = attack.weightsPerFilter(layer);
        List<Integer> all = IntStream.range(0, attack.filters(layer)).boxed().toList();
        boolean last = layer == attack.linearLayers().getFirst();
        List<Integer> filters =
                last ? all : some(attack, layer, all, Math.max(FILTERS, Math.ceilDiv(weights, perFilter)));
        int together = last ? all.size() : Math.min(FILTERS, filters.size());
        int count = Math.clamp(Math.ceilDiv(weights, together), 1, perFilter);
        long before = victim.inferences();
        attack.readBiases(layer, filters);
        long between = victim.inferences();
        attack.readWeights(layer, filters, count);
        LinearWeights learned = attack.learned(layer);
        long right = 0;
        for (int filter : filters) {
            right += learned.bias(filter, all.size()) == truth.bias(filter, all.size()) ? 1 : 0;
            for (int i = filter * perFilter; i < filter * perFilter + count; i++) {
                right += learned.weights()[i] == truth.weights()[i] ? 1 : 0;
            }
        }
        return new LayerSample(
                linear.name(),
                (long) all.size() * perFilter,
                all.size(),
                linear.weightBits(),
                (long) count * filters.size(),
                filters.size(),
                victim.inferences() - between,
                between - before,
                right);
    }

    /** Returns the first group of filters that are read together, or {@code wanted} single ones. */
    private static List<Integer> some(NetworkAttack attack, int layer, List<Integer> all, int wanted) {
        List<List<Integer>> groups = attack.groups(layer, all.subList(0, Math.min(all.size(), 4 * wanted)));
        return groups.getFirst().size() > 1
                ? groups.getFirst()
                : groups.stream().limit(wanted).flatMap(List::stream).toList();
    }
}
