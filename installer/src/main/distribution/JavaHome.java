import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Records the home of the JDK that runs it, for start scripts: {@code java JavaHome.java FILE}. */
final class JavaHome {
    private JavaHome() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, System.getProperty("java.home") + "\n");
    }
}
