package gazelle.server;

import gazelle.protocol.transport.tls.ServerCertificate;
import gazelle.protocol.transport.tls.TlsIdentity;
import gazelle.server.identity.IdentityException;
import gazelle.server.identity.IdentityStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gazelle-server renew}: gives the server's key a new certificate, so that its fingerprint stays. */
@Command(
        name = "renew",
        description =
                "Give the server's key a new certificate for three years. The key and its fingerprint stay, so clients "
                        + "need nothing new. A running server takes it when it is started again.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RenewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "The folder that the server is started with.")
    private Path state = Path.of("state");

    @Override
    public Integer call() throws StartException {
        TlsIdentity renewed;
        try {
            renewed = new IdentityStore(state)
                    .renew(new SecureRandom(), Clock.systemUTC().instant());
        } catch (IdentityException problem) {
            throw new StartException(String.valueOf(problem.getMessage()));
        }
        PrintWriter out = command.commandLine().getOut();
        out.println("The new certificate is valid until "
                + CertificateWatch.day(
                        ServerCertificate.of(renewed.certificate()).notAfter())
                + ". Start the server again: one that is running goes on with the old certificate.");
        out.println("SHA-256 of the server's public key, as before: " + renewed.fingerprint());
        out.flush();
        return 0;
    }
}
