package gazelle.app.service;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The folder in which the program keeps what its user decided; no image and no result.
 *
 * @param root is made when something is first kept
 */
public record UserFolder(Path root) {
    /** The system property that names another folder. */
    public static final String PROPERTY = "gazelle.user";

    /** The folder that the property names, else the one that this operating system keeps settings in. */
    public static UserFolder find() {
        String named = System.getProperty(PROPERTY);
        return named != null && !named.isBlank()
                ? new UserFolder(Path.of(named))
                : of(System.getProperty("os.name", ""), System.getProperty("user.home", ""), System.getenv());
    }

    static UserFolder of(String system, String home, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return new UserFolder(
                    Path.of(environment.getOrDefault("APPDATA", home)).resolve("Gazelle"));
        }
        if (name.startsWith("mac")) {
            return new UserFolder(Path.of(home, "Library", "Application Support", "Gazelle"));
        }
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return new UserFolder(
                (configured.isBlank() ? Path.of(home, ".config") : Path.of(configured)).resolve("gazelle"));
    }

    /** Returns the file of the fingerprints of trusted servers. */
    public Path trustedServers() {
        return root.resolve("trusted-servers");
    }

    /** Returns the file of the consents that the user gave. */
    public Path consents() {
        return root.resolve("consents");
    }
}
