package gazelle.app.service;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that the program was installed into, with its bundled models and samples.
 *
 * @param root holds {@code models/} and {@code samples/}
 */
public record GazelleHome(Path root) {
    /** The system property that start scripts set. */
    public static final String PROPERTY = "gazelle.home";

    /** The home that the start script names, else the folder above the one that holds the program's archive. */
    public static GazelleHome find() {
        String named = System.getProperty(PROPERTY);
        return new GazelleHome(named != null && !named.isBlank() ? Path.of(named) : besideTheProgram());
    }

    private static Path besideTheProgram() {
        Path program = locationOfTheProgram();
        Path folder = program == null ? null : program.getParent();
        Path root = folder == null ? null : folder.getParent();
        return root == null ? Path.of("").toAbsolutePath() : root;
    }

    private static @Nullable Path locationOfTheProgram() {
        CodeSource source = GazelleHome.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            URI location = source.getLocation().toURI();
            return "file".equals(location.getScheme()) ? Path.of(location) : null;
        } catch (URISyntaxException unusual) {
            return null;
        }
    }

    /** The folder of bundled compiled models. */
    public Path models() {
        return root.resolve("models");
    }

    /** The bundled sample slices in the order of their names; empty if there are none. */
    public List<Path> samples() {
        Path folder = root.resolve("samples");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(GazelleHome::looksLikeSlice).sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static boolean looksLikeSlice(Path file) {
        Path name = file.getFileName();
        return name != null
                && (name.toString().endsWith(".png") || name.toString().endsWith(".dcm"));
    }
}
