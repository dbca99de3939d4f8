package gazelle.app.desktop.viewmodel;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Dialogs that a test answers instead of people; questions stay open until it does. */
final class FakeDialogs implements DialogService {
    private final List<ConsentQuestion> asked = new ArrayList<>();
    private @Nullable Consumer<Boolean> open;
    private Optional<Path> chosen = Optional.empty();

    /** Every question so far, in order. */
    List<ConsentQuestion> asked() {
        return List.copyOf(asked);
    }

    /** Returns whether a question waits for its answer. */
    boolean isAsking() {
        return open != null;
    }

    /** Answers the question that waits. */
    void answer(boolean agreed) {
        Consumer<Boolean> waiting = open;
        if (waiting == null) {
            throw new AssertionError("nothing is asked");
        }
        open = null;
        waiting.accept(agreed);
    }

    /** The next choosers give this. */
    void choose(Optional<Path> path) {
        chosen = path;
    }

    @Override
    public Optional<File> chooseFile() {
        return chosen.map(Path::toFile);
    }

    @Override
    public Optional<File> chooseFolder() {
        return chosen.map(Path::toFile);
    }

    @Override
    public void askForConsent(ConsentQuestion question, Consumer<Boolean> answer) {
        asked.add(question);
        open = answer;
    }

    @Override
    public void tellWhatLeaves() {}

    @Override
    public void connectToServer() {}

    @Override
    public void listTrustedServers() {}
}
