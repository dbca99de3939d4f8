package gazelle.benchmarks.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import gazelle.benchmarks.networks.MeasuredNetwork;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time, traffic and memory of one network. Everything is of one inference on an open session, warm, unless said otherwise; MB are
 * 10^6 bytes, memory is in bytes.
 *
 * @param net the network
 * @param seconds from the request to the result
 * @param setupSeconds key exchange and base oblivious transfers of a session, warm
 * @param setupBytes frames of both directions for that
 * @param bytesUp frames of the client
 * @param bytesDown frames of the server
 * @param rounds how often the client waits for an answer
 * @param phases seconds by kind of work, mean over the runs, all threads of a party together
 * @param peakMemoryBytes most heap in use, garbage included, with network buffers outside it, during the runs
 * @param livePeakBytes most heap in use after a collection, during the runs
 * @param modelBytes heap that the model and its prepared weights keep on the server; part of its peaks
 * @param allocatedBytes heap allocated for one inference
 * @param cpuSeconds processor time of one inference, all threads of a process
 * @param coldSeconds the first inference of two new processes, which warm up before only if that was asked for
 * @param coldSetupSeconds their set-up
 * @param connectSeconds TCP, TLS and greeting, warm
 * @param loadSeconds the server's preparation of the model in a new process
 * @param tlsBytes what TLS adds to the frames of one inference, both directions
 * @param tlsSetupBytes what TLS adds before it: handshake, and to greeting and set-up
 * @param link what lies between the parties
 * @param runs timed inferences
 * @param warmUps inferences before them
 * @param layers the figures of each layer
 * @param machine what the machine did in the same run
 * @param published what GAZELLE's paper tells, if it has this network
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkFigures(
        String net,
        Spread seconds,
        double setupSeconds,
        long setupBytes,
        long bytesUp,
        long bytesDown,
        int rounds,
        BothParties<Map<String, Double>> phases,
        BothParties<Long> peakMemoryBytes,
        BothParties<Long> livePeakBytes,
        long modelBytes,
        BothParties<Long> allocatedBytes,
        BothParties<Double> cpuSeconds,
        double coldSeconds,
        double coldSetupSeconds,
        double connectSeconds,
        double loadSeconds,
        long tlsBytes,
        long tlsSetupBytes,
        String link,
        int runs,
        int warmUps,
        List<LayerFigures> layers,
        MachineFigures machine,
        MeasuredNetwork.@Nullable Published published) {
    public NetworkFigures {
        layers = List.copyOf(layers);
    }

    /**
     * One figure of each party.
     *
     * @param client the client's
     * @param server the server's
     */
    public record BothParties<T>(T client, T server) {}
}
