package gazelle.benchmarks.party;

import gazelle.crypto.vector.KernelSwitch;
import gazelle.protocol.host.WarmUp;
import gazelle.protocol.meter.Work;
import gazelle.protocol.meter.WorkTimes;
import gazelle.protocol.session.SessionLimits;
import gazelle.protocol.session.SessionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** A party's process: answers each line of its input with one line of JSON, and ends when its parent closes that input. */
abstract class Party {
    static final double SECONDS_PER_NANOSECOND = 1e-9;

    /** A large network on a slow link, and a set-up between two processes that have compiled nothing yet, take as long as they take. */
    private static final SessionLimits LIMITS = SessionLimits.USUAL
            .withSetUp(Duration.ofMinutes(2))
            .withSilence(Duration.ofMinutes(10))
            .withIdle(Duration.ofHours(2))
            .withInference(Duration.ofHours(2));

    private final JsonMapper json = new JsonMapper();
    private final PrintWriter out;

    Party(PrintWriter out) {
        this.out = out;
    }

    static SessionSettings settings() {
        return new SessionSettings(new SecureRandom(), System::nanoTime, LIMITS);
    }

    /** Warms up as the programs do while they start, and waits until that is over. */
    static void warmUp() throws InterruptedException {
        try (WarmUp warmUp = WarmUp.start(settings())) {
            warmUp.await();
        }
    }

    /** Waits until the vector kernels are compiled, or have lost against their scalar twins. */
    static Answer awaitKernels() throws InterruptedException {
        KernelSwitch.awaitAll();
        return new Answer.KernelsReady();
    }

    static Map<String, Double> seconds(WorkTimes times) {
        Map<String, Double> seconds = new TreeMap<>();
        for (Work kind : Work.values()) {
            seconds.put(kind.name().toLowerCase(Locale.ROOT), times.of(kind));
        }
        return seconds;
    }

    static double secondsSince(long beginNanos) {
        return (System.nanoTime() - beginNanos) * SECONDS_PER_NANOSECOND;
    }

    void say(Answer answer) {
        out.println(json.writeValueAsString(answer));
        out.flush();
    }

    /** Answers commands until the input ends. */
    void obey(BufferedReader commands) throws Exception {
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            say(answer(line.split(" ", -1)));
        }
    }

    /** Does what a command says. */
    abstract Answer answer(String[] command) throws Exception;

    static IOException unknown(String[] command) {
        return new IOException("command: " + String.join(" ", command) + " (expected: one that this party knows)");
    }
}
