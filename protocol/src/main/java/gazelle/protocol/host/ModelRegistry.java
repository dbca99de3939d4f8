package gazelle.protocol.host;

import gazelle.crypto.linear.NoiseBudgetException;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.model.ModelFormatException;
import gazelle.protocol.session.PreparedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Loads every compiled model of a folder. */
public final class ModelRegistry {
    private ModelRegistry() {}

    /**
     * Loads the models in {@code folder}: each subfolder that has a {@code network.json}, or the folder itself.
     *
     * @return at least one model, in the order of the folder names
     * @throws IOException if the folder or a file cannot be read
     * @throws ModelFormatException if there is no model, two have one name, or one cannot be served safely
     */
    public static List<PreparedModel> load(Path folder) throws IOException, ModelFormatException {
        List<PreparedModel> models = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path modelFolder : modelFolders(folder)) {
            CompiledModel compiled = ModelFolder.read(modelFolder);
            if (!names.add(compiled.card().name())) {
                throw new ModelFormatException(modelFolder + ": another model has the name "
                        + compiled.card().name());
            }
            try {
                models.add(new PreparedModel(compiled));
            } catch (IllegalArgumentException | NoiseBudgetException unsafe) {
                throw new ModelFormatException(modelFolder + ": cannot be served safely: " + unsafe.getMessage());
            }
        }
        if (models.isEmpty()) {
            throw new ModelFormatException(folder + ": holds no compiled model (expected: folders with card.json, "
                    + "network.json and weights.bin)");
        }
        return List.copyOf(models);
    }

    private static List<Path> modelFolders(Path folder) throws IOException {
        if (Files.exists(folder.resolve("network.json"))) {
            return List.of(folder);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.exists(entry.resolve("network.json")))
                    .sorted()
                    .toList();
        }
    }
}
