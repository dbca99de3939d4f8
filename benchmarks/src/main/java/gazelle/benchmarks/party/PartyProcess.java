package gazelle.benchmarks.party;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A child process that is one party, with the Java, class path and options of this process but its own heap. */
public final class PartyProcess implements AutoCloseable {
    private static final long END_SECONDS = 10;

    /** Options that a child must not inherit: heaps are given, agents belong to this process. */
    private static final List<String> OWN_OPTIONS = List.of("-Xmx", "-Xms", "-javaagent:", "-agentlib:", "-agentpath:");

    private final String name;
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;
    private final JsonMapper json = new JsonMapper();

    private PartyProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a party.
     *
     * @param name what people call it
     * @param mainClass the class that starts it
     * @param heap largest heap, as {@code -Xmx} takes it
     * @param javaOptions further options of its Java
     * @param arguments of the main class
     */
    public static PartyProcess start(
            String name, Class<?> mainClass, String heap, List<String> javaOptions, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        inherited().forEach(command::add);
        command.add("-Xmx" + heap);
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        command.addAll(arguments);
        return new PartyProcess(
                name,
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    private static Stream<String> inherited() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> OWN_OPTIONS.stream().noneMatch(option::startsWith));
    }

    /**
     * Gives a command and waits for its answer.
     *
     * @throws PartyException if the process ended instead
     */
    public <T extends Answer> T ask(String command, Class<T> answer) throws PartyException {
        commands.println(command);
        return answer(answer);
    }

    /**
     * Waits for what the process says next.
     *
     * @throws PartyException if the process ended instead
     */
    public <T extends Answer> T answer(Class<T> answer) throws PartyException {
        try {
            @Nullable String line = answers.readLine();
            if (line != null) {
                return json.readValue(line, answer);
            }
        } catch (IOException | JacksonException unreadable) {
            throw new PartyException("the " + name + " cannot be understood: " + unreadable.getMessage());
        }
        throw new PartyException("the " + name + " ended before it answered; what it said stands above");
    }

    /** Ends the process: by the end of its input, or by force. */
    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
