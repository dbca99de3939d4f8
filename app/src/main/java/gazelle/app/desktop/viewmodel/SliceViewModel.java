package gazelle.app.desktop.viewmodel;

import gazelle.app.service.PreparedSlice;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.io.SliceReader;
import gazelle.viewer.io.UnreadableImageException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The open slice, what the model will see of it, and what went wrong with the last file. */
public final class SliceViewModel {
    private final Executor background;
    private final Executor ui;
    private final ReadOnlyObjectWrapper<@Nullable OpenSlice> slice = new ReadOnlyObjectWrapper<>(this, "slice", null);
    private final ReadOnlyObjectWrapper<@Nullable PreparedSlice> prepared =
            new ReadOnlyObjectWrapper<>(this, "prepared", null);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem", null);
    private @Nullable ModelOffer offer;

    /**
     * A file or slice that cannot be used.
     *
     * @param fileName which
     * @param message what happened, what it means, what to do
     */
    public record Problem(String fileName, String message) {}

    /**
     * @param background where files are read
     * @param ui where properties change
     */
    public SliceViewModel(Executor background, Executor ui) {
        this.background = background;
        this.ui = ui;
    }

    /** Reads a file and shows it; if it cannot be read, the slice shown before stays. */
    public void open(Path file) {
        background.execute(() -> {
            try {
                OpenSlice opened = new OpenSlice(file, SliceReader.read(file));
                ui.execute(() -> show(opened));
            } catch (UnreadableImageException unreadable) {
                Path name = file.getFileName();
                String fileName = name == null ? file.toString() : name.toString();
                ui.execute(() -> problem.set(new Problem(fileName, String.valueOf(unreadable.getMessage()))));
            }
        });
    }

    /** Shows a slice that was opened before. */
    public void show(OpenSlice opened) {
        problem.set(null);
        slice.set(opened);
        prepare();
    }

    /** Prepares the slice for this model from now on. */
    public void setOffer(@Nullable ModelOffer model) {
        offer = model;
        prepare();
    }

    /** Takes the last problem away. */
    public void dismissProblem() {
        problem.set(null);
    }

    private void prepare() {
        prepared.set(null);
        OpenSlice opened = slice.get();
        ModelOffer model = offer;
        if (opened == null || model == null) {
            return;
        }
        background.execute(() -> {
            try {
                PreparedSlice result = PreparedSlice.of(opened.content(), model);
                ui.execute(() -> {
                    if (slice.get() == opened && model.equals(offer)) {
                        prepared.set(result);
                    }
                });
            } catch (UnsuitableImageException | SessionException unsuitable) {
                ui.execute(() -> problem.set(new Problem(opened.fileName(), String.valueOf(unsuitable.getMessage()))));
            }
        });
    }

    /** The open slice, or null. */
    public ReadOnlyObjectProperty<@Nullable OpenSlice> sliceProperty() {
        return slice.getReadOnlyProperty();
    }

    /** The slice as the model will see it; null while there is none. */
    public ReadOnlyObjectProperty<@Nullable PreparedSlice> preparedProperty() {
        return prepared.getReadOnlyProperty();
    }

    /** What went wrong with the last file, or null. */
    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
