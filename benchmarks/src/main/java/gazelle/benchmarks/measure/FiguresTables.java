package gazelle.benchmarks.measure;

import gazelle.benchmarks.measure.NetworkFigures.BothParties;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures as tables for people. */
public final class FiguresTables {
    private static final double KILOBYTE = 1e3;
    private static final double MEGABYTE = 1e6;
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;
    private static final double MILLISECONDS = 1e3;

    private FiguresTables() {}

    /** Every table of a run, each with its title. */
    public static String of(List<NetworkFigures> all, boolean withLayers) {
        StringBuilder text = new StringBuilder();
        MachineFigures machine = all.getFirst().machine();
        text.append("Link: %s. Machine, one thread: AES %s GB/s, forward NTT %s us; %d processors for both parties.\n\n"
                .formatted(
                        all.getFirst().link(),
                        number(machine.aesGigabytesPerSecond(), 1),
                        number(machine.nttMicroseconds(), 1),
                        machine.processors()));
        text.append(
                        "Seconds and MB (10^6 bytes) of one inference on an open session; GAZELLE's as published, set-up included\n\n")
                .append(times(all))
                .append("\n\nMilliseconds of one inference by phase, all threads of a party together\n\n")
                .append(phases(all))
                .append("\n\nMemory, MB; the server's includes the model\n\n")
                .append(memory(all))
                .append("\n\nOnce a session or process\n\n")
                .append(once(all))
                .append('\n');
        if (withLayers) {
            all.forEach(figures -> text.append("\nLayers of ")
                    .append(figures.net())
                    .append(", milliseconds on the client\n\n")
                    .append(layers(figures))
                    .append('\n'));
        }
        return text.toString();
    }

    private static TextTable times(List<NetworkFigures> all) {
        TextTable table = new TextTable(
                "network", "median s", "min", "max", "MB up", "MB down", "rounds", "TLS adds kB", "GAZELLE s", "MB");
        for (NetworkFigures figures : all) {
            var published = figures.published();
            table.add(
                    figures.net(),
                    number(figures.seconds().median(), 3),
                    number(figures.seconds().min(), 3),
                    number(figures.seconds().max(), 3),
                    number(figures.bytesUp() / MEGABYTE, 3),
                    number(figures.bytesDown() / MEGABYTE, 3),
                    Integer.toString(figures.rounds()),
                    number(figures.tlsBytes() / KILOBYTE, 1),
                    published == null ? "" : number(published.seconds(), 2),
                    published == null ? "" : number(published.mebibytes() * BYTES_PER_MEBIBYTE / MEGABYTE, 1));
        }
        return table;
    }

    private static TextTable phases(List<NetworkFigures> all) {
        TextTable table = new TextTable(
                "network",
                "client homomorphic",
                "OT",
                "evaluate",
                "wait",
                "server homomorphic",
                "OT",
                "garble",
                "wait",
                "CPU client",
                "CPU server");
        for (NetworkFigures figures : all) {
            Map<String, Double> client = figures.phases().client();
            Map<String, Double> server = figures.phases().server();
            table.add(
                    figures.net(),
                    milliseconds(client, "homomorphic"),
                    milliseconds(client, "ot"),
                    milliseconds(client, "evaluate"),
                    milliseconds(client, "wait"),
                    milliseconds(server, "homomorphic"),
                    milliseconds(server, "ot"),
                    milliseconds(server, "garble"),
                    milliseconds(server, "wait"),
                    milliseconds(figures.cpuSeconds().client()),
                    milliseconds(figures.cpuSeconds().server()));
        }
        return table;
    }

    private static TextTable memory(List<NetworkFigures> all) {
        TextTable table = new TextTable(
                "network",
                "peak client",
                "peak server",
                "live client",
                "live server",
                "model",
                "allocated client",
                "allocated server");
        for (NetworkFigures figures : all) {
            BothParties<Long> peak = figures.peakMemoryBytes();
            table.add(
                    figures.net(),
                    megabytes(peak.client()),
                    megabytes(peak.server()),
                    megabytes(figures.livePeakBytes().client()),
                    megabytes(figures.livePeakBytes().server()),
                    megabytes(figures.modelBytes()),
                    megabytes(figures.allocatedBytes().client()),
                    megabytes(figures.allocatedBytes().server()));
        }
        return table;
    }

    private static TextTable once(List<NetworkFigures> all) {
        TextTable table = new TextTable(
                "network",
                "first inference s",
                "first set-up s",
                "set-up s",
                "set-up MB",
                "connect s",
                "TLS adds kB",
                "load s",
                "warm-ups",
                "runs");
        for (NetworkFigures figures : all) {
            table.add(
                    figures.net(),
                    number(figures.coldSeconds(), 2),
                    number(figures.coldSetupSeconds(), 2),
                    number(figures.setupSeconds(), 3),
                    number(figures.setupBytes() / MEGABYTE, 3),
                    number(figures.connectSeconds(), 3),
                    number(figures.tlsSetupBytes() / KILOBYTE, 1),
                    number(figures.loadSeconds(), 2),
                    Integer.toString(figures.warmUps()),
                    Integer.toString(figures.runs()));
        }
        return table;
    }

    private static TextTable layers(NetworkFigures figures) {
        TextTable table = new TextTable("layer", "kind", "output", "ms", "kB up", "kB down", "operations");
        for (LayerFigures layer : figures.layers()) {
            table.add(
                    layer.name(),
                    layer.kind(),
                    layer.shape(),
                    milliseconds(layer.seconds()),
                    number(layer.bytesUp() / KILOBYTE, 1),
                    number(layer.bytesDown() / KILOBYTE, 1),
                    String.format(
                            Locale.ROOT,
                            "%,d %s",
                            layer.operations().count(),
                            layer.operations().name()));
        }
        return table;
    }

    private static String milliseconds(Map<String, Double> phases, String phase) {
        return milliseconds(phases.getOrDefault(phase, 0.0));
    }

    private static String milliseconds(double seconds) {
        return number(seconds * MILLISECONDS, 1);
    }

    private static String megabytes(long bytes) {
        return number(bytes / MEGABYTE, 0);
    }

    /** A number with so many decimals and a comma between thousands. */
    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
