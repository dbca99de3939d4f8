package gazelle.server.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A process that makes a server's key and tells how that went. */
final class IdentityProcess {
    private IdentityProcess() {}

    /** The arguments are the state folder, and {@code renew} if the certificate is to be a new one. */
    public static void main(String[] arguments) {
        IdentityStore store = new IdentityStore(Path.of(arguments[0]));
        try {
            if (arguments.length > 1) {
                store.renew(new SecureRandom(), Instant.now());
            } else {
                store.loadOrCreate(new SecureRandom(), Instant.now());
            }
            System.out.println("made");
        } catch (IdentityException problem) {
            System.out.println(problem.getMessage());
        }
    }

    /** Returns its words where no file may hold a single byte: every write fails as on a full disk. */
    static String outcomeWithoutRoom(Path state, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "ulimit -f 0; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                IdentityProcess.class.getName(),
                state.toString()));
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }
}
