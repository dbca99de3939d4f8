package gazelle.benchmarks.party;

import gazelle.protocol.session.LayerReport;
import java.util.List;
import java.util.Map;

/** An answer of a party's process, one line of JSON. */
public sealed interface Answer {
    /**
     * The server listens.
     *
     * @param port TCP port on loopback
     * @param fingerprint of its key
     * @param loadSeconds from the weights to the prepared model
     * @param modelBytes heap that the model and its prepared weights keep for ever
     */
    record Listening(int port, String fingerprint, double loadSeconds, long modelBytes) implements Answer {}

    /**
     * A session is open and set up.
     *
     * @param connectSeconds connection, TLS and greeting
     * @param setupSeconds key exchange and base oblivious transfers
     * @param setupBytesUp frames sent for that
     * @param setupBytesDown frames received for that
     * @param framesUp all frames sent so far, greeting included
     * @param framesDown all frames received so far
     */
    record Opened(
            double connectSeconds,
            double setupSeconds,
            long setupBytesUp,
            long setupBytesDown,
            long framesUp,
            long framesDown)
            implements Answer {}

    /**
     * One image was classified.
     *
     * @param label the private result
     * @param seconds from the request to the result
     * @param bytesUp frames sent
     * @param bytesDown frames received
     * @param rounds how often the client waited
     * @param phases the client's seconds by phase
     * @param layers what each layer took
     */
    record Classified(
            int label,
            double seconds,
            long bytesUp,
            long bytesDown,
            int rounds,
            Map<String, Double> phases,
            List<LayerReport> layers)
            implements Answer {}

    /**
     * The process's use of memory and processor since its meter was reset.
     *
     * @param heapPeakBytes most heap in use, garbage included
     * @param livePeakBytes most heap in use after a collection, since the last one asked for
     * @param directPeakBytes most memory of network buffers outside the heap
     * @param allocatedBytes heap allocated by all threads
     * @param cpuSeconds processor time of all threads
     * @param phases the server's seconds by phase, one for each inference; empty on the client
     */
    record Usage(
            long heapPeakBytes,
            long livePeakBytes,
            long directPeakBytes,
            long allocatedBytes,
            double cpuSeconds,
            List<Map<String, Double>> phases)
            implements Answer {}

    /** The process has chosen its kernels for good. */
    record KernelsReady() implements Answer {}

    /** The heap was collected. */
    record Collected() implements Answer {}

    /** The meter was reset. */
    record Reset() implements Answer {}
}
