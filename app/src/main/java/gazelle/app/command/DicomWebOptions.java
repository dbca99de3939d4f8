package gazelle.app.command;

import gazelle.app.dicomweb.ArchiveAddress;
import gazelle.app.dicomweb.ArchiveCredentials;
import gazelle.app.dicomweb.DicomWebClient;
import gazelle.app.dicomweb.DicomWebLimits;
import gazelle.protocol.transport.tls.KeyFingerprint;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The archive of images to ask, and its user; passwords and tokens are never part of the command line. */
final class DicomWebOptions {
    /** The environment variable that can hold the password or token. */
    static final String SECRET = "GAZELLE_DICOMWEB_SECRET";

    private static final int MAX_SECRET_BYTES = 8192;

    @Option(
            names = "--dicomweb",
            paramLabel = "URL",
            description = "The address of an archive's DICOMweb service: https, or plain http on this computer.")
    private @Nullable String address;

    @Option(
            names = "--dicomweb-trust",
            paramLabel = "SHA256",
            description = "Fingerprint of the archive's public key, if no authority vouches for it.")
    private @Nullable String trust;

    @Option(
            names = "--dicomweb-user",
            paramLabel = "NAME",
            description = "Who asks. The password is taken from --dicomweb-secret, from the environment variable "
                    + SECRET + ", or asked for.")
    private @Nullable String user;

    @Option(
            names = "--dicomweb-secret",
            paramLabel = "FILE",
            description =
                    "A file that only you may read, with the password or, without --dicomweb-user, a bearer token.")
    private @Nullable Path secretFile;

    /** Returns whether an archive is named. */
    boolean areGiven() {
        return address != null;
    }

    /** A client of the archive that is named. */
    DicomWebClient open(GazelleCommand command) {
        if (address == null) {
            throw command.usage("--dicomweb-... belongs to --dicomweb URL.");
        }
        try {
            return new DicomWebClient(
                    ArchiveAddress.parse(address),
                    Optional.ofNullable(trust).map(KeyFingerprint::parse),
                    credentials(command),
                    DicomWebLimits.USUAL);
        } catch (IllegalArgumentException malformed) {
            throw command.usage(malformed.getMessage());
        }
    }

    /** Refuses options of an archive where none is named. */
    void requireConsistent(GazelleCommand command) {
        if (address == null && (trust != null || user != null || secretFile != null)) {
            throw command.usage("--dicomweb-trust, --dicomweb-user and --dicomweb-secret belong to --dicomweb URL.");
        }
    }

    private ArchiveCredentials credentials(GazelleCommand command) {
        char[] secret = secret(command);
        try {
            if (user != null) {
                return ArchiveCredentials.basic(user, secret);
            }
            return secret.length == 0 ? ArchiveCredentials.none() : ArchiveCredentials.bearer(secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private char[] secret(GazelleCommand command) {
        if (secretFile != null) {
            return read(secretFile, command);
        }
        String environment = System.getenv(SECRET);
        if (environment != null) {
            return environment.toCharArray();
        }
        if (user == null) {
            return new char[0];
        }
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readPassword("Password of %s: ", user))
                .orElseThrow(() -> command.usage(
                        "--dicomweb-user needs a password: give --dicomweb-secret FILE or set " + SECRET + "."));
    }

    private static char[] read(Path file, GazelleCommand command) {
        try {
            requireForUserAlone(file, command);
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_SECRET_BYTES);
            }
            CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) 0);
            int length = text.length();
            while (length > 0 && (text.charAt(length - 1) == '\n' || text.charAt(length - 1) == '\r')) {
                length--;
            }
            char[] secret = Arrays.copyOf(text.array(), length);
            Arrays.fill(text.array(), '\0');
            if (length == 0) {
                throw command.usage("--dicomweb-secret: " + file + " is empty.");
            }
            return secret;
        } catch (IOException unreadable) {
            throw command.usage("--dicomweb-secret: " + file + " cannot be read.");
        }
    }

    private static void requireForUserAlone(Path file, GazelleCommand command) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ)) {
            throw command.usage(
                    "--dicomweb-secret: others may read " + file + ". Make it yours alone: chmod 600 " + file);
        }
    }
}
