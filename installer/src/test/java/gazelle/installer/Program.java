package gazelle.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of a start script, its output in files, never longer than its deadline. */
final class Program implements AutoCloseable {
    static final Path CLIENT = Path.of("../app/target/gazelle").toAbsolutePath().normalize();
    static final Path SERVER =
            Path.of("../server/target/gazelle-server").toAbsolutePath().normalize();
    static final Path SAMPLES = CLIENT.resolve("samples");

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * The end of a program.
     *
     * @param status its exit status
     * @param out its standard output
     * @param err its standard error
     */
    record Outcome(int status, String out, String err) {}

    static Program start(Path folder, Path script, Object... arguments) throws IOException {
        return start(new ProcessBuilder().directory(folder.toFile()), folder, script, arguments);
    }

    static Program start(ProcessBuilder builder, Path folder, Path script, Object... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        Process process = builder.command(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Program(process, out, err);
    }

    /** Runs the client's script to its end. */
    static Outcome gazelle(Path folder, Object... arguments) throws Exception {
        try (Program program = start(folder, CLIENT.resolve("bin/gazelle"), arguments)) {
            return program.awaitEnd(DEADLINE);
        }
    }

    Outcome awaitEnd(Duration deadline) throws Exception {
        assertThat(process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS))
                .as("the program ends within %s", deadline)
                .isTrue();
        String complaints = err();
        assertThat(complaints)
                .as("no stack trace")
                .doesNotContain("at gazelle.")
                .doesNotContain("\tat ");
        return new Outcome(process.exitValue(), out(), complaints);
    }

    /** Waits for a line that begins so and gives its rest. */
    String awaitLine(String beginning) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            boolean alive = process.isAlive();
            for (String line : out().lines().toList()) {
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length());
                }
            }
            assertThat(alive).as("the program lives; it said: %s", err()).isTrue();
            Thread.sleep(50);
        }
        throw new AssertionError("no line beginning '" + beginning + "' within " + DEADLINE + ": " + out() + err());
    }

    /** Asks the program to end, as SIGTERM does. */
    void terminate() {
        process.destroy();
    }

    /** Ends the program as a failing machine would. */
    void kill() {
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    /** Returns the program's own complaints: Java announces its vector module at every start, and no option keeps it from that. */
    String err() throws IOException {
        return Files.readString(err).replace("WARNING: Using incubator modules: jdk.incubator.vector\n", "");
    }

    @Override
    public void close() {
        kill();
    }
}
